import type { Calendar } from '../calendar/holidays.ts';
import { type CountedDate, calendarDaysBefore, workingDaysBefore } from '../calendar/working-days.ts';
import type { Extension, Limit, Profile, Urging } from './profile-schema.ts';

/** So many days before an end. */
export interface Lead {
  amount: number;
  unit: 'working_day' | 'calendar_day';
}

/** The day so long before an end; the end itself for none (约定7). */
export function countedBack(end: string, lead: Lead, calendar: Calendar): CountedDate {
  if (lead.amount === 0)
    return { date: end, provisional: false, days: [{ date: end, counted: true, reason: '到期日当天' }] };
  return lead.unit === 'working_day'
    ? workingDaysBefore(end, lead.amount, calendar)
    : calendarDaysBefore(end, lead.amount, calendar);
}

/** How long before the end a before-limit falls; null for any other limit. */
export function leadOf(limit: Limit): Lead | null {
  if (limit.before === undefined || limit.amount === null) return null;
  return limit.unit === 'working_day' || limit.unit === 'calendar_day'
    ? { amount: limit.amount, unit: limit.unit }
    : null;
}

/** How long before the limit's end an extension is asked for at the latest; null where the text is silent. */
export function requestLead(extension: Extension): Lead | null {
  if (extension.requestBefore === undefined) return null;
  return extension.requestBefore === 'due' ? { amount: 0, unit: 'working_day' } : extension.requestBefore;
}

/** A reminder that falls before the end of limits: its lead, the limits it looks at, and the sentence behind it. */
export interface Reminder {
  lead: Lead;
  limits: readonly string[];
  source: string;
}

/** The urgings of a regime that have a day: before-limits that end with `urged`, and yellow cards (红黄牌). */
export function urgingDays(profile: Profile): (Reminder & { ids: string[] })[] {
  const days: (Reminder & { ids: string[] })[] = [];
  for (const limit of profile.limits) {
    const lead = limit.to === 'urged' ? leadOf(limit) : null;
    if (lead) {
      const urgings = profile.urging.filter((urging) => urging.limit === limit.id);
      days.push({
        lead,
        limits: limit.before ?? [],
        source: urgings[0]?.source ?? limit.source,
        ids: [limit.id, ...urgings.map((urging) => urging.id)],
      });
    }
  }
  for (const urging of profile.urging) {
    if (urging.cards) days.push({ ...yellowCard(urging.cards), source: urging.source, ids: [urging.id] });
  }
  return days;
}

function yellowCard(cards: NonNullable<Urging['cards']>): Omit<Reminder, 'source'> {
  return { lead: { amount: cards.yellow, unit: 'working_day' }, limits: cards.limits };
}
