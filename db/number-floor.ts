import { eq } from 'drizzle-orm';
import type { Orm } from './open.ts';
import { counters } from './schema.ts';
import { readMeta, writeMeta } from './settings.ts';

/** More numbers of one series than any desk gives out in a minute. */
export const PER_MINUTE = 20;
/** Minutes added for clocks that do not agree to the second, and for a restoration that is fast. */
export const SPARE_MINUTES = 50;
const DAY_MINUTES = 1440;
const SHANGHAI_MS = 8 * 3_600_000;

/**
 * Below what number a restored desk gives none out, because a copy of it that is lost may have done so.
 *
 * A series is `case 2026-11-22` or `acceptance_notice 2026`: what stands after the blank is compared with `until`, of
 * the same length. A later restoration of the same backup has a higher floor, because time went by.
 *
 * A day's series begins where the clock stands instead (`dayFloor`): then no PC of this desk, of whatever backup, has come
 * so far, for each gives out fewer than `PER_MINUTE` from where the clock stood when it began. A year's series would
 * get numbers of eight digits that way.
 */
export interface NumberFloor {
  /** Of a year's series. */
  below: number;
  /** Last local date of a series that begins above the floor, `YYYY-MM-DD`. */
  until: string;
  /** Another PC was used by turns with this one: among the numbers are its own, and some that it never reported are missing. */
  mixed?: boolean;
}

const KEY = 'number floor';

export const readFloor = (orm: Orm): NumberFloor | null => readMeta<NumberFloor>(orm, KEY);

const periodOf = (series: string): string => series.slice(series.lastIndexOf(' ') + 1);

/** Above all that any PC of a desk can have given out of a day's series by now; null for a year's. */
function dayFloor(series: string, now: Date): number | null {
  const day = periodOf(series);
  if (day.length !== 'YYYY-MM-DD'.length) return null;
  const minutes = Math.ceil((now.getTime() - (Date.parse(`${day}T00:00:00Z`) - SHANGHAI_MS)) / 60_000);
  return PER_MINUTE * (SPARE_MINUTES + Math.min(DAY_MINUTES, Math.max(0, minutes)));
}

/** The floor of one series as far as the database says; 0 where it begins at 1. */
export function floorOf(orm: Orm, series: string, now: Date): number {
  const floor = readFloor(orm);
  const period = periodOf(series);
  if (!floor || period > floor.until.slice(0, period.length)) return 0;
  return dayFloor(series, now) ?? floor.below;
}

/**
 * Raises every series: a day's to where the clock stands, a year's that was drawn from by as much, and those that were not
 * begin there. Call in a transaction.
 */
export function raiseFloor(orm: Orm, floor: NumberFloor, now: Date): void {
  const before = readFloor(orm);
  writeMeta(orm, KEY, {
    below: (before?.below ?? 0) + floor.below,
    until: before && before.until > floor.until ? before.until : floor.until,
    mixed: before?.mixed === true || floor.mixed === true,
  });
  // Today's begins where the clock stands now, not when it is drawn from: of two PCs one may wait for that until the other comes.
  const today = new Date(now.getTime() + SHANGHAI_MS).toISOString().slice(0, 10);
  orm
    .insert(counters)
    .values({ name: `case ${today}`, value: 0 })
    .onConflictDoNothing()
    .run();
  for (const { name, value } of orm.select().from(counters).all()) {
    const least = dayFloor(name, now);
    // A counter above that is of a desk that was quicker than any: it goes on from where it stands.
    const raised = least !== null && least > value ? least : value + floor.below;
    orm.update(counters).set({ value: raised }).where(eq(counters.name, name)).run();
  }
}

/**
 * Whoever draws next gets a number above `least`, and in a series that nobody drew from here above the floor.
 *
 * @returns whether the series had not come that far here: another copy of this desk is ahead of it
 */
export function raiseCounter(orm: Orm, series: string, least: number, now: Date): boolean {
  const row = orm.select().from(counters).where(eq(counters.name, series)).get();
  const drawn = row?.value ?? floorOf(orm, series, now);
  const value = Math.max(drawn, least);
  orm
    .insert(counters)
    .values({ name: series, value })
    .onConflictDoUpdate({ target: counters.name, set: { value } })
    .run();
  return least > drawn;
}
