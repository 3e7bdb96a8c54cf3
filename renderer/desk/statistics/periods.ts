import { addDays } from '../../../domain/calendar/dates.ts';

/** Periods people report by. Dates are local dates `YYYY-MM-DD` in Asia/Shanghai, both ends included. */
export interface Period {
  from: string;
  to: string;
}

export type PeriodName = 'month' | 'quarter' | 'year' | 'custom';

export const PERIOD_WORDS: Record<PeriodName, string> = {
  month: '本月',
  quarter: '本季',
  year: '本年',
  custom: '自定义',
};

const two = (n: number) => String(n).padStart(2, '0');

/** Whole month, quarter or year that holds `today`. */
export function periodOf(name: Exclude<PeriodName, 'custom'>, today: string): Period {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  if (name === 'year') return { from: `${year}-01-01`, to: `${year}-12-31` };
  const first = name === 'month' ? month : Math.floor((month - 1) / 3) * 3 + 1;
  const last = name === 'month' ? month : first + 2;
  const days = new Date(Date.UTC(year, last, 0)).getUTCDate();
  return { from: `${year}-${two(first)}-01`, to: `${year}-${two(last)}-${two(days)}` };
}

/** Share in whole per cent; 0 where there is nothing to divide. */
export function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((part / whole) * 100);
}

/** One column per day of the period, days without a registration included; at most two years of them. */
export function everyDay(figures: Period & { byDay: readonly { date: string; count: number }[] }): {
  date: string;
  count: number;
}[] {
  const counts = new Map(figures.byDay.map((day) => [day.date, day.count]));
  const days = [];
  for (let day = figures.from; day <= figures.to && days.length < 731; day = addDays(day, 1)) {
    days.push({ date: day, count: counts.get(day) ?? 0 });
  }
  return days;
}
