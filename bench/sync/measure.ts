import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildCore } from '../../scripts/build-core.ts';
import { CORE_FLAGS, coreEnv } from '../../scripts/core-flags.ts';
import { ROOT } from '../../scripts/root.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../../tests/builders/postgres.ts';
import { Child } from './child.ts';

/** What one run over fresh databases gave. Times in ms, sizes in bytes unless named otherwise. */
export interface SyncRun {
  records: number;
  limit: { sqlite: number; post: number; get: number; postgres: number };
  /** One row a commit, median, ms: what an edit waits for at either desk and at the centre. */
  commit: { sqlite: number; postgres: number };
  payload: number;
  payloadGzip: number;
  register: number;
  push: { time: number; up: number; down: number };
  pull: { time: number; up: number; down: number };
  /** From the key that saves until the text stands at the other desk, and until the centre has acknowledged. */
  edits: { elsewhere: number[]; durable: number[]; bytesEach: number };
  /** The same way for a row of nobody's: what any program needs here from the key to the other disk. */
  bareEdits: number[];
  /** Bytes of both ways when a station comes back and nothing is new. */
  idle: number;
  peakMiB: { author: number; reader: number; centre: number };
}

const here = (name: string) => join(import.meta.dirname, name);
/** Uncounted edits first, so that what is counted is a desk in the middle of its day: a cold program compiles for a hundred. */
const EDITS = { warmUp: 100, counted: 200 };

/** Starts a throwaway PostgreSQL as Debian ships it, fsync on. @throws Error when none is installed */
export async function withPostgres<T>(work: (postgres: ThrowawayPostgres) => Promise<T>): Promise<T> {
  const bin = findPostgres();
  if (!bin) throw new Error('no PostgreSQL here: apt-get install postgresql');
  const postgres = await startPostgres(bin);
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
  }
}

/** The station as users start it: bundled. From its sources it would hold the translator of their types in memory as well. */
export async function bundleStation(): Promise<string> {
  return join(ROOT, await buildCore('bench/sync/station-process.ts', 'dist/bench-station'));
}

/** One station writes, a fresh centre takes in, a fresh second station reads: each a process of its own. */
export async function measureSync(
  folder: string,
  postgres: ThrowawayPostgres,
  stationProgram: string,
  { records, seed }: { records: number; seed: number },
): Promise<SyncRun> {
  mkdirSync(folder, { recursive: true });
  const children: Child[] = [];
  const start = (...program: ConstructorParameters<typeof Child>) => {
    const child = new Child(...program);
    children.push(child);
    return child;
  };
  try {
    const centre = start(here('centre-process.ts'));
    const port = await centre.ask<number>('start', {
      folder: join(folder, 'centre'),
      databaseUrl: postgres.newDatabase(),
    });
    const proxy = start(here('counting-proxy.ts'));
    const address = `http://127.0.0.1:${await proxy.ask<number>('listen', port)}`;
    const passed = () => proxy.ask<{ up: number; down: number }>('count');
    const station = async (code: string, enrolCode: string | null) => {
      // As `npm start` runs the desk.
      const dataDir = join(folder, code);
      const child = start(stationProgram, CORE_FLAGS, coreEnv(dataDir));
      await child.ask('open', { dataDir, code, address, enrolCode });
      return child;
    };
    const enrolled = async (code: string) => station(code, await centre.ask<string>('invite', code));
    const clerk = await enrolled('BENCHA');
    const began = performance.now();
    const caseIds = await clerk.ask<string[]>('register', { count: records, seed });
    const register = performance.now() - began;
    const texts = await clerk.ask<string[]>('texts');
    // What is measured begins in a fresh process: the memory of inventing the records is not the station's.
    await clerk.stop();
    const author = await station('BENCHA', null);
    const reader = await enrolled('BENCHB');
    const { commit, ...limit } = await measureLimits(start, folder, postgres, texts);
    const bareEdits = await measureBareEdits(start, folder, postgres);
    const payload = Buffer.from(texts.join('\n'));

    await passed();
    const push = { time: await author.ask<number>('push'), ...(await passed()) };
    const pull = { time: await reader.ask<number>('pull', records), ...(await passed()) };
    const edits = await measureEdits(author, reader, caseIds, passed);
    const idle = await measureIdle(reader, passed);
    return {
      records,
      limit,
      commit,
      payload: payload.length,
      payloadGzip: gzipSync(payload).length,
      register,
      push,
      pull,
      edits,
      bareEdits,
      idle,
      peakMiB: { author: author.peakMiB(), reader: reader.peakMiB(), centre: centre.peakMiB() },
    };
  } finally {
    for (const child of children.reverse()) await child.stop();
  }
}

