import { type NumberFloor, PER_MINUTE, SPARE_MINUTES } from '../../db/number-floor.ts';
import { localDate } from '../../domain/calendar/dates.ts';
import { shanghaiIso } from '../platform.ts';

/** Fewest numbers of a year's series that one restoration leaves out, less what a copy gave out beforehand. */
export const LEAST_SKIPPED = (PER_MINUTE * SPARE_MINUTES) / 2;
/** Days after which a series begins at 1 again; until then a PC whose clock was slow may still be in a lost copy's days. */
const DAYS = 60;

/**
 * What to raise a restored desk's numbers by. Whatever copy of the desk worked on since the backup gave out fewer than
 * `PER_MINUTE` numbers of a series in each minute since, so its last one lies below; and whoever restores the same backup
 * again, a minute or more later, begins above all that this desk gave out until then.
 */
export function floorAfter(made: Date, now: Date): NumberFloor {
  const minutes = Math.max(0, Math.ceil((now.getTime() - made.getTime()) / 60_000));
  const until = new Date(Date.parse(`${localDate(shanghaiIso(now))}T00:00:00Z`) + DAYS * 86_400_000)
    .toISOString()
    .slice(0, 10);
  return { below: PER_MINUTE * (SPARE_MINUTES + minutes), until };
}
