import { addDays, localDate, weekday } from '../../../domain/calendar/dates.ts';
import type { RosterShift } from '../../../domain/duty/roster.ts';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const;

/** The Monday of the week that holds a date (`YYYY-MM-DD`). */
export function mondayOf(date: string): string {
  return addDays(date, -((weekday(date) + 6) % 7));
}

/** Monday to Sunday of a week by its Monday. */
export function daysOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, i) => addDays(monday, i));
}

/** `11-22 周日` */
export function dayWords(date: string): string {
  return `${date.slice(5)} 周${WEEKDAYS[weekday(date)]}`;
}

/** A turn given by its day and two times of day; one that ends no later than it begins ends on the next day. */
export function turnTimes(date: string, from: string, to: string): { startsAt: string; endsAt: string } {
  const endDate = to > from ? date : addDays(date, 1);
  return { startsAt: `${date}T${from}:00+08:00`, endsAt: `${endDate}T${to}:00+08:00` };
}

/** The part of a day, from 0 to 1, that a turn covers; null when it touches the day nowhere. */
export function partOfDay(shift: Pick<RosterShift, 'startsAt' | 'endsAt'>, date: string): [number, number] | null {
  const start = Date.parse(`${date}T00:00:00+08:00`);
  const part = (iso: string): number => Math.min(1, Math.max(0, (Date.parse(iso) - start) / 86_400_000));
  const [from, to] = [part(shift.startsAt), part(shift.endsAt)];
  return from < to ? [from, to] : null;
}

/** Turns that begin on a day, which is where the week shows them. */
export function turnsOf(shifts: readonly RosterShift[], date: string): RosterShift[] {
  return shifts.filter((shift) => localDate(shift.startsAt) === date);
}

/** A time of day as people type it (`8`, `0830`, `20：30`) as `HH:MM`; null for what is none. `24:00` is midnight. */
export function timeOfDay(typed: string): string | null {
  const found = /^(\d{1,2}):?(\d{2})?$/.exec(typed.normalize('NFKC').replaceAll(' ', ''));
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? '0')];
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  return `${String(hour % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
