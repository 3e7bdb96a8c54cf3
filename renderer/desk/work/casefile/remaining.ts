import { addDays, localDate } from '../../../../domain/calendar/dates.ts';
import { type Calendar, STATE_COUNCIL_CALENDAR } from '../../../../domain/calendar/holidays.ts';
import { isWorkingDay } from '../../../../domain/calendar/working-days.ts';

/** Longest look ahead, in days; a limit further away is said in calendar days by the caller. */
const HORIZON = 400;

/**
 * Working days still to come after today, the due day included; 0 on the due day itself and after it.
 *
 * @param due ISO 8601 moment the limit runs out; @param now ISO 8601 with offset
 */
export function workingDaysLeft(due: string, now: string, calendar: Calendar = STATE_COUNCIL_CALENDAR): number {
  const last = localDate(due);
  let day = localDate(now);
  let left = 0;
  for (let n = 0; n < HORIZON && day < last; n += 1) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left += 1;
  }
  return left;
}
