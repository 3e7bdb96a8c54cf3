import { addCalendarMonths } from '../calendar/dates.ts';
import type { Consequence } from '../regimes/profile-schema.ts';

export type CountingWindow = Consequence['trigger']['window'];

/**
 * Whether an event still counts on a day. Both dates are local dates; the day itself counts.
 *
 * - `calendar_year`: from 1 January of the day's year.
 * - `month`: from the first of the day's month.
 * - `one_year`: twelve months from the event; the event's day does not count, so the last day is the same day number a
 *   year later, that day included, or the month's last day where it has none (民法典第二百零一、二百零二条): what
 *   happened on 2024-02-29 counts until 2025-02-28.
 * - `none`: for ever.
 */
export function countsOn(window: CountingWindow, at: string, day: string): boolean {
  if (at > day) return false;
  switch (window) {
    case 'calendar_year':
      return at.slice(0, 4) === day.slice(0, 4);
    case 'month':
      return at.slice(0, 7) === day.slice(0, 7);
    case 'one_year':
      return day <= addCalendarMonths(at, 12);
    case 'none':
      return true;
  }
}

/** The earliest date that could still count, so that nothing older need be read; null where everything counts. */
export function earliestOf(window: CountingWindow, day: string): string | null {
  switch (window) {
    case 'calendar_year':
      return `${day.slice(0, 4)}-01-01`;
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'one_year':
      return addCalendarMonths(day, -12);
    case 'none':
      return null;
  }
}

export const WINDOW_WORDS: Record<CountingWindow, string> = {
  calendar_year: '本年',
  one_year: '近十二个月',
  month: '本月',
  none: '累计',
};
