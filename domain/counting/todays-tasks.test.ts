import { describe, expect, it } from 'vitest';
import { loadProfiles } from '../../core/load-profiles.ts';
import { STATE_COUNCIL_CALENDAR } from '../calendar/holidays.ts';
import type { Profile } from '../regimes/profile-schema.ts';
import { dailyChecks } from './daily-checks.ts';
import { type DatedTask, isForToday } from './todays-tasks.ts';

const tanghe = loadProfiles().get('tanghe') as Profile;
const LONG_AGO = '2020-01-01';

const task = (more: Partial<DatedTask> = {}): DatedTask => ({
  kind: 'report',
  roles: ['agency'],
  dueOn: '2027-01-31',
  remindOn: '2027-01-29',
  done: null,
  ...more,
});
const shown = (one: DatedTask, today: string, roles = ['agency'], since = LONG_AGO) =>
  isForToday(one, roles, { today, since, calendar: STATE_COUNCIL_CALENDAR });

describe('daily checks', () => {
  it('唐河: “我要问” on every day of the week past, in the words of the text, for those who accept', () => {
    const checks = dailyChecks(tanghe, '2026-10-03', LONG_AGO);
    expect(checks.map(({ date }) => date)).toEqual([
      '2026-09-27',
      '2026-09-28',
      '2026-09-29',
      '2026-09-30',
      '2026-10-01',
      '2026-10-02',
      '2026-10-03',
    ]);
    expect(checks[0]).toMatchObject({ id: 'lim_webcheck', roles: ['ducha', 'intake_officer'] });
    expect(checks[0]?.source).toContain('安排专人进行每日排查');
  });

  it('are for the roles of the step that names the limit, where one does', () => {
    const workflow = tanghe.workflow.map((step, i) =>
      i === 0 ? { ...step, roles: ['window_chief'], limit: 'lim_webcheck' } : step,
    );
    expect(dailyChecks({ ...tanghe, workflow }, '2026-10-03', LONG_AGO)[0]?.roles).toEqual(['window_chief']);
  });

  it('are not asked for before the station was there', () => {
    expect(dailyChecks(tanghe, '2026-10-03', '2026-10-02').map(({ date }) => date)).toEqual([
      '2026-10-02',
      '2026-10-03',
    ]);
  });
});

describe('what the day begins with', () => {
  it('a report from three working days before its reminder, over its date, until it is sent', () => {
    // 31 January 2027 is a Sunday, reminded of on Friday the 29th; Tuesday the 26th is three working days before.
    expect(['2027-01-25', '2027-01-26', '2027-01-31', '2027-02-03'].map((day) => shown(task(), day))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(shown(task({ done: { by: '某人' } }), '2027-01-29')).toBe(false);
  });

  it('only for the roles of the task; for everybody where the text names none', () => {
    expect(shown(task(), '2027-01-29', ['unit'])).toBe(false);
    expect(shown(task({ roles: [] }), '2027-01-29', ['unit'])).toBe(true);
  });

  it('not what fell due before the station was there, nor what has no date', () => {
    expect(shown(task(), '2027-03-01', ['agency'], '2027-02-01')).toBe(false);
    expect(shown(task({ dueOn: null, remindOn: null }), '2027-01-29')).toBe(false);
  });

  it('a daily check on its own day only', () => {
    const check = task({ kind: 'daily', dueOn: '2026-10-03', remindOn: '2026-10-03' });
    expect(['2026-10-02', '2026-10-03', '2026-10-04'].map((day) => shown(check, day))).toEqual([false, true, false]);
  });
});
