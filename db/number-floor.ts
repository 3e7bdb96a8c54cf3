import { eq, sql } from 'drizzle-orm';
import type { Orm } from './open.ts';
import { counters } from './schema.ts';
import { readMeta, writeMeta } from './settings.ts';

/**
 * Below what number a restored desk gives none out, because a copy of it that is lost may have done so.
 *
 * A series is `case 2026-11-22` or `acceptance_notice 2026`: what stands after the blank is compared with `until`, of
 * the same length. A later restoration of the same backup has a higher floor, because time went by.
 */
export interface NumberFloor {
  below: number;
  /** Last local date of a series that begins above the floor, `YYYY-MM-DD`. */
  until: string;
  /** Another PC was used by turns with this one: among the numbers are its own, and some that it never reported are missing. */
  mixed?: boolean;
}

const KEY = 'number floor';

export const readFloor = (orm: Orm): NumberFloor | null => readMeta<NumberFloor>(orm, KEY);

/** The floor of one series as far as the database says; 0 where it begins at 1. */
export function floorOf(orm: Orm, series: string): number {
  const floor = readFloor(orm);
  const period = series.slice(series.lastIndexOf(' ') + 1);
  return floor && period <= floor.until.slice(0, period.length) ? floor.below : 0;
}

/** Raises every series: the ones that were drawn from by as much, the ones that were not begin there. Call in a transaction. */
export function raiseFloor(orm: Orm, floor: NumberFloor): void {
  const before = readFloor(orm);
  writeMeta(orm, KEY, {
    below: (before?.below ?? 0) + floor.below,
    until: before && before.until > floor.until ? before.until : floor.until,
    mixed: before?.mixed === true || floor.mixed === true,
  });
  orm
    .update(counters)
    .set({ value: sql`${counters.value} + ${floor.below}` })
    .run();
}

/**
 * Whoever draws next gets a number above `least`, and in a series that nobody drew from here above the floor.
 *
 * @returns whether the series had not come that far here: another copy of this desk is ahead of it
 */
export function raiseCounter(orm: Orm, series: string, least: number): boolean {
  const drawn = orm.select().from(counters).where(eq(counters.name, series)).get()?.value ?? floorOf(orm, series);
  const value = Math.max(drawn, least);
  orm
    .insert(counters)
    .values({ name: series, value })
    .onConflictDoUpdate({ target: counters.name, set: { value } })
    .run();
  return least > drawn;
}
