import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from './random-commands/dice.ts';
import { INSTITUTIONS } from './random-commands/institutions.ts';
import { aMove, Run } from './random-commands/run.ts';

/** Commands over all institutions; `JIESU_COMMANDS` makes the long profile. */
const COMMANDS = Number(process.env.JIESU_COMMANDS ?? 4_000);
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);
/** Commands in one life at most; half as many on the average. */
const LIFE = 60;

const life = fc.record({
  institution: fc.nat(INSTITUTIONS.length - 1),
  complaint: fc.nat(100),
  ahead: fc.record({ steps: fc.nat(12), dice: fc.nat() }),
  moves: fc.array(aMove, { maxLength: LIFE, size: 'max' }),
});

describe(`${COMMANDS} random commands on two desks (seed ${SEED})`, () => {
  let tried = 0;
  let carried = 0;

  it('never get a case stuck, let no illegal step pass, leave nothing half done, and fold alike everywhere', () => {
    fc.assert(
      fc.property(life, ({ institution, complaint, ahead, moves }) => {
        const { profile, records } = INSTITUTIONS[institution] ?? { profile: null, records: [] };
        const record = records[complaint % records.length];
        if (!profile || !record) throw new Error('no institution');
        const run = new Run(profile, record);
        try {
          run.goAhead(ahead.steps, new Dice(ahead.dice));
          for (const one of moves) run.play(one);
          run.finish();
          tried += run.tried;
          carried += run.carried;
        } catch (error) {
          throw new Error(`${(error as Error).message}\n${profile.id}\n${run.journal.join('\n')}`, { cause: error });
        }
      }),
      { seed: SEED, numRuns: Math.ceil(COMMANDS / (LIFE / 3)) },
    );
    console.info(`random commands: ${tried} tried, ${carried} carried out, seed ${SEED}`);
    expect(tried).toBeGreaterThanOrEqual(COMMANDS);
    expect(carried).toBeGreaterThan(tried / 10);
  }, 3_600_000);
});
