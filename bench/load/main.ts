import { join } from 'node:path';
import { figure, timesOf } from '../statistics.ts';
import { Child } from '../sync/child.ts';
import type { SyncReport } from '../sync/main.ts';
import { withPostgres } from '../sync/measure.ts';
import { measureGrowth } from './growth.ts';
import type { LoadResult } from './load-process.ts';
import type { Share } from './share.ts';

const here = (name: string) => join(import.meta.dirname, name);
const WORKERS = 2;
/** Of one institution: a supervision office that sees all, and windows. */
const STATIONS_TOGETHER = 10;

/** Hundreds of stations against one process of the centre, then the cost of an entry beside ever more stored ones. */
export async function benchLoad(folder: string, quick: boolean): Promise<SyncReport> {
  return withPostgres(async (postgres) => {
    const [count, seconds] = quick ? [100, 20] : [500, 75];
    const load = await measureLoad(join(folder, 'load'), postgres.newDatabase(), count, seconds);
    const answers = [
      figure(`${count} stations, answer to the first push`, timesOf(load.firsts), null),
      figure(`${count} stations, answer to a later push`, timesOf(load.answers), null),
    ];
    const sizes = quick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000];
    const growth = await measureGrowth(join(folder, 'growth'), postgres.newDatabase(), sizes);
    return { figures: [...answers, ...growth.figures], lines: [...linesOf(load, seconds), ...growth.lines] };
  });
}

interface Load extends Omit<LoadResult, 'share'> {
  centre: Share;
  askers: Share[];
}

async function measureLoad(folder: string, databaseUrl: string, count: number, seconds: number): Promise<Load> {
  const children: Child[] = [];
  const start = (script: string) => {
    const child = new Child(here(script));
    children.push(child);
    return child;
  };
  try {
    const centre = start('centre-process.ts');
    const port = await centre.ask<number>('start', { folder, databaseUrl });
    const workers = Array.from({ length: WORKERS }, () => start('load-process.ts'));
    const invited: { code: string; enrolCode: string }[] = [];
    for (let n = 0; n < count; n += 1) {
      const code = `L${String(n).padStart(4, '0')}`;
      const kind = n % STATIONS_TOGETHER === 0 ? 'supervision_office' : 'hall_window';
      const institution = `load-${Math.floor(n / STATIONS_TOGETHER)}`;
      invited.push({ code, enrolCode: await centre.ask<string>('invite', { code, kind, institution }) });
    }
    await Promise.all(
      workers.map((worker, w) => worker.ask('enrol', { port, invited: invited.filter((_, n) => n % WORKERS === w) })),
    );
    await centre.ask('share');
    const results = await Promise.all(workers.map((worker) => worker.ask<LoadResult>('run', { seconds })));
    return {
      stations: results.flatMap((result) => result.stations),
      firsts: results.flatMap((result) => result.firsts),
      answers: results.flatMap((result) => result.answers),
      errors: results.flatMap((result) => result.errors),
      centre: await centre.ask<Share>('share'),
      askers: results.map((result) => result.share),
    };
  } finally {
    for (const child of children.reverse()) await child.stop();
  }
}

function linesOf({ stations, firsts, answers, errors, centre, askers }: Load, seconds: number): string[] {
  const pushed = stations.map((station) => station.pushed).sort((a, b) => a - b);
  const total = pushed.reduce((sum, one) => sum + one, 0);
  const fed = stations.reduce((sum, station) => sum + station.fed, 0);
  const p95 = [...answers].sort((a, b) => a - b)[Math.ceil(answers.length * 0.95) - 1] ?? Number.NaN;
  const middle = pushed[Math.floor(pushed.length / 2)];
  return [
    `${stations.length} stations for ${seconds} s: ${errors.length} errors${errors[0] ? ` (${errors[0]})` : ''}, ${total} entries pushed in ${firsts.length + answers.length} pushes, ${fed} fed`,
    `entries a station: least ${pushed[0]}, median ${middle}, most ${pushed.at(-1)}; answer p95 ${p95.toFixed(1)} ms; centre ${(centre.busy / total).toFixed(0)} µs an entry`,
    `the centre ${shareOf(centre, seconds)}; those who ask ${askers.map((asker) => shareOf(asker, seconds)).join(', ')}`,
  ];
}

/** Share of one core, and how late the event loop was. */
function shareOf({ busy, late }: Share, seconds: number): string {
  const percent = (busy / 1e4 / seconds).toFixed(0);
  return `${percent} % of a core, its loop ${late.p50.toFixed(1)} ms late (p99 ${late.p99.toFixed(1)})`;
}
