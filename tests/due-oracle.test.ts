import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProfiles } from '../core/load-profiles.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { askDue } from '../domain/regimes/ask-due.ts';
import { dueQuestionSchema } from '../domain/regimes/due-question.ts';
import { expected, type Question } from './due-oracle/answer.ts';
import { EXAMPLES } from './due-oracle/examples.ts';
import { question } from './due-oracle/questions.ts';
import { RULES } from './due-oracle/rules.ts';

const profiles = loadProfiles();
const RUNS = 10_000;
/** The same questions every time; `DUE_ORACLE_SEED` asks others. */
const seed = Number(process.env.DUE_ORACLE_SEED ?? 20_261_231);

function ours(asked: Question) {
  const profile = profiles.get(asked.regime);
  if (!profile) throw new Error(asked.regime);
  return askDue(profile, dueQuestionSchema.parse(asked), STATE_COUNCIL_CALENDAR);
}

describe('two ways of counting', () => {
  it(`agree on ${RUNS} questions under all regimes, 2010 to 2026`, () => {
    // A failure prints the seed, the path and the smallest question.
    fc.assert(
      fc.property(question, (asked) => {
        const { due, provisional } = ours(asked);
        expect({ due, provisional }).toEqual(expected(asked));
      }),
      { numRuns: RUNS, seed },
    );
  });

  it('are asked about every limit of every profile that counts', () => {
    for (const profile of profiles.all()) {
      const limits = profile.limits.filter((limit) => limit.before === undefined).map((limit) => limit.id);
      expect([profile.id, Object.keys(RULES[profile.id]?.limits ?? {}).sort()]).toEqual([profile.id, limits.sort()]);
      const extensions = profile.extensions.map((extension) => extension.id);
      expect(Object.keys(RULES[profile.id]?.ext ?? {})).toEqual(extensions);
    }
  });

  it('show as many counted days as the limit has, the last of them the due date', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const rule = RULES[asked.regime]?.limits[asked.limit ?? ''];
        if (asked.kind !== 'due' || rule?.[1] !== 'wd' || asked.agreed_date || asked.promised_date) return;
        const { due, proof } = ours(asked);
        if (asked.event === 'order_received' && asked.limit === 'lim_contact') return;
        const days = proof.days.filter((day) => day.counted).map((day) => day.date);
        expect([days.length, days.at(-1), proof.rule === '']).toEqual([rule[0], due, false]);
      }),
      { numRuns: 2_000, seed },
    );
  });
});

describe('every example that the conventions and the records give', () => {
  it.each(EXAMPLES)('$id', ({ due, provisional, ...asked }) => {
    expect(ours(asked)).toMatchObject({ due, provisional: provisional ?? false });
    expect(expected(asked)).toEqual({ due, provisional: provisional ?? false });
  });
});
