import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from './random-commands/dice.ts';
import { INSTITUTIONS } from './random-commands/institutions.ts';
import { type Move, Run } from './random-commands/run.ts';
import { OFFICERS } from './random-commands/wishes.ts';

/** Commands over all institutions; `JIESU_COMMANDS` makes the long profile. */
const COMMANDS = Number(process.env.JIESU_COMMANDS ?? 4_000);
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);
/** Commands in one life at most; half as many on the average. */
const LIFE = 60;

const move = fc.record<Move>({
  station: fc.constantFrom(0, 1),
  officer: fc.nat(OFFICERS.length - 1),
  speaks: fc.constantFrom('waited', 'waited', 'one', 'all', 'all', 'none'),
  wish: fc.constantFrom('waited', 'waited', 'waited', 'offered', 'turn', 'turn', 'any'),
  dice: fc.nat(),
  minutes: fc.oneof(fc.constant(0), fc.nat(600), fc.nat(6_000)),
  sync: fc.constantFrom('none', 'none', 'push', 'pull', 'both', 'both'),
});
const life = fc.record({
  institution: fc.nat(INSTITUTIONS.length - 1),
  complaint: fc.nat(100),
  ahead: fc.record({ steps: fc.nat(12), dice: fc.nat() }),
  moves: fc.array(move, { maxLength: LIFE, size: 'max' }),
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
