import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { feedPath } from '../../domain/contract/wire.ts';
import { FIRST_QUESTION, joinStation, type SignedOptions, type Station } from '../builders/centre.ts';
import { engines } from '../builders/engines.ts';
import { ChainBuilder, nextUuid, sampleRecord } from '../builders/entries.ts';
import { centreOn } from '../builders/hall.ts';
import { Dice } from '../random-commands/dice.ts';

/** `LONG=1` makes all of them. */
const ATTEMPTS = process.env.LONG ? 2_000 : 500;
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);
const INSTITUTION = 'tanghe';

/** Stations that may not see the cases, of each kind that might try. */
const READERS = [
  { code: 'WB1', kind: 'hall_window', institution: INSTITUTION },
  { code: 'TS1', kind: 'township', institution: INSTITUTION },
  { code: 'HU1', kind: 'handling_unit', institution: INSTITUTION, units: ['u-1'] },
  { code: 'SO9', kind: 'supervision_office', institution: 'elsewhere' },
] as const;

/** What is in the file that only the cases name. */
const CONTENT = Buffer.from('只有承办人看得到的照片');
const SHA = createHash('sha256').update(CONTENT).digest('hex');

interface Centre {
  readers: Map<string, Station>;
  window: Station;
}

/** A whole file as one piece of an upload. */
const upload = (body: Uint8Array): SignedOptions => ({
  body,
  headers: {
    'content-type': 'application/offset+octet-stream',
    'upload-offset': '0',
    'upload-length': `${body.length}`,
  },
  unsignedBody: true,
});

async function centre(): Promise<Centre> {
  const [embedded] = ENGINES;
  if (!embedded) throw new Error('no engine');
  const { send } = centreOn(await embedded.open());
  const window = await joinStation(send, { code: 'WA1', kind: 'hall_window', institution: INSTITUTION });
  const readers = new Map<string, Station>();
  for (const reader of READERS) {
    const units = 'units' in reader ? [...reader.units] : [];
    readers.set(reader.code, await joinStation(send, { ...reader, units }));
  }
  return { readers, window };
}

const ENGINES = engines();

/** Cases of the window, one of them assigned to a unit that is none of the readers, with a file. */
async function tell(window: Station): Promise<{ caseIds: string[]; entryIds: string[] }> {
  const chain = new ChainBuilder('WA1');
  const entries = [];
  for (let n = 0; n < 4; n += 1) {
    const registered = chain.register(sampleRecord('tanghe-01'));
    const { caseId } = registered;
    const evidence = { kind: 'photo', name: '现场.jpg', sha256: SHA };
    entries.push(registered, chain.add('attached', caseId, { evidence }, { baseRevision: 1 }));
    entries.push(chain.accept(caseId, 2), chain.assign(caseId, { id: 'u-2', name: '别的单位', station: 'HU2' }, 3));
  }
  const { answers } = await window.push(entries);
  expect(answers.map(({ result }) => result)).toEqual(entries.map(() => 'stored'));
  expect((await window.request('PATCH', `/v2/files/${SHA}`, upload(CONTENT))).status).toBe(204);
  return { caseIds: [...new Set(entries.map(({ caseId }) => caseId))], entryIds: entries.map(({ id }) => id) };
}

type Try = (station: Station) => Promise<string>;

describe(`${ATTEMPTS} attempts to read at the centre what a station may not (seed ${SEED})`, () => {
  it('meet a centre at which the cases never were', async () => {
    const [one, other] = [await centre(), await centre()];
    const told = await tell(one.window);
    const chains = new Map(READERS.map(({ code }) => [code, new ChainBuilder(code)]));
    let answered = 0;
    for (let n = 0; n < ATTEMPTS; n += 1) {
      const dice = new Dice(SEED + n);
      const { code } = dice.one(READERS);
      const chain = chains.get(code);
      if (!chain) throw new Error('no chain');
      const { what, ask } = attemptOf(dice, chain, told);
      const [a, b] = [await ask(stationOf(one, code)), await ask(stationOf(other, code))];
      if (a !== b) throw new Error(`attempt ${n} ${code} ${what}\n${a}\n≠\n${b}`);
      if (/^20/.test(a)) answered += 1;
    }
    expect(answered).toBeGreaterThan(ATTEMPTS / 4);
  }, 3_600_000);
});

function stationOf(centre: Centre, code: string): Station {
  const station = centre.readers.get(code);
  if (!station) throw new Error(code);
  return station;
}

/** What one station tries; both worlds get the very same entries. */
function attemptOf(
  dice: Dice,
  chain: ChainBuilder,
  { caseIds, entryIds }: { caseIds: string[]; entryIds: string[] },
): { what: string; ask: Try } {
  const caseId = dice.rarely(6) ? nextUuid() : dice.one(caseIds);
  const pushed = (what: string, add: () => unknown): { what: string; ask: Try } => {
    const entry = add();
    return { what, ask: async (station) => verdicts(await station.push([entry])) };
  };
  const got = (method: string, path: string, body?: Uint8Array): { what: string; ask: Try } => ({
    what: `${method} ${path}`,
    ask: async (station) => shown(await station.request(method, path, body ? upload(body) : {})),
  });
  const base = { baseRevision: dice.below(6) };
  const unit = { id: 'u-1', name: '承办单位', station: 'HU1' };
  const asks = [
    () => pushed('note', () => chain.note(caseId, '看看', base.baseRevision)),
    () => pushed('reply', () => chain.add('replied', caseId, { unit: '承办单位', opinion: '已办' }, base)),
    () => pushed('assign to oneself', () => chain.assign(caseId, unit, base.baseRevision)),
    () => pushed('accept', () => chain.accept(caseId, base.baseRevision)),
    () =>
      pushed('attach the file', () =>
        chain.add('attached', caseId, { evidence: { kind: 'photo', name: 'x', sha256: SHA } }, base),
      ),
    () => pushed('a known id', () => chain.add('noted', caseId, { text: 'x' }, { ...base, id: dice.one(entryIds) })),
    () => {
      const own = chain.register(sampleRecord('tanghe-02'));
      return pushed('a case of its own', () => own);
    },
    () => got('GET', `/v2/files/${SHA}`),
    () => got('HEAD', `/v2/files/${SHA}`),
    () => got('PATCH', `/v2/files/${SHA}`, dice.rarely(2) ? CONTENT : Buffer.from('x')),
    () => ({
      what: 'feed',
      ask: async (station: Station) => {
        const after = dice.rarely(2) ? 0 : 1;
        return `200 ${JSON.stringify((await station.feed(after)).items)}`;
      },
    }),
    () => got('GET', `/v2/rulebooks?after=${dice.below(3)}`),
    () => got('GET', dice.one(['/v2/cases', `/v2/cases/${caseId}`, '/admin/stations', '/v2/health'])),
    () => got('GET', feedPath({ ...FIRST_QUESTION, after: dice.below(9), epoch: 'not an epoch' })),
  ];
  return dice.one(asks)();
}

const verdicts = ({ status, answers }: { status: number; answers: unknown }) => `${status} ${JSON.stringify(answers)}`;

/** Keys, their names and signatures, and the version of a directory, which is named after its bytes. */
const DRAWN_AT_RANDOM =
  /[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=|(?<="version":"\d+-)[0-9a-f]{8}|(?<="keyId":")[0-9a-f]{16}/g;

async function shown(response: Response): Promise<string> {
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
  return `${response.status} ${text.replace(DRAWN_AT_RANDOM, '…')}`;
}
