import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DirectoryOfficer } from '../../domain/rulebook/directory.ts';
import { type CentralDesk, directoryWith, openCentralDesk } from '../../tests/builders/central-desk.ts';
import { testSigner } from '../../tests/builders/rulebooks.ts';
import { directoryPeers } from '../relay/directory-peers.ts';

// Each test opens an encrypted database with its PINs.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PIN = '802413';

describe('a directory at the desk', () => {
  const signer = testSigner();
  let dir: string;
  let desk: CentralDesk;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-directory-'));
    desk = await openCentralDesk(dir, signer);
  });
  afterEach(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const officer = (id: string, more: Partial<DirectoryOfficer> = {}): DirectoryOfficer => ({
    id,
    name: '安若素',
    roles: ['leader'],
    stations: [],
    active: true,
    ...more,
  });
  const offered = async () => (await desk.call('session.officers', {})).map(({ id }) => id);

  it('brings units and windows that can then not be changed here; empty ones leave the desk’s own', async () => {
    const admin = await desk.signInAs('ducha');
    const own = await desk.call('settings.get', {}, admin);
    desk.receive(directoryWith(), 1);
    expect(await desk.call('settings.get', {}, admin)).toMatchObject({
      units: own.units,
      windows: own.windows,
      central: { units: false, windows: false },
    });
    const units = [{ id: 'u-1', name: '中心的单位', station: 'TH90' }];
    desk.receive(directoryWith({ units }), 2);
    const station = { name: own.station.name, organisation: '改了的机构', phone: '' };
    const windows = [{ no: '99', name: '本机的窗口', unit: '' }];
    const saved = await desk.call('settings.saveStation', { ...station, units: own.units, windows }, admin);
    expect(saved).toMatchObject({ units, windows, central: { units: true, windows: false } });
    expect(saved.station.organisation).toBe('改了的机构');
    // A centre that empties its list hands it back.
    desk.receive(directoryWith(), 3);
    expect(await desk.call('settings.get', {}, admin)).toMatchObject({ units, central: { units: false } });
  });

  it('puts officers on the roster who sign in once they have been given a PIN, and only then', async () => {
    const admin = await desk.signInAs('ducha');
    desk.receive(directoryWith({ officers: [officer('o-1'), officer('o-2', { stations: ['TH90'] })] }), 1);
    const { officers } = await desk.call('settings.get', {}, admin);
    expect(officers.filter((one) => one.central)).toMatchObject([
      { id: 'o-1', screenRole: '中心分管领导', admin: false, hasPin: false },
    ]);
    expect(await offered()).not.toContain('o-1');
    for (const pin of ['', '000000', PIN]) {
      await expect(desk.call('session.signIn', { officerId: 'o-1', pin })).rejects.toThrow();
    }
    await expect(desk.call('settings.givePin', { officerId: 'o-1', pin: '111111' }, admin)).rejects.toThrow('pin_weak');
    const other = await desk.signInAs('leader');
    await expect(desk.call('settings.givePin', { officerId: 'o-1', pin: PIN }, other)).rejects.toThrow(
      'role_not_allowed',
    );
    await desk.call('settings.givePin', { officerId: 'o-1', pin: PIN }, admin);
    expect(await offered()).toContain('o-1');
  });

  it('lets nobody replace a PIN that is there already', async () => {
    const admin = await desk.signInAs('ducha');
    const leader = (await desk.call('settings.get', {}, admin)).officers.find((one) => one.roles.includes('leader'));
    await expect(desk.call('settings.givePin', { officerId: leader?.id ?? '', pin: PIN }, admin)).rejects.toThrow(
      'already_done',
    );
  });

  it('ends the session of whom the centre sends home, who then cannot sign in, and changes nobody else', async () => {
    const admin = await desk.signInAs('ducha');
    desk.receive(directoryWith({ officers: [officer('o-1'), officer('o-2')] }), 1);
    for (const officerId of ['o-1', 'o-2']) await desk.call('settings.givePin', { officerId, pin: PIN }, admin);
    const signIn = (officerId: string) => desk.call('session.signIn', { officerId, pin: PIN });
    const [first, second] = [await signIn('o-1'), await signIn('o-2')];
    await expect(desk.call('settings.setOfficerActive', { officerId: 'o-1', active: false }, admin)).rejects.toThrow(
      'kept_by_centre',
    );

    desk.receive(
      directoryWith({ officers: [officer('o-1', { active: false }), officer('o-2', { roles: ['ducha'] })] }),
      2,
    );
    await expect(desk.call('status', {}, first.token)).rejects.toThrow('not_signed_in');
    expect(desk.station.sessions.present()).not.toContain('o-1');
    await expect(signIn('o-1')).rejects.toThrow('officer_inactive');
    expect((await desk.call('status', {}, second.token)).officer.roles).toEqual(['ducha']);
    expect(await desk.call('status', {}, admin)).toBeTruthy();

    // Another station’s now; and back again, with the PIN that was.
    desk.receive(directoryWith({ officers: [officer('o-2', { stations: ['TH90'] })] }), 3);
    await expect(desk.call('status', {}, second.token)).rejects.toThrow('not_signed_in');
    desk.receive(directoryWith({ officers: [officer('o-1'), officer('o-2')] }), 4);
    expect((await signIn('o-2')).officer.roles).toEqual(['leader']);
    // A roster that is not kept any more (a centre restored without it) puts nobody out of work.
    desk.receive(directoryWith(), 5);
    expect(await offered()).toEqual(expect.arrayContaining(['o-1', 'o-2']));
  });

  it('leaves the desk’s own officers alone, even under an id that the centre gives out', async () => {
    const admin = await desk.signInAs('ducha');
    const own = (await desk.call('settings.get', {}, admin)).officers;
    const taken = own.map(({ id }) => officer(id, { name: '冒名', roles: [], active: false }));
    desk.receive(directoryWith({ officers: taken }), 1);
    expect((await desk.call('settings.get', {}, admin)).officers).toEqual(own);
  });

  it('knows the peers of its institution, those out of use too', () => {
    const peers = directoryPeers(desk.station.workspace);
    expect(peers.find('TH90')).toBeNull();
    const directory = directoryWith();
    const [, other] = directory.stations;
    if (!other) throw new Error('no other station');
    desk.receive(directory, 1);
    expect(peers.find('TH90')).toMatchObject({
      publicKey: other.publicKey,
      sealingKey: other.sealingKey,
      kind: 'hall_window',
      units: [],
      revoked: false,
    });
    expect(peers.institution()).toBe('tanghe');
    expect(peers.find('XX99')).toBeNull();
    desk.receive({ ...directory, stations: directory.stations.map((one) => ({ ...one, revoked: one === other })) }, 2);
    expect(peers.find('TH90')?.revoked).toBe(true);
  });

  it('takes no older one, none of another institution, and none that the centre did not sign', async () => {
    const admin = await desk.signInAs('ducha');
    const unit = (name: string) => [{ id: 'u-1', name, station: null }];
    const units = async () => (await desk.call('settings.get', {}, admin)).units.map(({ name }) => name);
    desk.receive(directoryWith({ units: unit('新') }), 5);
    desk.receive(directoryWith({ units: unit('旧') }), 4);
    desk.receive(directoryWith({ units: unit('冒签') }), 6, testSigner());
    expect(await units()).toEqual(['新']);
    const foreign = directoryWith({ units: unit('别家') });
    desk.receive({ ...foreign, institution: 'west', stations: foreign.stations.slice(1) }, 7);
    expect(await units()).toEqual(['新']);
    const { refused } = await desk.call('sync.rulebooks', {}, admin);
    expect(refused.map(({ name, code }) => [name, code])).toEqual([['站点与人员名录', 'rulebook_invalid']]);
    desk.receive(directoryWith({ units: unit('更新') }), 8);
    expect(await units()).toEqual(['更新']);
  });
});
