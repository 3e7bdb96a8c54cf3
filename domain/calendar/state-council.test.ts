import { isWorkday } from 'chinese-days';
import { describe, expect, it } from 'vitest';
import { addDays, weekday } from './dates.ts';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from './holidays.ts';
import { isKnownYear, isWorkingDay } from './working-days.ts';

const isWeekend = (date: string) => weekday(date) === 0 || weekday(date) === 6;

function* daysOf(from: string, to: string): Generator<string> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date;
}

describe('the State Council calendars of 2010 to 2026', () => {
  it('agrees with the package chinese-days on every day', () => {
    const differing = [...daysOf('2010-01-01', '2026-12-31')].filter((d) => isWorkingDay(d, CALENDAR) !== isWorkday(d));
    expect(differing).toEqual([]);
  });

  it('has one record a year, and as many worked weekend days as each notice names', () => {
    const years = Array.from({ length: 17 }, (_, i) => 2010 + i);
    expect(CALENDAR.map((notice) => notice.year)).toEqual(years);
    // 2020: six of the seven named, because the holiday was prolonged over Saturday 1 February.
    expect(CALENDAR.map((notice) => notice.work.length)).toEqual([8, 5, 7, 12, 5, 5, 6, 5, 6, 7, 6, 7, 7, 7, 8, 5, 6]);
    for (const notice of CALENDAR) {
      expect(notice.work.filter((day) => !isWeekend(day))).toEqual([]);
      for (const { from, to } of notice.off)
        expect([from <= to, notice.work.filter((d) => from <= d && d <= to)]).toEqual([true, []]);
    }
  });

  it('has the tables of 2025 and 2026 that the time conventions print', () => {
    const tables = {
      2025: {
        off: '01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08',
        work: '01-26 02-08 04-27 09-28 10-11',
      },
      2026: {
        off: '01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07',
        work: '01-04 02-14 02-28 05-09 09-20 10-10',
      },
    };
    for (const [year, table] of Object.entries(tables)) {
      const notice = CALENDAR.find((n) => n.year === Number(year));
      const short = (date: string) => date.slice(5);
      expect(
        notice?.off.map((o) => (o.from === o.to ? short(o.from) : `${short(o.from)}..${short(o.to)}`)).join(' '),
      ).toBe(table.off);
      expect(notice?.work.map(short).join(' ')).toBe(table.work);
    }
  });

  it('heeds what a notice says of the December before, and what a later notice changed', () => {
    const worked = ['2011-12-31', '2018-12-29', '2013-10-12', '2019-05-05', '2015-09-06'];
    const off = ['2018-12-31', '2022-12-31', '2023-01-02', '2020-01-31', '2020-02-01', '2015-09-03', '2019-05-03'];
    for (const date of worked) expect([date, isWorkingDay(date, CALENDAR)]).toEqual([date, true]);
    for (const date of off) expect([date, isWorkingDay(date, CALENDAR)]).toEqual([date, false]);
  });

  it('knows no year outside its notices', () => {
    for (const date of ['2009-12-31', '2027-01-04']) expect(isKnownYear(date, CALENDAR)).toBe(false);
    // A notice of 2027 alone would say what 31 December 2026 is; it would not make 2026 known.
    const only2027 = [
      { year: 2027, notice: '', off: [{ name: '元旦', from: '2026-12-31', to: '2027-01-02' }], work: ['2026-12-26'] },
    ];
    expect(isWorkingDay('2026-12-31', only2027)).toBe(false);
    expect(isKnownYear('2026-12-30', only2027)).toBe(false);
  });
});
