import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DutyRules } from '../regimes/profile-schema.ts';
import { movedByDays, onRosterAt, type RosterShift, rosterFaults } from './roster.ts';

const RULES: DutyRules = {
  coverage: 'all_day',
  leaders: { min: 1, max: 1, roles: ['duty_leader'] },
  officers: { min: 1, max: 2, roles: ['duty_officer'] },
  handoverItems: [],
  restrictedTo: [],
  source: '',
};
const DAY = { from: '2026-11-22T00:00:00+08:00', to: '2026-11-23T00:00:00+08:00' };
const START = Date.parse(DAY.from);
const MINUTE = 60_000;

const at = (minute: number): string =>
  `${new Date(START + minute * MINUTE + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
let serial = 0;
const turn = (post: RosterShift['post'], who: string, from: number, to: number): RosterShift => ({
  id: `s${serial++}`,
  officerId: who,
  officerName: who,
  post,
  startsAt: at(from),
  endsAt: at(to),
});
const roles = (who: string): string[] => (who.startsWith('l') ? ['duty_leader'] : ['duty_officer']);
const faults = (shifts: RosterShift[], rules = RULES) => rosterFaults(shifts, rules, DAY, roles);
const minutesOf = (span: { from: string; to: string }) =>
  [Date.parse(span.from), Date.parse(span.to)].map((ms) => (ms - START) / MINUTE);

describe('the roster', () => {
  const anyTurn = fc
    .tuple(
      fc.constantFrom('leader', 'officer'),
      fc.constantFrom('l1', 'l2', 'o1', 'o2', 'o3'),
      fc.integer(),
      fc.integer(),
    )
    .map(([post, who, a, b]) => {
      const from = (Math.abs(a) % 1_700) - 130;
      return turn(post as RosterShift['post'], who, from, from + (Math.abs(b) % 900));
    });

  it('finds gaps exactly where nobody covers, and too few or too many exactly where they are', () => {
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 12 }), (shifts) => {
        const found = faults(shifts);
        // Every minute of the day is asked in turn, which is slow and cannot be wrong.
        for (let minute = 0; minute < 1_440; minute += 1) {
          const there = onRosterAt(shifts, at(minute));
          const count = (post: RosterShift['post']) =>
            new Set(there.filter((shift) => shift.post === post).map((shift) => shift.officerId)).size;
          const told = found
            .filter((fault) => {
              const [from = 0, to = 0] = minutesOf(fault);
              return fault.kind !== 'post' && from <= minute && minute < to;
            })
            .map((fault) => (fault.kind === 'gap' ? 'gap' : fault.kind === 'post' ? '' : `${fault.kind} ${fault.post}`))
            .sort();
          const expected: string[] = [];
          if (there.length === 0) expected.push('gap');
          else if (count('leader') < 1) expected.push('few leader');
          if (count('leader') > 1) expected.push('many leader');
          if (there.length > 0 && count('officer') < 1) expected.push('few officer');
          if (count('officer') > 2) expected.push('many officer');
          if (told.join() !== expected.sort().join()) return false;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });

  it('tells one gap once, however many other turns end beside it', () => {
    const shifts = [turn('leader', 'l1', 0, 480), turn('officer', 'o1', 0, 480), turn('leader', 'l1', 720, 1_440)];
    expect(
      faults(shifts)
        .filter((fault) => fault.kind === 'gap')
        .map(minutesOf),
    ).toEqual([[480, 720]]);
  });

  it('counts nobody twice, and names who stands at a post that is not theirs', () => {
    const shifts = [turn('leader', 'o9', 0, 1_440), turn('officer', 'o1', 0, 1_440), turn('officer', 'o1', 60, 120)];
    expect(faults(shifts)).toMatchObject([{ kind: 'post', person: 'o9', post: 'leader' }]);
  });

  it('asks no night watch of a hall with service hours, but still counts heads', () => {
    const hall = { ...RULES, coverage: 'service_hours' as const };
    expect(faults([turn('officer', 'o1', 540, 1_020)], hall)).toEqual([]);
    const crowd = ['o1', 'o2', 'o3'].map((who) => turn('officer', who, 540, 1_020));
    expect(faults(crowd, hall)).toMatchObject([{ kind: 'many', post: 'officer', wanted: 2 }]);
  });

  it('moves a week across a month end, with ids of its own', () => {
    const [moved] = movedByDays([turn('officer', 'o1', 22 * 60, 32 * 60)], 14, () => 'new');
    expect(moved).toMatchObject({
      id: 'new',
      startsAt: '2026-12-06T22:00:00+08:00',
      endsAt: '2026-12-07T08:00:00+08:00',
    });
  });
});
