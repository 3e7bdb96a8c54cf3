import { localDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import { addCalendarDays, addWorkingDays } from '../calendar/working-days.ts';
import type { ReturnRule } from './profile-schema.ts';

/**
 * Last day on which a unit may hand a case back, `YYYY-MM-DD`; null where the text sets no limit.
 *
 * @param assignedAt when the case reached the unit, ISO 8601 with offset
 */
export function latestReturn(rule: ReturnRule, assignedAt: string, calendar: Calendar): string | null {
  if (rule.limit === null) return null;
  const start = localDate(assignedAt);
  if (rule.limit.unit === 'same_day') return start;
  const count = rule.limit.unit === 'working_day' ? addWorkingDays : addCalendarDays;
  return count(start, rule.limit.amount, calendar).date;
}
