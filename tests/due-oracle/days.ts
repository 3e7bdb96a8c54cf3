import { isWorkday } from 'chinese-days';

/**
 * The second way to count: every day of 2010 to 2030 as a number, with the working days up to and including it as running
 * sums. Days come from the package, not from this repository's tables; nothing of domain/calendar is used.
 */
const DAY = 86_400_000;
const FIRST = Date.UTC(2009, 0, 1) / DAY;
const LAST = Date.UTC(2032, 0, 1) / DAY;
const KNOWN_FROM = Date.UTC(2010, 0, 1) / DAY;
const KNOWN_TO = Date.UTC(2026, 11, 31) / DAY;

const sums = new Int32Array(LAST - FIRST + 1);
/** Day number of the n-th working day since the first day, 1-based. */
const nth: number[] = [0];

for (let n = FIRST, sum = 0; n <= LAST; n += 1) {
  // 1 January 1970 was a Thursday.
  const plain = (n + 4) % 7 !== 0 && (n + 4) % 7 !== 6;
  if (n >= KNOWN_FROM && n <= KNOWN_TO ? isWorkday(iso(n)) : plain) {
    sum += 1;
    nth.push(n);
  }
  sums[n - FIRST] = sum;
}

export function number(date: string): number {
  const [y, m, d] = date.split('-').map(Number) as [number, number, number];
  return Date.UTC(y, m - 1, d) / DAY;
}

export function iso(n: number): string {
  return new Date(n * DAY).toISOString().slice(0, 10);
}

export const known = (n: number): boolean => n >= KNOWN_FROM && n <= KNOWN_TO;

const upTo = (n: number): number => sums[n - FIRST] as number;
const at = (rank: number): number => nth[rank] as number;

export const worked = (n: number): boolean => upTo(n) > upTo(n - 1);
export const workdayAfter = (n: number, count: number): number => at(upTo(n) + count);
export const workdayBefore = (n: number, count: number): number => at(upTo(n - 1) - count + 1);
export const onOrAfter = (n: number): number => at(upTo(n - 1) + 1);
export const onOrBefore = (n: number): number => at(upTo(n));

/** Same day number so many months on, or the month's last day. */
export function monthsAfter(n: number, months: number): number {
  const date = new Date(n * DAY);
  const total = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(Math.floor(total / 12), (total % 12) + 1, 0)).getUTCDate();
  return Date.UTC(Math.floor(total / 12), total % 12, Math.min(date.getUTCDate(), lastDay)) / DAY;
}
