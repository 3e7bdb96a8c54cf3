/**
 * Dates and moments of the desk. A date is `YYYY-MM-DD` in Asia/Shanghai (UTC+8 the whole year; no daylight saving since
 * 1991). The machine's own time zone is never asked.
 */
const DAY = 86_400_000;
const OFFSET = 8 * 3_600_000;

/** The Shanghai date of a moment given as ISO 8601 with offset. */
export function localDate(iso: string): string {
  return localDateTime(iso).slice(0, 10);
}

/** The Shanghai date and time of a moment, `YYYY-MM-DDTHH:mm:ss`, fractions of a second dropped. */
export function localDateTime(iso: string): string {
  return new Date(Date.parse(iso) + OFFSET).toISOString().slice(0, 19);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** 0 Sunday … 6 Saturday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Whether the Gregorian calendar has that date; anything but `YYYY-MM-DD` is none. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

/**
 * Same day number in a later month, or that month's last day when it has none (民法典第二百零二条).
 *
 * @param months may be negative
 */
export function addCalendarMonths(date: string, months: number): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7)) - 1 + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(Number(date.slice(8, 10)), lastDay))).toISOString().slice(0, 10);
}

/** Local date-time that many minutes after a moment, to the second, through nights and holidays. */
export function addMinutes(iso: string, minutes: number): string {
  return localDateTime(new Date(Date.parse(iso) + minutes * 60_000).toISOString());
}

/** The last millisecond of a day as an instant: a limit runs to the end of its last day (民法典第二百零三条). */
export function endOfDay(date: string): string {
  return `${date}T23:59:59.999+08:00`;
}

/** 2026年3月5日, as papers write it. */
export function chineseDate(date: string): string {
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}
