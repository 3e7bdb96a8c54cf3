import { parseArgs } from 'node:util';
import { runSeed, shrink } from './run.ts';
import { type Stage, setStage } from './stage.ts';

/**
 * Plays seeds one after another in a process of its own and writes one line of JSON for each that fails, and for what was
 * done: `node tests/simulation/worker.ts --from 1 --count 1000 --step 2 [--plant NAME] [--until-first]`.
 */
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    /** The distance from one seed to the next: two workers share a row of seeds. */
    step: { type: 'string', default: '1' },
    plant: { type: 'string' },
    'until-first': { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
  },
});
const [from, count, step] = [Number(values.from), Number(values.count), Number(values.step)];
const plant = values.plant ?? null;
/** Worlds on one stage: the rows that they leave behind in the database cost time. */
const STAGE_LASTS = 2_000;
const TIDY_EVERY = 100;

/** What an abandoned engine says when its database is closed under it is no fault: it is dead. */
process.on('unhandledRejection', (error) => {
  if (/database connection is not open/.test(String((error as Error)?.message))) return;
  throw error;
});

function say(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

let stage: Stage | null = null;
let entries = 0;
let done = 0;
let failed = 0;
for (let index = 0; index < count; index += 1) {
  const seed = from + index * step;
  if (!stage || index % STAGE_LASTS === 0) {
    await stage?.close();
    stage = await setStage();
  }
  if (index % TIDY_EVERY === TIDY_EVERY - 1) await stage.ledger.tidy();
  let outcome = await runSeed(stage, seed, plant);
  done += 1;
  entries += outcome.entries;
  if (outcome.faults.length > 0) {
    failed += 1;
    if (values.shrink) outcome = await shrink(stage, seed, plant);
    say({ failed: seed, faults: outcome.faults, trace: outcome.trace });
    if (values['until-first'] || failed >= 5) break;
  }
  if (index % 100 === 99) say({ at: seed, done, entries });
}
await stage?.close();
say({ done, entries, failed });
process.exit(0);
