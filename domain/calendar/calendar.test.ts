import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCalendarMonths, addDays, addMinutes, isDate, localDate, localDateTime } from './dates.ts';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from './holidays.ts';
import {
  addCalendarDays,
  addMonths,
  addWorkingDays,
  calendarDaysBefore,
  isKnownYear,
  isWorkingDay,
  workingDaysBefore,
} from './working-days.ts';

const anyDate = fc
  .date({ min: new Date('2025-01-01'), max: new Date('2027-06-30'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));

describe('dates in Shanghai', () => {
  it('keeps the day of a moment just before midnight, whatever offset it was written with', () => {
    expect(localDate('2026-05-20T23:59:40+08:00')).toBe('2026-05-20');
    expect(localDate('2026-05-20T15:59:40Z')).toBe('2026-05-20');
    expect(localDate('2026-05-20T16:00:00Z')).toBe('2026-05-21');
    expect(localDateTime('2026-02-17T23:56:02.913+08:00')).toBe('2026-02-17T23:56:02');
  });

  it('does not ask the machine for its time zone', () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai']) {
        process.env.TZ = zone;
        expect(localDate('2026-03-08T23:30:00+08:00')).toBe('2026-03-08');
        expect(addDays('2026-03-07', 2)).toBe('2026-03-09');
        expect(addCalendarMonths('2026-10-31', 1)).toBe('2026-11-30');
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it('counts minutes through midnight', () => {
    expect(addMinutes('2026-02-16T23:55:00+08:00', 10)).toBe('2026-02-17T00:05:00');
  });

  it('finds the corresponding day of a later month, or the last', () => {
    expect(addCalendarMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addCalendarMonths('2027-12-31', 2)).toBe('2028-02-29');
    expect(addCalendarMonths('2026-11-12', 3)).toBe('2027-02-12');
    expect(addCalendarMonths('2026-03-31', -1)).toBe('2026-02-28');
  });

  it('tells a date from what only looks like one', () => {
    expect(isDate('2028-02-29')).toBe(true);
    for (const wrong of ['2026-02-29', '2026-13-01', '2026-1-1', '', '明天', '2026-01-01T00:00:00'])
      expect(isDate(wrong)).toBe(false);
  });
});

describe('working days', () => {
  it('follows the notices for 2025 and 2026', () => {
    for (const date of [
      '2026-02-14',
      '2026-02-28',
      '2026-09-20',
      '2026-10-10',
      '2025-01-26',
      '2025-10-11',
      '2026-03-02',
    ])
      expect([date, isWorkingDay(date, CALENDAR)]).toEqual([date, true]);
    for (const date of ['2026-02-16', '2026-10-01', '2026-10-11', '2025-10-08', '2026-03-01', '2026-01-02'])
      expect([date, isWorkingDay(date, CALENDAR)]).toEqual([date, false]);
  });

  it('has the number of days off that each notice grants', () => {
    const days = (year: number) => {
      let off = 0;
      for (let d = `${year}-01-01`; d <= `${year}-12-31`; d = addDays(d, 1)) if (!isWorkingDay(d, CALENDAR)) off += 1;
      return 365 - off;
    };
    // 365 − 104 weekend days − 13 statutory days (11 until 2024), as adjusted by the two notices.
    expect([days(2025), days(2026)]).toEqual([248, 248]);
  });

  it('skips the Spring Festival and says so day by day', () => {
    const due = addWorkingDays('2026-02-14', 3, CALENDAR);
    expect(due.date).toBe('2026-02-26');
    expect(due.provisional).toBe(false);
    expect(due.days).toHaveLength(13);
    expect(due.days[0]).toEqual({ date: '2026-02-14', counted: false, reason: '起算日不计' });
    expect(due.days[1]).toEqual({ date: '2026-02-15', counted: false, reason: '国务院放假（春节）' });
    expect(due.days.at(-1)).toEqual({ date: '2026-02-26', counted: true, reason: '第3个工作日' });
  });

  it('counts an adjusted working Saturday', () => {
    const due = addWorkingDays('2026-02-27', 1, CALENDAR);
    expect(due.days.at(-1)).toEqual({ date: '2026-02-28', counted: true, reason: '第1个工作日（周六调休上班）' });
  });

  it('is provisional past the last known year, and not before', () => {
    expect(isKnownYear('2026-12-31', CALENDAR)).toBe(true);
    expect(isKnownYear('2027-01-01', CALENDAR)).toBe(false);
    expect(addWorkingDays('2026-12-30', 1, CALENDAR)).toMatchObject({ date: '2026-12-31', provisional: false });
    expect(addWorkingDays('2026-12-31', 1, CALENDAR)).toMatchObject({ date: '2027-01-01', provisional: true });
  });

  it('agrees with counting the working days of the span by themselves', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 40 }), (start, amount) => {
        const { date, days } = addWorkingDays(start, amount, CALENDAR);
        const between = days.filter((d) => d.date > start && isWorkingDay(d.date, CALENDAR));
        expect(isWorkingDay(date, CALENDAR)).toBe(true);
        expect(between).toHaveLength(amount);
        expect(days.filter((d) => d.counted).map((d) => d.date)).toEqual(between.map((d) => d.date));
        expect(days.map((d) => d.date)).toEqual(days.map((_, i) => addDays(start, i)));
      }),
    );
  });
});

describe('calendar days, months, and counting back', () => {
  it('rolls an end on a day off to the next working day (chengdu-01, chengdu-02)', () => {
    expect(addCalendarDays('2026-04-30', 30, CALENDAR)).toMatchObject({ date: '2026-06-01', provisional: false });
    const transfer = addCalendarDays('2026-09-28', 5, CALENDAR);
    expect(transfer.date).toBe('2026-10-08');
    expect(transfer.days.filter((d) => d.reason === '国务院放假（国庆节），顺延')).toHaveLength(5);
  });

  it('ends on the day itself when it is worked, an adjusted Saturday included', () => {
    expect(addCalendarDays('2026-06-15', 7, CALENDAR).date).toBe('2026-06-22');
    expect(addCalendarDays('2026-05-02', 7, CALENDAR).date).toBe('2026-05-09');
  });

  it('counts months by their day number (shequ-02, shequ-03)', () => {
    expect(addMonths('2026-08-31', 2, CALENDAR).date).toBe('2026-11-02');
    expect(addMonths('2026-11-12', 3, CALENDAR)).toMatchObject({ date: '2027-02-12', provisional: true });
  });

  it('counts back from a due date, and to the working day before a day off', () => {
    expect(workingDaysBefore('2026-02-24', 1, CALENDAR).date).toBe('2026-02-14');
    expect(calendarDaysBefore('2026-10-10', 3, CALENDAR).date).toBe('2026-09-30');
    expect(calendarDaysBefore('2026-03-20', 3, CALENDAR).date).toBe('2026-03-17');
  });

  it('never ends on a day off', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 6 }), (start, days, months) => {
        const ends = [addCalendarDays(start, days, CALENDAR), addMonths(start, months, CALENDAR)];
        for (const end of [...ends, calendarDaysBefore(start, days, CALENDAR)])
          expect(isWorkingDay(end.date, CALENDAR)).toBe(true);
        expect(ends[0]?.date.localeCompare(addDays(start, days))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
