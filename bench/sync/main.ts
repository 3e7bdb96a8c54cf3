import { join } from 'node:path';
import { type Figure, figure, timesOf } from '../statistics.ts';
import { bundleStation, measureSync, type SyncRun, withPostgres } from './measure.ts';

const MB = 1e6;

/** Everything that `npm run bench -- --only sync` says besides times: sizes and percentiles, one line each. */
export interface SyncReport {
  figures: Figure[];
  lines: string[];
}

/**
 * Sync over 10,000 records between whole stations and a centre on real PostgreSQL, beside what the machine itself needs for
 * the same bytes; then over 50,000 for the cost per record.
 */
export async function benchSync(folder: string, quick: boolean): Promise<SyncReport> {
  const size = quick ? 2_000 : 10_000;
  const repeats = quick ? 1 : 5;
  const runs: SyncRun[] = [];
  const large: SyncRun[] = [];
  const station = await bundleStation();
  await withPostgres(async (postgres) => {
    const measure = (name: string, records: number, seed: number) =>
      measureSync(join(folder, name), postgres, station, { records, seed });
    for (let repeat = 0; repeat < repeats; repeat += 1)
      runs.push(await measure(`sync-${repeat}`, size, 1_000 + repeat));
    for (let repeat = 0; repeat < (quick ? 0 : 3); repeat += 1)
      large.push(await measure(`sync-large-${repeat}`, 5 * size, 2_000 + repeat));
  });
  return { figures: figuresOf(runs), lines: [...linesOf(runs), ...growthOf(runs, large)] };
}

function figuresOf(runs: readonly SyncRun[]): Figure[] {
  const of = (pick: (run: SyncRun) => number) => timesOf(runs.map(pick));
  const against = (
    name: string,
    ours: (run: SyncRun) => number,
    what: string,
    bare: (run: SyncRun) => number,
  ): Figure => ({
    ...figure(name, of(ours), { what, times: of(bare) }),
    // Each repeat is held against its own limits, so that a slow minute of the machine hits both.
    ratio: timesOf(runs.map((run) => ours(run) / bare(run))).median,
  });
  const count = (runs[0]?.records ?? 0).toLocaleString('en');
  return [
    against(
      `push ${count}`,
      (r) => r.push.time,
      'POST + SQLite',
      (r) => r.limit.post + r.limit.sqlite,
    ),
    against(
      `pull ${count}`,
      (r) => r.pull.time,
      'GET + SQLite',
      (r) => r.limit.get + r.limit.sqlite,
    ),
    against(
      `push ${count}`,
      (r) => r.push.time,
      'PostgreSQL jsonb',
      (r) => r.limit.postgres,
    ),
    figure(
      'register offline',
      of((r) => r.register),
      null,
    ),
    {
      ...figure('edit, at the other desk', timesOf(runs.flatMap((r) => r.edits.elsewhere)), {
        what: 'a bare row, likewise',
        times: timesOf(runs.flatMap((r) => r.bareEdits)),
      }),
      ratio: timesOf(runs.map((r) => timesOf(r.edits.elsewhere).median / timesOf(r.bareEdits).median)).median,
    },
    figure('edit, acknowledged', timesOf(runs.flatMap((r) => r.edits.durable)), null),
  ];
}

function linesOf(runs: readonly SyncRun[]): string[] {
  const median = (pick: (run: SyncRun) => number) => timesOf(runs.map(pick)).median;
  const p95 = (samples: readonly number[]) =>
    [...samples].sort((a, b) => a - b)[Math.ceil(samples.length * 0.95) - 1] ?? Number.NaN;
  return [
    `payload ${(median((r) => r.payload) / MB).toFixed(2)} MB, gzip ${(median((r) => r.payloadGzip) / MB).toFixed(2)} MB`,
    `bytes up of a push ${(median((r) => r.push.up) / MB).toFixed(2)} MB = ${median((r) => r.push.up / r.payloadGzip).toFixed(3)} × gzip; down ${median((r) => r.push.down).toFixed(0)}`,
    `bytes down of a pull ${(median((r) => r.pull.down) / MB).toFixed(2)} MB = ${median((r) => r.pull.down / r.payloadGzip).toFixed(3)} × gzip; up ${median((r) => r.pull.up).toFixed(0)}`,
    `edit p95: at the other desk ${p95(runs.flatMap((r) => r.edits.elsewhere)).toFixed(2)} ms, acknowledged ${p95(runs.flatMap((r) => r.edits.durable)).toFixed(2)} ms; a bare row ${p95(runs.flatMap((r) => r.bareEdits)).toFixed(2)} ms`,
    `one row a commit, in the same run: SQLite ${median((r) => r.commit.sqlite).toFixed(2)} ms, PostgreSQL ${median((r) => r.commit.postgres).toFixed(2)} ms; an edit waits for two and one of them`,
    `bytes per edit, all ways ${median((r) => r.edits.bytesEach).toFixed(0)}; idle resync ${median((r) => r.idle).toFixed(0)}`,
    `peak memory, MiB: stations from the bundle: author ${median((r) => r.peakMiB.author).toFixed(0)}, reader ${median((r) => r.peakMiB.reader).toFixed(0)}, centre ${median((r) => r.peakMiB.centre).toFixed(0)}`,
  ];
}

function growthOf(runs: readonly SyncRun[], large: readonly SyncRun[]): string[] {
  if (large.length === 0) return [];
  const each = (all: readonly SyncRun[], way: 'push' | 'pull') =>
    timesOf(all.map((run) => (1_000 * run[way].time) / run.records)).median;
  return (['push', 'pull'] as const).map((way) => {
    const [small, big] = [each(runs, way), each(large, way)];
    return `${way} per record: ${small.toFixed(1)} µs of ${runs[0]?.records}, ${big.toFixed(1)} µs of ${large[0]?.records} = ${(big / small).toFixed(2)} ×`;
  });
}
