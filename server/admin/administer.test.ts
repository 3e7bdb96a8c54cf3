import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import { mayActAs } from '../../domain/disclosure/actor-roles.ts';
import { type Directory, readDirectory } from '../../domain/rulebook/directory.ts';
import { type AdminCentre, type Administrator, adminCentre, signInAsAdmin } from '../../tests/builders/admin.ts';
import { enrolRequest, joinStation, newKey, type Station, stationWith } from '../../tests/builders/centre.ts';
import { engines } from '../../tests/builders/engines.ts';
import { ChainBuilder } from '../../tests/builders/entries.ts';
import { calendarOf, tanghe } from '../../tests/builders/rulebooks.ts';
import { pack } from '../../wire/pack.ts';
import { officerRoles } from '../db/admin-schema.ts';
import type { Examination } from './examine.ts';
import type { LogLine } from './log.ts';
import type { StationHealth } from './stations.ts';

interface Made {
  code: string;
  enrolCode: string;
  expiresAt: string;
}
interface RulebookPage {
  items: { kind: string; sequence: number; body: string }[];
  upTo: number;
}

const DAY = 86_400_000;

describe.each(engines())('administration on $name', ({ open }) => {
  let centre: AdminCentre;
  let admin: Administrator;
  beforeAll(async () => {
    centre = adminCentre(await open());
    admin = await signInAsAdmin(centre.send);
  }, 60_000);

  const invite = (code: string, institution: string, more: object = {}) =>
    admin.change<Made>('invite', { code, kind: 'hall_window', institution, units: [], ...more });
  const enrolWith = async (enrolCode: string, key = newKey('TH01')) => {
    const response = await centre.send(enrolRequest(key, enrolCode));
    const body = (await response.json()) as { epoch?: string; error?: { code: string } };
    return {
      status: response.status,
      code: body.error?.code,
      station: stationWith(centre.send, key, undefined, body.epoch),
    };
  };
  const healthOf = async (code: string) =>
    (await admin.read<{ stations: StationHealth[] }>('stations')).stations.find((one) => one.code === code);
  const rulebooksOf = async (station: Station, after = 0) =>
    (await (await station.request('GET', `/v2/rulebooks?after=${after}`)).json()) as RulebookPage;
  const directoryOf = async (station: Station): Promise<Directory | null> => {
    const found = (await rulebooksOf(station)).items.filter((one) => one.kind === 'directory');
    expect(found).toHaveLength(1);
    return readDirectory(found[0]?.body ?? '');
  };
  const officer = (id: string, roles: string[], more: object = {}) => ({
    id,
    name: '安若素',
    roles,
    stations: [],
    active: true,
    ...more,
  });

  it('makes a code that ends, can be cancelled and made anew, and shows none a second time', async () => {
    const first = await invite('AA01', 'codes', { days: 2 });
    expect(JSON.stringify(await admin.read('stations'))).not.toContain(first.enrolCode);
    expect(await healthOf('AA01')).toMatchObject({ invitation: 'open', codeExpiresAt: first.expiresAt });
    const started = centre.clock.now;
    centre.clock.now = new Date(started.getTime() + 2 * DAY + 1);
    expect(await enrolWith(first.enrolCode, newKey('AA01'))).toMatchObject({ status: 403, code: 'enrol_code_expired' });
    centre.clock.now = started;

    const second = await admin.change<Made>('reissue', { code: 'AA01' });
    expect(Date.parse(second.expiresAt) - started.getTime()).toBe(7 * DAY);
    expect(await enrolWith(first.enrolCode, newKey('AA01'))).toMatchObject({ code: 'enrol_code_wrong' });
    await admin.change('cancel', { code: 'AA01' });
    expect(await enrolWith(second.enrolCode, newKey('AA01'))).toMatchObject({ code: 'enrol_code_wrong' });
    await expect(admin.change('cancel', { code: 'AA01' })).rejects.toThrow('404 not_found');
    const third = await invite('AA01', 'codes');
    expect((await enrolWith(third.enrolCode, newKey('AA01'))).status).toBe(200);
    expect(await healthOf('AA01')).toMatchObject({ invitation: 'none', name: '样例站点' });
    await expect(invite('AA01', 'codes')).rejects.toThrow('409 already_done');
  });

  it('ends a lost PC at once: its open feed, its pushes, its code; what it wrote stays', async () => {
    const lost = await joinStation(centre.send, { code: 'BB01', kind: 'hall_window', institution: 'lost' });
    const other = await joinStation(centre.send, { code: 'BB02', kind: 'supervision_office', institution: 'lost' });
    const chain = new ChainBuilder('BB01');
    const first = chain.register();
    expect((await lost.push([first])).answers[0]?.result).toBe('stored');
    await admin.change('reissue', { code: 'BB01' });
    const feed = await lost.open({ live: 200, rules: 1_000_000 });
    await feed.next();
    await admin.change('revoke', { code: 'BB01', reason: '电脑被盗' });
    while (await feed.next());

    const refusal = await lost.request('POST', '/v2/entries', { body: await pack(canonicalJson(first)) });
    expect(refusal.status).toBe(401);
    expect(await refusal.json()).toMatchObject({ error: { code: 'station_revoked' } });
    expect((await lost.request('GET', '/v2/rulebooks?after=0')).status).toBe(401);
    // To whoever does not hold the key it looks like a station that does not exist.
    const stranger = await stationWith(centre.send, newKey('BB01')).request('GET', '/v2/rulebooks?after=0');
    expect(await stranger.json()).toMatchObject({ error: { code: 'signature_invalid' } });
    expect((await other.feed()).items.map((item) => item.entry.id)).toEqual([first.id]);
    expect(await healthOf('BB01')).toMatchObject({ head: 1, revokeReason: '电脑被盗', invitation: 'none' });
    const told = (await directoryOf(other))?.stations.map(({ code, revoked }) => [code, revoked]);
    expect(told).toEqual([
      ['BB01', true],
      ['BB02', false],
    ]);
    await expect(admin.change('revoke', { code: 'BB01', reason: '再来一次' })).rejects.toThrow('already_done');
  });

  it('lets another PC take a station over: the same chain and feed, a new key, the old one good for nothing', async () => {
    const before = await joinStation(centre.send, { code: 'CC01', kind: 'hall_window', institution: 'moved' });
    const office = await joinStation(centre.send, { code: 'CC02', kind: 'supervision_office', institution: 'moved' });
    const chain = new ChainBuilder('CC01');
    const officeChain = new ChainBuilder('CC02');
    const first = chain.register();
    await before.push([first]);
    await office.push([officeChain.note(first.caseId, '督查室意见')]);
    const { enrolCode } = await admin.change<Made>('reissue', { code: 'CC01' });
    // The old PC works on until the new one has come.
    expect((await before.push([chain.note(first.caseId, '旧电脑')])).answers[0]?.result).toBe('stored');
    const feed = await before.open({ live: 200, rules: 1_000_000, after: 1 });
    await feed.next();
    const { status, station: after } = await enrolWith(enrolCode, newKey('CC01'));
    expect(status).toBe(200);
    while (await feed.next());
    expect((await before.push([chain.note(first.caseId, '旧钥匙')])).status).toBe(401);
    const continued = new ChainBuilder('CC01');
    expect((await after.push([continued.register()])).answers[0]).toMatchObject({
      result: 'rejected',
      code: 'entry_fork',
    });
    const last = await after.feed();
    expect(last.items).toHaveLength(1);
    expect(last.state.head).toBe(2);
    expect(await enrolWith(enrolCode, newKey('CC01'))).toMatchObject({ code: 'enrol_code_wrong' });
    expect((await directoryOf(office))?.stations[0]?.publicKey).toBe(after.key.publicKey);
  });

  it('brings a station that was put out of use back under a new key only', async () => {
    const lost = await joinStation(centre.send, { code: 'DD01', kind: 'hall_window', institution: 'found' });
    await admin.change('revoke', { code: 'DD01', reason: '电脑丢失' });
    const { enrolCode } = await admin.change<Made>('reissue', { code: 'DD01' });
    const { station } = await enrolWith(enrolCode, newKey('DD01'));
    expect((await station.push([new ChainBuilder('DD01').register()])).answers[0]?.result).toBe('stored');
    expect((await lost.request('GET', '/v2/rulebooks?after=0')).status).toBe(401);
    expect(await healthOf('DD01')).toMatchObject({ revokedAt: null });
  });

  it('tells each station of its own institution only, and says how far it looked', async () => {
    const mine = await joinStation(centre.send, { code: 'EE01', kind: 'hall_window', institution: 'east' });
    const theirs = await joinStation(centre.send, { code: 'WW01', kind: 'hall_window', institution: 'west' });
    await admin.change('unit', { institution: 'east', unit: { id: 'u-1', name: '东部单位', station: 'EE01' } });
    await admin.change('window', { institution: 'east', window: { no: '03', name: '三号窗口', unit: 'u-1' } });
    await admin.change('officer', { institution: 'west', officer: officer('o-west', ['leader']) });
    expect(await directoryOf(mine)).toEqual({
      institution: 'east',
      stations: [
        {
          code: 'EE01',
          name: '样例站点',
          kind: 'hall_window',
          units: [],
          publicKey: mine.key.publicKey,
          sealingKey: mine.key.sealingKey,
          revoked: false,
        },
      ],
      units: [{ id: 'u-1', name: '东部单位', station: 'EE01' }],
      windows: [{ no: '03', name: '三号窗口', unit: 'u-1' }],
      officers: [],
    });
    expect((await directoryOf(theirs))?.officers).toHaveLength(1);
    const page = await rulebooksOf(mine);
    const known = Math.max(...page.items.map((one) => one.sequence));
    expect(page.upTo).toBeGreaterThan(known);
    expect(await rulebooksOf(mine, page.upTo)).toMatchObject({ items: [], upTo: page.upTo });
    // What is for others does not wake a station's feed, and is not counted there.
    expect((await mine.feed()).state.rules).toBe(known);
    expect((await theirs.feed()).state.rules).toBe(page.upTo);
    // The same thing saved again is no news.
    await admin.change('unit', { institution: 'east', unit: { id: 'u-1', name: '东部单位', station: 'EE01' } });
    expect((await rulebooksOf(mine)).upTo).toBe(page.upTo);
    await expect(
      admin.change('unit', { institution: 'east', unit: { id: 'u-2', name: '单位', station: 'WW01' } }),
    ).rejects.toThrow('station_unknown WW01');
    await admin.change('unit-remove', { institution: 'east', id: 'u-1' });
    await admin.change('window-remove', { institution: 'east', no: '03' });
    expect(await directoryOf(mine)).toMatchObject({ units: [], windows: [] });
  });

  it('rings an open feed when the directory changes', async () => {
    const station = await joinStation(centre.send, { code: 'FF01', kind: 'hall_window', institution: 'rung' });
    const { upTo } = await rulebooksOf(station);
    const feed = await station.open({ live: 200, rules: upTo });
    await admin.change('officer', { institution: 'rung', officer: officer('o-1', ['leader']) });
    let rules = 0;
    for (let frame = await feed.next(); rules <= upTo && frame; frame = await feed.next()) {
      if (frame.kind === 'state') rules = frame.state.rules ?? 0;
      if (rules > upTo) break;
    }
    await feed.close();
    expect(rules).toBeGreaterThan(upTo);
  });

  it('remembers every role an officer was ever given, and knows nothing of the stations’ own officers', async () => {
    await joinStation(centre.send, { code: 'GG01', kind: 'hall_window', institution: 'roles' });
    await admin.change('officer', { institution: 'roles', officer: officer('o-a', ['leader', 'ducha']) });
    await admin.change('officer', { institution: 'roles', officer: officer('o-a', ['intake_officer']) });
    await admin.change('officer', { institution: 'roles', officer: officer('o-b', [], { active: false }) });
    const rows = await centre.opened.db.select().from(officerRoles);
    const given = (id: string) => rows.filter((row) => row.institution === 'roles' && row.officer === id);
    const known = (id: string) => (given(id).length > 0 ? new Set(given(id).map((row) => row.role)) : undefined);
    const may = (id: string, ...roles: string[]) => mayActAs(roles, known(id));
    expect(may('o-a', 'leader', 'intake_officer')).toBe(true);
    expect(may('o-a', 'leader', 'window_chief')).toBe(false);
    expect(may('o-b', 'leader')).toBe(false);
    expect(may('o-b')).toBe(true);
    expect(may('o-local', 'leader')).toBe(true);
    // An id is an officer of one institution: elsewhere the same id may be somebody else's.
    expect(rows.every((row) => row.institution === 'roles' || !['o-a', 'o-b'].includes(row.officer))).toBe(true);
  });

  it('signs a good rule file, and says which line of a bad one is wrong', async () => {
    const text = calendarOf(2029);
    expect(await admin.change('publish', { name: 'c.yaml', text })).toMatchObject({ kind: 'calendar', already: false });
    expect(await admin.change('publish', { name: 'c.yaml', text })).toMatchObject({ already: true });
    const wrong = tanghe('77', (shipped) => shipped.replace('channels:', 'colour: red\nchannels:'));
    await expect(admin.change('publish', { name: 't.yaml', text: wrong })).rejects.toThrow(
      /422 rulebook_invalid t\.yaml 第\d+行/,
    );
    const { rulebooks } = await admin.read<{ rulebooks: { kind: string; id: string }[] }>('rulebooks');
    expect(rulebooks.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['calendar 2029']);
  });

  it('lists what needs a look by numbers and codes, and not a word of what a citizen said', async () => {
    const window = await joinStation(centre.send, { code: 'HH01', kind: 'hall_window', institution: 'trouble' });
    const chain = new ChainBuilder('HH01');
    const first = chain.register();
    if (first.kind !== 'registered') throw new Error('no registration');
    await window.push([first, chain.note('019aa4b6-4607-7c37-a03b-15bd4422e0ca', '不存在的案卷里的话')]);
    const rival = new ChainBuilder('HH01');
    await window.push([rival.register()]);
    const found = await admin.read<Examination>('trouble');
    expect(found.rejected.find((one) => one.station === 'HH01')).toMatchObject({
      seq: 2,
      kind: 'noted',
      code: 'entry_invalid',
    });
    expect(found.forks.find((one) => one.station === 'HH01')).toMatchObject({ seq: 1, kind: 'registered' });
    const everything = JSON.stringify([found, await admin.read('stations'), await admin.read('backup')]);
    for (const secret of [
      '不存在的案卷里的话',
      first.payload.record.complainant.name,
      first.payload.record.narrative,
    ]) {
      expect(secret.length).toBeGreaterThan(1);
      expect(everything).not.toContain(secret);
    }
    expect(await healthOf('HH01')).toMatchObject({ head: 2, rejected: 1, forks: 1, behind: 0 });
  });

  it('says how much a station has not reported: what it named when it asked for its feed, less what came since', async () => {
    const township = await joinStation(centre.send, { code: 'II01', kind: 'township', institution: 'backlog' });
    const chain = new ChainBuilder('II01');
    await township.push([chain.register()]);
    expect(await healthOf('II01')).toMatchObject({ head: 1, waiting: 0 });
    await township.open({ head: 1, own: 3 });
    expect(await healthOf('II01')).toMatchObject({ head: 1, waiting: 3 });
    await township.push([chain.register(), chain.register()]);
    expect(await healthOf('II01')).toMatchObject({ head: 3, waiting: 1 });
    // A station may say of itself what it likes, and nothing else changes.
    await township.open({ head: 2_147_483_647, own: 2_147_483_647 });
    expect(await healthOf('II01')).toMatchObject({ head: 3, waiting: 2_147_483_644, behind: 0 });
    await township.open({ head: 3 });
    expect(await healthOf('II01')).toMatchObject({ head: 3, waiting: 0 });
  });

  it('keeps who did what and when, and nothing of what was refused', async () => {
    const other = await signInAsAdmin(centre.send, '辛值守');
    await other.change('invite', { code: 'KK01', kind: 'township', institution: 'logged', units: [] });
    await expect(other.change('revoke', { code: 'KK01', reason: '还没有入网' })).rejects.toThrow('not_found');
    const { lines } = await admin.read<{ lines: LogLine[] }>('log');
    expect(lines.slice(0, 2)).toMatchObject([
      { who: '辛值守', act: 'invited', subject: 'KK01', detail: 'logged' },
      { who: '辛值守', act: 'signed_in' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('还没有入网');
  });
});
