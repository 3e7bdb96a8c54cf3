import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProfile } from '../regimes/profile.ts';
import type { Consequence } from '../regimes/profile-schema.ts';
import { type ConsequenceCount, countConsequences } from './consequences.ts';
import type { CountedEvent, Subject } from './events.ts';

const folder = new URL('../regimes/profiles/', import.meta.url);
const consequencesOf = (regime: string): Consequence[] =>
  parseProfile(readFileSync(new URL(`${regime}.yaml`, folder), 'utf8'), regime).consequences ?? [];

let made = 0;
function verified(at: string, name: string, kind: Subject['kind'] = 'window'): CountedEvent {
  made += 1;
  return { at, of: 'verified_complaint', subject: { kind, name }, caseId: `c${made}` };
}
const standing = (counts: ConsequenceCount[], id: string, name: string) =>
  counts.find((one) => one.consequence.id === id && one.subject.name === name)?.standing;

describe('唐河: verified complaints of a window in the calendar year', () => {
  const rules = consequencesOf('tanghe');

  it('bars from 红旗窗口 at two, demands the report at three, and starts anew on New Year', () => {
    const events = [
      verified('2025-12-31', '医保窗口'),
      verified('2026-01-01', '医保窗口'),
      verified('2026-06-30', '医保窗口'),
    ];
    const counts = countConsequences(rules, events, '2026-12-31');
    expect(standing(counts, 'csq_2', '医保窗口')).toBe('reached');
    expect(standing(counts, 'csq_3', '医保窗口')).toBe('one_short');
    const lastYear = countConsequences(rules, events, '2025-12-31');
    expect(standing(lastYear, 'csq_2', '医保窗口')).toBe('one_short');
    const third = countConsequences(rules, [...events, verified('2026-12-31', '医保窗口')], '2026-12-31');
    expect(standing(third, 'csq_3', '医保窗口')).toBe('reached');
  });

  it('names as 没有被投诉的 only who is known and was not complained about this year', () => {
    const known: Subject[] = ['户籍窗口', '医保窗口'].map((name) => ({ kind: 'window', name }));
    const complaint: CountedEvent = { ...verified('2026-03-01', '医保窗口'), of: 'complaint' };
    const counts = countConsequences(rules, [complaint], '2026-11-22', known);
    expect(standing(counts, 'rew_zero', '户籍窗口')).toBe('reached');
    expect(standing(counts, 'rew_zero', '医保窗口')).toBe('below');
  });

  it('counts what a person noted against whatever name was written', () => {
    const praise: CountedEvent = {
      at: '2026-05-05',
      of: 'written_praise',
      subject: { kind: 'named', name: '户籍窗口' },
      caseId: 'p',
    };
    expect(standing(countConsequences(rules, [praise], '2026-11-22'), 'rew_praise', '户籍窗口')).toBe('reached');
  });
});

describe('首办责任制: verified complaints of a person within twelve months', () => {
  const rules = consequencesOf('shouban');
  const at = (...dates: string[]) => dates.map((date) => verified(date, '样例员', 'person'));

  it('goes from 诫勉 to 通报批评 to 处分, one at a time', () => {
    const reached = (dates: string[]) =>
      countConsequences(rules, at(...dates), '2026-11-22')
        .filter((one) => one.standing === 'reached')
        .map((one) => one.consequence.id);
    expect(reached(['2026-01-05'])).toEqual(['csq_1']);
    expect(reached(['2026-01-05', '2026-02-05'])).toEqual(['csq_2']);
    expect(reached(['2026-01-05', '2026-02-05', '2026-11-22', '2026-11-22'])).toEqual(['csq_3']);
  });

  it.each([
    ['2025-11-22', '2026-11-22', true],
    ['2025-11-21', '2026-11-22', false],
    ['2024-02-29', '2025-02-28', true],
    ['2024-02-29', '2025-03-01', false],
    ['2027-02-28', '2028-02-28', true],
    ['2027-02-28', '2028-02-29', false],
    ['2026-11-23', '2026-11-22', false],
  ])('what happened on %s counts on %s: %s', (event, day, counted) => {
    expect(countConsequences(rules, at(event), day).some((one) => one.count === 1)).toBe(counted);
  });
});

describe('宿州: a work order', () => {
  it('sent back twice is reached, once is one short; the sum of all rules before counts each', () => {
    const redo = (at: string): CountedEvent => ({
      at,
      of: 'consecutive_returns',
      subject: { kind: 'order', name: 'SZ-1' },
      caseId: 'o1',
    });
    const rules = consequencesOf('suzhou12345');
    expect(standing(countConsequences(rules, [redo('2026-01-01')], '2026-11-22'), 'csq_3', 'SZ-1')).toBe('one_short');
    const twice = countConsequences(rules, [redo('2026-01-01'), redo('2026-01-09')], '2026-11-22');
    expect(standing(twice, 'csq_3', 'SZ-1')).toBe('reached');
    expect(twice.find((one) => one.consequence.id === 'csq_3')?.cases).toEqual(['o1']);
    const leak: CountedEvent = {
      ...redo('2026-02-02'),
      of: 'leak_to_respondent',
      subject: { kind: 'unit', name: '某局' },
    };
    expect(standing(countConsequences(rules, [leak], '2026-11-22'), 'csq_mode', '某局')).toBe('reached');
  });
});

/** Counts the slow way: walks every day of the window, and on each day every event. */
function naiveCount(window: Consequence['trigger']['window'], dates: readonly string[], day: string): number {
  const iso = (time: Date) => time.toISOString().slice(0, 10);
  const sameDayNextYear = (date: string) => {
    const [y = 0, m = 0, d = 0] = date.split('-').map(Number);
    const there = new Date(Date.UTC(y + 1, m - 1, d));
    return iso(there.getUTCMonth() === m - 1 ? there : new Date(Date.UTC(y + 1, m, 0)));
  };
  let count = 0;
  for (let back = 0; back <= 3_000; back += 1) {
    const date = iso(new Date(Date.parse(`${day}T00:00:00Z`) - back * 86_400_000));
    const inside =
      window === 'none' ||
      (window === 'calendar_year' && date.startsWith(day.slice(0, 4))) ||
      (window === 'month' && date.startsWith(day.slice(0, 7))) ||
      (window === 'one_year' && sameDayNextYear(date) >= day);
    if (inside) count += dates.filter((one) => one === date).length;
  }
  return count;
}

describe('any events, any day', () => {
  const START = Date.parse('2023-01-01T00:00:00Z');
  const date = fc
    .integer({ min: 0, max: 1_800 })
    .map((n) => new Date(START + n * 86_400_000).toISOString().slice(0, 10));

  it('are counted as one counts by hand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(date, fc.constantFrom('甲', '乙')), { maxLength: 20 }),
        date,
        fc.constantFrom('calendar_year' as const, 'one_year' as const, 'month' as const, 'none' as const),
        fc.integer({ min: 1, max: 3 }),
        (happened, day, window, wanted) => {
          const rule: Consequence = {
            id: 'r',
            trigger: { count: wanted, op: 'gte', of: 'verified_complaint', per: 'window', window },
            effect: '提示',
            source: '样例',
          };
          const counts = countConsequences(
            [rule],
            happened.map(([at, name]) => verified(at, name)),
            day,
          );
          for (const name of ['甲', '乙']) {
            const own = happened.filter(([, who]) => who === name).map(([at]) => at);
            const expected = naiveCount(window, own, day);
            const got = counts.find((one) => one.subject.name === name);
            expect(got?.count ?? 0).toBe(expected);
            expect(got?.standing === 'reached').toBe(expected >= wanted);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
