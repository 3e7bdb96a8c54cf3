import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE_COUNCIL_CALENDAR as calendar } from '../domain/calendar/holidays.ts';
import { admit } from '../domain/case-file/admit.ts';
import { seenBy } from '../domain/case-file/seen.ts';
import type { Entry } from '../domain/contract/entries.ts';
import type { ErrorCode } from '../domain/contract/errors.ts';
import { requiresSignature } from '../domain/regimes/intake.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';
import { Dice } from './random-commands/dice.ts';
import { INSTITUTIONS } from './random-commands/institutions.ts';
import { aMove, Run } from './random-commands/run.ts';

const LIVES = Number(process.env.JIESU_LIVES ?? 120);
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);

const life = fc.record({
  institution: fc.nat(INSTITUTIONS.length - 1),
  complaint: fc.nat(100),
  ahead: fc.record({ steps: fc.nat(12), dice: fc.nat() }),
  moves: fc.array(aMove, { maxLength: 40, size: 'max' }),
});

/** What the centre holds at the end of a random life, in its order. */
function lived(one: typeof life extends fc.Arbitrary<infer L> ? L : never): { profile: Profile; centre: Entry[] } {
  const { profile, records } = INSTITUTIONS[one.institution] ?? { records: [] };
  const record = records[one.complaint % records.length];
  if (!profile || !record) throw new Error('no institution');
  const run = new Run(profile, record);
  run.goAhead(one.ahead.steps, new Dice(one.ahead.dice));
  for (const move of one.moves) run.play(move);
  run.finish();
  return { profile, centre: [...run.hall.centre] };
}

function judged(profile: Profile, before: readonly Entry[], entry: Entry): ErrorCode | null {
  return admit(profile, seenBy(entry, before), entry, { calendar });
}

/** Changes a payload's member. */
const said = (entry: Entry, change: Record<string, unknown>): Entry =>
  ({ ...entry, payload: { ...entry.payload, ...change } }) as Entry;

/** Kinds that need a role in every regime. */
const BY_ROLE: ReadonlySet<Entry['kind']> = new Set([
  'accepted',
  'refused',
  'approved',
  'assigned',
  'replied',
  'fed_back',
  'closed',
  'archived',
  'recorded',
  'returned',
  'redo_ordered',
  'extension_decided',
  'reclassified',
  'urged',
  'merged',
] as const);

/** Members that `decide` adds of itself. */
const DECIDED: Partial<Record<Entry['kind'], string>> = {
  refused: 'groundText',
  recorded: 'name',
  reclassified: 'from',
  replied: 'unit',
  returned: 'unit',
  redo_ordered: 'unit',
  extension_decided: 'promisedDate',
  marked: 'of',
};

describe(`what the centre lets into a case (${LIVES} lives, seed ${SEED})`, () => {
  it('is all that the desks of all institutions decide, line or no line', () => {
    let judgedOnes = 0;
    fc.assert(
      fc.property(life, (one) => {
        const { profile, centre } = lived(one);
        for (const [at, entry] of centre.entries()) {
          judgedOnes += 1;
          const code = judged(profile, centre.slice(0, at), entry);
          if (code !== null) throw new Error(`${profile.id} ${at} ${entry.kind}: ${code} ${JSON.stringify(entry)}`);
        }
      }),
      { seed: SEED, numRuns: LIVES },
    );
    expect(judgedOnes).toBeGreaterThan(LIVES * 5);
  }, 600_000);

  it('is nothing decided without the role, out of turn, in another name or with invented words', () => {
    const caught = new Map<string, number>();
    fc.assert(
      fc.property(life, (one) => {
        const { profile, centre } = lived(one);
        const refused = (what: string, before: readonly Entry[], entry: Entry) => {
          if (judged(profile, before, entry) === null) {
            throw new Error(`${what} passed: ${profile.id} ${JSON.stringify(entry)}`);
          }
          caught.set(what, (caught.get(what) ?? 0) + 1);
        };
        for (const [at, entry] of centre.entries()) {
          const before = centre.slice(0, at);
          if (BY_ROLE.has(entry.kind)) {
            refused('no role', before, { ...entry, actor: { ...entry.actor, roles: [] } });
            refused('alien role', before, { ...entry, actor: { ...entry.actor, roles: ['emperor'] } });
          }
          const invented = DECIDED[entry.kind];
          if (invented) refused('invented words', before, said(entry, { [invented]: '编造' }));
          if (entry.kind === 'accepted') {
            refused('accepted again', [...before, entry], {
              ...entry,
              baseRevision: entry.baseRevision + 1,
            });
            refused('category of nobody', before, said(entry, { category: 'nobody' }));
            const first = centre[0];
            const signed = first?.kind === 'registered' && requiresSignature(profile, first.payload.record);
            if (signed && entry.stationId === first.stationId) {
              refused(
                'no signature',
                before.filter((other) => other.kind !== 'signed'),
                {
                  ...entry,
                  baseRevision: entry.baseRevision - 1,
                },
              );
            }
          }
          if (entry.kind === 'closed' && entry.baseRevision === at) {
            const needed = before.filter((other) => other.kind === 'registered' || other.kind === 'signed');
            const skips = profile.workflow.some((step) => step.action === 'accept');
            if (skips) refused('steps skipped', needed, { ...entry, baseRevision: needed.length });
          }
          if (entry.kind === 'registered') {
            refused('number of another station', [], said(entry, { number: 'XX01-20260302-0001-K' }));
            refused(
              'nothing told',
              [],
              said(entry, { record: { ...entry.payload.record, channel: 'carrier_pigeon' } }),
            );
            refused('another version', [], said(entry, { regime: { id: profile.id, version: '0' } }));
          }
        }
      }),
      { seed: SEED, numRuns: LIVES },
    );
    console.info(`refused: ${[...caught].map(([what, n]) => `${what} ${n}`).join(', ')}`);
    for (const what of ['no role', 'alien role', 'invented words', 'accepted again', 'no signature', 'steps skipped'])
      expect(caught.get(what) ?? 0, what).toBeGreaterThan(0);
  }, 600_000);

  it('says that it lacks the regime, rather than judging by another', () => {
    const { profile, centre } = lived({ institution: 0, complaint: 0, ahead: { steps: 3, dice: 1 }, moves: [] });
    const [first] = centre;
    if (!first) throw new Error('nothing lived');
    expect(admit(null, null, first, { calendar })).toBe('regime_version_missing');
    expect(judged(profile, [], first)).toBeNull();
  });
});
