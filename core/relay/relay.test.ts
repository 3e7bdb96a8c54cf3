import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStationDb } from '../../db/open.ts';
import { writeMeta } from '../../db/settings.ts';
import type { Command } from '../../domain/contract/commands.ts';
import type { BundleTaken } from '../../domain/contract/views/keeping.ts';
import type { StationKind } from '../../domain/contract/wire.ts';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sampleRecord } from '../../tests/builders/entries.ts';
import { TEST_SEALING_KEY } from '../../tests/builders/rulebooks.ts';
import { loadDataKey } from '../keys/data-key.ts';
import { fileKeyring } from '../keys/file-keyring.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const KINDS: Record<string, StationKind> = {
  WA1: 'hall_window',
  WB1: 'hall_window',
  SO1: 'supervision_office',
  HU1: 'handling_unit',
};
const NAME = sampleRecord('tanghe-01').complainant.name;
const raw = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const pem = { format: 'pem', type: 'pkcs8' } as const;

/** Four desks of one hall that know each other's keys and have no line at all. */
describe('desks without a line', () => {
  const dir = mkdtempSync(join(tmpdir(), 'relay-'));
  const keys = Object.fromEntries(
    Object.keys(KINDS).map((code) => [
      code,
      { sign: generateKeyPairSync('ed25519'), seal: generateKeyPairSync('x25519') },
    ]),
  );
  const open: TestDesk[] = [];
  let drafts = 0;

  async function desk(code: string, folder = code): Promise<TestDesk> {
    const dataDir = join(dir, folder);
    const officers: TestDesk['officers'] = [];
    const first = await openDemoDesk(dataDir, undefined, officers);
    const { officerId } = await first.call('setup.create', {
      station: { code, name: `样例${code}`, organisation: '', phone: '' },
      regime: 'tanghe',
      officer: {
        name: '牛穗丰',
        roles: ['window_chief', 'intake_officer', 'ducha', 'leader', 'unit'],
        screenRole: '',
        pin: '802413',
      },
      printers: { slip: null, a4: null },
      centre: null,
    });
    await first.close();
    enrolByHand(dataDir, code, await loadDataKey(dataDir, fileKeyring, true));
    const made = await openDemoDesk(dataDir, undefined, [
      {
        id: officerId,
        name: '牛穗丰',
        roles: ['window_chief'],
        screenRole: '',
        active: true,
        central: false,
        hasPin: true,
        admin: true,
        pin: '802413',
      },
    ]);
    open.push(made);
    await made.signInAs('window_chief');
    return made;
  }

  /** As an enrolment and the centre's directory would leave it, with a centre that nobody can reach. */
  function enrolByHand(dataDir: string, code: string, key: Uint8Array): void {
    const db = openStationDb({ dataDir, key });
    const own = keys[code];
    writeMeta(db.orm, 'centre link', {
      address: 'http://127.0.0.1:9',
      centreName: '样例中心',
      stationCode: code,
      privateKey: own?.sign.privateKey.export(pem),
      sealingKey: own?.seal.privateKey.export(pem),
      centreSealingKey: TEST_SEALING_KEY,
    });
    const stations = Object.entries(KINDS).map(([one, kind]) => ({
      code: one,
      name: `样例${one}`,
      kind,
      units: one === 'HU1' ? ['u1'] : [],
      publicKey: raw((keys[one] ?? own ?? fail()).sign.publicKey),
      sealingKey: raw((keys[one] ?? own ?? fail()).seal.publicKey),
      revoked: false,
    }));
    const body = JSON.stringify({ institution: 'hall', stations, units: [], windows: [], officers: [] });
    writeMeta(db.orm, 'directory', { document: JSON.stringify({ body }) });
    db.close();
  }

  function fail(): never {
    throw new Error('no such station');
  }

  const register = async (at: TestDesk) => {
    drafts += 1;
    return at.register(`draft-${drafts}`, { ...sampleRecord('tanghe-01'), channel: 'phone' });
  };
  const bundle = async (from: TestDesk, to: string): Promise<Uint8Array> => {
    const { id } = await from.call('bundle.make', { to });
    const headers = { 'x-desk-session': from.session() };
    const response = await from.fetch(new Request(`http://desk/bundles/${id}`, { headers }));
    return new Uint8Array(await response.arrayBuffer());
  };
  const take = async (at: TestDesk, bytes: Uint8Array): Promise<BundleTaken | string> => {
    const headers = { 'x-desk-session': at.session() };
    const body = bytes as Uint8Array<ArrayBuffer>;
    const response = await at.fetch(new Request('http://desk/bundles', { method: 'POST', headers, body }));
    const said = (await response.json()) as BundleTaken & { error?: { code: string } };
    return said.error?.code ?? said;
  };
  const casesAt = async (at: TestDesk) => {
    const { rows } = await at.call('worklist', { view: 'all', limit: 200 });
    const files = await Promise.all(rows.map(({ caseId }) => at.call('case.get', { caseId })));
    return files.map(({ state, entries }) => JSON.stringify([state, entries.map(({ id, sync }) => [id, sync])])).sort();
  };
  const act = async (at: TestDesk, caseId: string, text: string) => {
    const { state } = await at.call('case.get', { caseId });
    const command = { type: 'note', text } as const;
    await at.call('case.act', { caseId, baseRevision: state.revision, requestId: `${caseId} ${text}`, command });
  };

  const command = async (at: TestDesk, caseId: string, told: Command) => {
    const { state } = await at.call('case.get', { caseId });
    const requestId = `${caseId} ${told.type}`;
    await at.call('case.act', { caseId, baseRevision: state.revision, requestId, command: told });
  };

  let window: TestDesk;
  let second: TestDesk;
  let office: TestDesk;
  beforeAll(async () => {
    window = await desk('WA1');
    second = await desk('WB1');
    office = await desk('SO1');
  });
  afterAll(async () => {
    for (const one of open) await one.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('bring cases to the office, where they stand as brought and not as reported', async () => {
    const { caseId, number } = await register(window);
    const taken = await take(office, await bundle(window, 'SO1'));
    expect(taken).toMatchObject({ role: 'taken', from: 'WA1' });
    const { row, state } = await office.call('case.get', { caseId });
    expect(row.number).toBe(number);
    expect(row.sync).toBe('relayed');
    expect(state.record.complainant.name).toBe(NAME);
  });

  it('come to the same state whatever the order of bundles of several stations, and however often', async () => {
    const one = await register(window);
    await register(second);
    await take(office, await bundle(window, 'SO1'));
    await act(office, one.caseId, '督查已知悉');
    await act(window, one.caseId, '窗口补充');
    await act(office, one.caseId, '督查又补充');
    const bundles = [await bundle(window, 'SO1'), await bundle(second, 'SO1'), await bundle(window, 'SO1')];
    for (const bytes of bundles) await take(office, bytes);
    const before = await casesAt(office);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { minLength: 3, maxLength: 8 }), async (order) => {
        for (const index of order)
          expect(await take(office, bundles[index] ?? new Uint8Array())).toMatchObject({ fresh: 0 });
        expect(await casesAt(office)).toEqual(before);
      }),
      { numRuns: 4 },
    );
    // Another office PC that gets them the other way round folds the same cases.
    const other = await desk('SO1', 'SO1-other');
    for (const bytes of [...bundles].reverse()) await take(other, bytes);
    const seenBy = async (at: TestDesk) => (await casesAt(at)).filter((text) => text.includes('窗口补充'));
    expect((await seenBy(other)).length).toBe(1);
    await act(window, one.caseId, '再补');
    await take(window, await bundle(office, 'WA1'));
    const [here, there] = await Promise.all([
      window.call('case.get', { caseId: one.caseId }),
      (async () => {
        await take(office, await bundle(window, 'SO1'));
        return office.call('case.get', { caseId: one.caseId });
      })(),
    ]);
    expect(there.entries.map(({ id }) => id)).toEqual(here.entries.map(({ id }) => id));
    expect(there.state).toEqual(here.state);
  });

  it('are not made for a window that may see nothing of them', async () => {
    await register(window);
    await expect(bundle(window, 'WB1')).rejects.toThrow('bundle_empty');
    expect((await window.call('bundle.list', {})).bundles.filter(({ to }) => to === 'WB1')).toEqual([]);
  });

  it('bring the unit that handles a case nothing of who complained', async () => {
    const { caseId } = await register(window);
    const unit = { id: 'u1', name: '样例单位', station: 'HU1' };
    await command(window, caseId, { type: 'accept', category: 'general' });
    await command(window, caseId, { type: 'approve', decision: 'agree', opinion: '同意' });
    await command(window, caseId, { type: 'assign', unit, mode: 'handle', opinion: '请办理' });
    const handling = await desk('HU1');
    expect(await take(handling, await bundle(window, 'HU1'))).toMatchObject({ role: 'taken' });
    const seen = await handling.call('case.get', { caseId });
    expect(seen.entries.every(({ masked }) => masked)).toBe(true);
    expect(JSON.stringify(seen)).not.toContain(NAME);
  });

  it('refuse whole what was changed or is for somebody else, and take nothing of it', async () => {
    const before = await casesAt(office);
    await register(window);
    const bytes = Buffer.from(await bundle(window, 'SO1'));
    expect(await take(second, bytes)).toBe('bundle_not_for_us');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 4, bytes.length - 100);
    expect(await take(office, bytes)).toBe('bundle_damaged');
    expect(await casesAt(office)).toEqual(before);
  });

  it('carry for the centre what they cannot read, and keep it until the centre has it', async () => {
    const bytes = await bundle(window, 'centre');
    expect(await take(second, bytes)).toMatchObject({ role: 'carried', from: 'WA1' });
    expect(await take(second, bytes)).toMatchObject({ role: 'carried' });
    const { bundles } = await second.call('bundle.list', {});
    expect(bundles.filter(({ role }) => role === 'carried')).toHaveLength(1);
    expect(bundles[0]?.deliveredAt).toBeNull();
  });
});
