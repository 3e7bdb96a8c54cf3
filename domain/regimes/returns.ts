import { endOfDay, localDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import { addCalendarDays, addWorkingDays } from '../calendar/working-days.ts';
import type { CaseState } from '../case-file/state.ts';
import type { Profile, ReturnRule, Step } from './profile-schema.ts';
import type { Moment } from './workflow.ts';

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

/**
 * When an order that was neither signed for nor handed back counts as signed (约定12), ISO 8601 with +08:00; null where
 * the text knows no such thing.
 *
 * @param assignedAt when the order reached the unit, ISO 8601 with offset
 */
export function deemedSignature(profile: Profile, assignedAt: string, calendar: Calendar): string | null {
  const rule = profile.returns?.find((one) => one.kind === 'return' && one.deemed);
  const latest = rule && latestReturn(rule, assignedAt, calendar);
  return latest ? endOfDay(latest) : null;
}

/** Whether the unit's signature is no longer waited for, because the order counts as signed. */
export function countsAsSigned(profile: Profile, state: CaseState, step: Step, moment: Moment | null): boolean {
  if (step.event !== 'signed' || step.per !== 'assignment' || !state.assignment || !moment) return false;
  const deemed = deemedSignature(profile, state.assignment.at, moment.calendar);
  return deemed !== null && Date.parse(moment.now) > Date.parse(deemed);
}
