/**
 * The time the desk goes by. It is the core's, carried on between two answers by this window's clock: the PC's own clock may
 * have jumped, and then what is typed here must not be stamped with it.
 */
let ahead = 0;

/** Answers travel for some milliseconds; less than this is no difference. */
const TRAVEL = 2_000;

/** @param now ISO 8601 with offset, as the core's status says it */
export function heardTime(now: string): void {
  const difference = Date.parse(now) - Date.now();
  ahead = Math.abs(difference) > TRAVEL ? difference : 0;
}

export function deskNow(): Date {
  return new Date(Date.now() + ahead);
}
