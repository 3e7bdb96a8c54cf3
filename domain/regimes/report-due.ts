import { addCalendarMonths, addDays, isDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import { addWorkingDays, type CountedDate } from '../calendar/working-days.ts';
import type { Report } from './profile-schema.ts';

/**
 * The next fixed date of a report on or after a day (约定9: fixed, inclusive, never rolls). Null where the text fixes none; a
 * working day of the month is this software's reminder, not a date of the text: see `reminderDay`.
 *
 * @param from `YYYY-MM-DD`
 */
export function nextReportDate(report: Report, from: string): string | null {
  const due = report.due;
  if (due === null || due.rule === 'nth_working_day_of_month') return null;
  // A year and a month on, every rule has come round once.
  for (let ahead = 0; ahead <= 12; ahead += 1) {
    const month = addCalendarMonths(`${from.slice(0, 7)}-01`, ahead).slice(0, 7);
    const date = dateInMonth(due, month);
    if (date !== null && date >= from) return date;
  }
  return null;
}

/** The next day to remind of a report without a date of its own, on or after a day; null where the profile sets none. */
export function reminderDay(report: Report, from: string, calendar: Calendar): CountedDate | null {
  if (report.due?.rule !== 'nth_working_day_of_month') return null;
  const { n } = report.due;
  const inMonth = (ahead: number) => {
    const first = addCalendarMonths(`${from.slice(0, 7)}-01`, ahead);
    return addWorkingDays(addDays(first, -1), n, calendar);
  };
  const thisMonth = inMonth(0);
  return thisMonth.date >= from ? thisMonth : inMonth(1);
}

function dateInMonth(due: NonNullable<Report['due']>, month: string): string | null {
  const number = Number(month.slice(5));
  const on = (day: number) => {
    const date = `${month}-${String(day).padStart(2, '0')}`;
    return isDate(date) ? date : null;
  };
  switch (due.rule) {
    case 'day_of_first_month_of_quarter':
      return number % 3 === 1 ? on(due.day) : null;
    case 'fixed':
      return number === due.month ? on(due.day) : null;
    case 'last_day_of_quarter':
      return number % 3 === 0 ? (on(31) ?? on(30)) : null;
    case 'nth_working_day_of_month':
      return null;
  }
}
