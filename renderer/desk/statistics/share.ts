import { addDays } from '../../../domain/calendar/dates.ts';
import type { Period } from '../../../domain/counting/periods.ts';

/** Share in whole per cent; 0 where there is nothing to divide. */
export function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((part / whole) * 100);
}

/** One column per day of the period, days without a registration included; at most two years of them. */
export function everyDay(
  period: Period,
  days: readonly { value: string; count: number }[],
): { date: string; count: number }[] {
  const counts = new Map(days.map((day) => [day.value, day.count]));
  const all = [];
  for (let day = period.from; day <= period.to && all.length < 731; day = addDays(day, 1)) {
    all.push({ date: day, count: counts.get(day) ?? 0 });
  }
  return all;
}
