import { describe, expect, it } from 'vitest';
import { STATE_COUNCIL_CALENDAR } from '../calendar/holidays.ts';
import type { Report } from '../regimes/profile-schema.ts';
import { nextPeriod, periodId, periodName, periodOf, previousPeriod } from './periods.ts';
import { reportDues } from './report-dues.ts';

const report = (period: Report['period'], due: Report['due']): Report => ({
  id: 'st',
  what: '报送情况',
  roles: [],
  to: null,
  period,
  due,
  source: '样例',
});
const dues = (one: Report, today: string) =>
  reportDues(one, today, STATE_COUNCIL_CALENDAR).map((due) => [due.periodId, due.dueOn]);

describe('periods', () => {
  it('are whole, leap February included, and follow each other over New Year', () => {
    expect(periodOf('month', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(periodOf('half_year', '2026-07-01')).toEqual({ from: '2026-07-01', to: '2026-12-31' });
    const quarter = periodOf('quarter', '2026-01-05');
    expect(periodId('quarter', previousPeriod('quarter', quarter))).toBe('2025-Q4');
    expect(periodName('quarter', quarter)).toBe('2026年第一季度');
    expect(periodId('half_year', nextPeriod('half_year', periodOf('half_year', '2026-12-31')))).toBe('2027-H1');
  });
});

describe('reports that are due', () => {
  it('云南: the quarter before by the 15th, the half-year once, the year by 31 January', () => {
    const quarter = report('quarter', { rule: 'day_of_first_month_of_quarter', day: 15 });
    expect(dues(quarter, '2026-10-15')).toEqual([
      ['2026-Q2', '2026-07-15'],
      ['2026-Q3', '2026-10-15'],
    ]);
    expect(dues(quarter, '2026-10-16')).toEqual([
      ['2026-Q3', '2026-10-15'],
      ['2026-Q4', '2027-01-15'],
    ]);
    const half = report('half_year', { rule: 'fixed', month: 7, day: 15 });
    expect(dues(half, '2026-07-01').at(-1)).toEqual(['2026-H1', '2026-07-15']);
    expect(dues(half, '2026-11-22').map(([id]) => id)).not.toContain('2026-H2');
    const year = report('year', { rule: 'fixed', month: 1, day: 31 });
    expect(dues(year, '2026-11-22')).toEqual([
      ['2025', '2026-01-31'],
      ['2026', '2027-01-31'],
    ]);
  });

  it('社区: by the last day of the quarter itself, reminded of on the working day before a Saturday', () => {
    const rule = report('quarter', { rule: 'last_day_of_quarter' });
    const [, last] = reportDues(rule, '2028-12-01', STATE_COUNCIL_CALENDAR);
    expect([last?.periodId, last?.dueOn, last?.remindOn]).toEqual(['2028-Q4', '2028-12-31', '2028-12-29']);
  });

  it('are none for what has no period, and have no date where the text gives none', () => {
    expect(dues(report('event', null), '2026-11-22')).toEqual([]);
    expect(dues(report('month', null), '2026-11-22')).toEqual([
      ['2026-10', null],
      ['2026-11', null],
    ]);
  });
});