async function measureLimits(
  start: (script: string) => Child,
  folder: string,
  postgres: ThrowawayPostgres,
  texts: readonly string[],
): Promise<SyncRun['limit'] & Pick<SyncRun, 'commit'>> {
  const [server, client, proxy] = ['limit-process.ts', 'limit-process.ts', 'counting-proxy.ts'].map((name) =>
    start(here(name)),
  ) as [Child, Child, Child];
  await Promise.all([server.ask('take', texts), client.ask('take', texts)]);
  const port = await proxy.ask<number>('listen', await server.ask<number>('listen'));
  const limit = {
    sqlite: await client.ask<number>('sqlite', folder),
    post: await client.ask<number>('post', port),
    get: await client.ask<number>('get', port),
    postgres: await client.ask<number>('postgres', postgres.newDatabase()),
    commit: await client.ask<SyncRun['commit']>('commits', { folder, url: postgres.newDatabase() }),
  };
  for (const child of [client, proxy, server]) await child.stop();
  return limit;
}

/** As `measureEdits`, through a proxy of the same kind, by a program that only stores and passes on. */
async function measureBareEdits(
  start: (script: string) => Child,
  folder: string,
  postgres: ThrowawayPostgres,
): Promise<number[]> {
  const [server, author, reader, proxy] = [...Array<string>(3).fill('bare-edit-process.ts'), 'counting-proxy.ts'].map(
    (name) => start(here(name)),
  ) as [Child, Child, Child, Child];
  const port = await proxy.ask<number>('listen', await server.ask<number>('serve', postgres.newDatabase()));
  await author.ask('write', folder);
  await reader.ask('read', { folder, port });
  const times: number[] = [];
  for (let round = 0; round < EDITS.warmUp + EDITS.counted; round += 1) {
    const id = `bare-${round}`;
    const seen = reader.ask<number>('seen', id);
    const began = await author.ask<number>('edit', { id, text: textOf(round).repeat(4), port });
    const there = await seen;
    if (round >= EDITS.warmUp) times.push(there - began);
  }
  for (const child of [author, reader, proxy, server]) await child.stop();
  return times;
}

const textOf = (round: number) => `第${round + 1}次回访：要求解除合同并退还余款，已与承办人核对，状态改为办理中。`;

async function measureEdits(
  author: Child,
  reader: Child,
  caseIds: readonly string[],
  passed: () => Promise<{ up: number; down: number }>,
): Promise<SyncRun['edits']> {
  const elsewhere: number[] = [];
  const durable: number[] = [];
  let bytes = 0;
  for (let round = 0; round < EDITS.warmUp + EDITS.counted; round += 1) {
    if (round === EDITS.warmUp) await passed();
    const caseId = caseIds[(round * 37) % caseIds.length] ?? '';
    const text = textOf(round);
    const seen = reader.ask<number>('seen', { caseId, text });
    const { start } = await author.ask<{ start: number }>('note', { caseId, text });
    const there = await seen;
    const acknowledged = await author.ask<number>('pushed');
    if (round < EDITS.warmUp) continue;
    elsewhere.push(there - start);
    durable.push(acknowledged - start);
  }
  const { up, down } = await passed();
  bytes += up + down;
  return { elsewhere, durable, bytesEach: bytes / EDITS.counted };
}

/** The station leaves and comes back; what it says and hears in the second after is all that an idle resync costs. */
async function measureIdle(station: Child, passed: () => Promise<{ up: number; down: number }>): Promise<number> {
  await station.ask('goOffline');
  await new Promise((resolve) => setTimeout(resolve, 300));
  await passed();
  await station.ask('goOnline');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const { up, down } = await passed();
  return up + down;
}
