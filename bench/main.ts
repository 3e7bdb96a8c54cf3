import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCounting } from './counting.ts';
import { fillCases } from './dataset.ts';
import { openWorkspace } from './desk.ts';
import { benchDuplicates } from './duplicates.ts';
import { benchFirstByte } from './first-byte.ts';
import { benchLoad } from './load/main.ts';
import { benchPrint } from './print.ts';
import { benchReady } from './ready.ts';
import { benchRecompute } from './recompute.ts';
import { benchSave } from './save.ts';
import { benchSearch } from './search.ts';
import type { Figure, Times } from './statistics.ts';
import { benchSync } from './sync/main.ts';
import { benchWorklist } from './worklist.ts';

type Name = (typeof NAMES)[number];

const NAMES = [
  'save',
  'search',
  'worklist',
  'duplicates',
  'counting',
  'ready',
  'print',
  'first-byte',
  'recompute',
  'sync',
  'load',
] as const;
/** Those that look through many cases. */
const ON_MANY: readonly Name[] = ['worklist', 'search', 'duplicates', 'counting'];

const HELP = `Measures the desk against the raw limits of the same machine, in the same run.

Usage   npm run bench -- [options] [NAME …]

  NAME          one of ${NAMES.join(', ')}; left out: all but load
  --only NAME   the same
  --quick       fewer cases and fewer runs: to see that it works, not to quote
  --json        one JSON object instead of the table
  --help        this text

Each figure is the median of its runs (least–most). A ratio is the desk's median over that of the raw limit; the two take
turns. How and what is not measured: docs/performance.md`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const asked = [...(values.only ?? []), ...positionals];
const unknown = asked.find((name) => !NAMES.some((known) => known === name));
if (values.help) process.stdout.write(`${HELP}\n`);
else if (unknown !== undefined) {
  process.stderr.write(`${unknown}: one of ${NAMES.join(', ')}\n`);
  process.exitCode = 2;
}
// Hundreds of stations and a million rows are for those who ask for them by name.
else await run(NAMES.filter((name) => (asked.length === 0 ? name !== 'load' : asked.includes(name))));

async function run(names: readonly Name[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jiesu-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const stop = () => {
    remove();
    process.exit(130);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const results: Partial<Record<Name, Figure[]>> = {};
    const keep = (name: Name, figures: Figure[]) => {
      results[name] = figures;
      if (!values.json) print(name, figures);
    };
    if (!values.json) process.stdout.write(`${machine()}\n`);
    // The start is measured first, before this process has filled the machine's memory with cases.
    if (names.includes('ready')) keep('ready', await benchReady(folder, values.quick));
    if (names.includes('save')) keep('save', await benchSave(folder, values.quick));
    if (names.some((name) => ON_MANY.includes(name))) await onManyCases(folder, names, keep);
    if (names.includes('recompute')) keep('recompute', await onOneCalendarMore(folder, values.quick));
    if (names.includes('print')) keep('print', await benchPrint(values.quick));
    if (names.includes('first-byte')) keep('first-byte', await benchFirstByte(values.quick));
    if (names.includes('sync')) {
      const { figures, lines } = await benchSync(folder, values.quick);
      keep('sync', figures);
      for (const line of lines) (values.json ? process.stderr : process.stdout).write(`  ${line}\n`);
    }
    if (names.includes('load')) {
      const { figures, lines } = await benchLoad(folder, values.quick);
      keep('load', figures);
      for (const line of lines) (values.json ? process.stderr : process.stdout).write(`  ${line}\n`);
    }
    if (values.json) process.stdout.write(`${JSON.stringify({ machine: machine(), quick: values.quick, results })}\n`);
  } finally {
    remove();
  }
}

/** Those that look through many cases share one station: filling it takes longer than measuring. */
async function onManyCases(folder: string, names: readonly Name[], keep: (name: Name, figures: Figure[]) => void) {
  const workspace = await openWorkspace(join(folder, 'many'));
  try {
    const count = values.quick ? 20_000 : 200_000;
    const start = performance.now();
    fillCases(workspace, count);
    const seconds = Math.round((performance.now() - start) / 1000);
    if (!values.json) process.stdout.write(`\n(${count.toLocaleString('en')} cases made in ${seconds} s)\n`);
    if (names.includes('worklist')) keep('worklist', await benchWorklist(workspace, values.quick));
    if (names.includes('duplicates')) keep('duplicates', await benchDuplicates(workspace, values.quick));
    if (names.includes('counting')) keep('counting', await benchCounting(workspace, values.quick));
    if (names.includes('search')) keep('search', await benchSearch(workspace, values.quick));
  } finally {
    workspace.db.close();
  }
}

/** A station of its own: 20,000 cases, every second of them open. */
async function onOneCalendarMore(folder: string, quick: boolean): Promise<Figure[]> {
  const workspace = await openWorkspace(join(folder, 'recompute'));
  try {
    fillCases(workspace, quick ? 2_000 : 20_000);
    return await benchRecompute(workspace);
  } finally {
    workspace.db.close();
  }
}

function machine(): string {
  const model = cpus()[0]?.model.trim() || process.arch;
  return `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores (${model}), Node ${process.versions.node}`;
}

function print(name: Name, figures: readonly Figure[]): void {
  process.stdout.write(`\n${name}\n`);
  for (const { name: what, ours, bare, ratio } of figures) {
    const against = bare && ratio !== null ? `  ${words(bare.times)} ${bare.what}  = ${ratio.toPrecision(3)} ×` : '';
    process.stdout.write(`  ${what}: ${words(ours)}${against}\n`);
  }
}

function words({ median, min, max, runs }: Times): string {
  const digits = (ms: number) => (ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3));
  return runs === 1 ? `${digits(median)} ms` : `${digits(median)} ms (${digits(min)}–${digits(max)})`;
}
