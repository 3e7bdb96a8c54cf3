import { addDays } from '../calendar/dates.ts';

/** A stretch of local dates `YYYY-MM-DD` in Asia/Shanghai, both ends included. */
export interface Period {
  from: string;
  to: string;
}

export const periodKinds = ['month', 'quarter', 'half_year', 'year'] as const;
export type PeriodKind = (typeof periodKinds)[number];

export const PERIOD_KIND_WORDS: Record<PeriodKind, string> = {
  month: '月',
  quarter: '季度',
  half_year: '半年',
  year: '年度',
};

const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, half_year: 6, year: 12 };
const two = (n: number) => String(n).padStart(2, '0');

/** The whole month, quarter, half-year or year that holds a date. */
export function periodOf(kind: PeriodKind, date: string): Period {
  const months = MONTHS[kind];
  const first = Math.floor((Number(date.slice(5, 7)) - 1) / months) * months + 1;
  return span(Number(date.slice(0, 4)), first, months);
}

/** The period just before. */
export function previousPeriod(kind: PeriodKind, period: Period): Period {
  return periodOf(kind, addDays(period.from, -1));
}

/** The period just after. */
export function nextPeriod(kind: PeriodKind, period: Period): Period {
  return periodOf(kind, addDays(period.to, 1));
}

/** Short name for storage: `2026-11`, `2026-Q4`, `2026-H2`, `2026`. */
export function periodId(kind: PeriodKind, period: Period): string {
  const [year, month] = [period.from.slice(0, 4), Number(period.from.slice(5, 7))];
  if (kind === 'month') return `${year}-${two(month)}`;
  if (kind === 'quarter') return `${year}-Q${(month + 2) / 3}`;
  return kind === 'half_year' ? `${year}-H${month === 1 ? 1 : 2}` : year;
}

/** 2026年11月, 2026年第四季度, 2026年下半年, 2026年度. */
export function periodName(kind: PeriodKind, period: Period): string {
  const [year, month] = [period.from.slice(0, 4), Number(period.from.slice(5, 7))];
  if (kind === 'month') return `${year}年${month}月`;
  if (kind === 'quarter') return `${year}年第${'一二三四'[(month - 1) / 3]}季度`;
  return kind === 'half_year' ? `${year}年${month === 1 ? '上' : '下'}半年` : `${year}年度`;
}

function span(year: number, firstMonth: number, months: number): Period {
  const last = firstMonth + months - 1;
  const days = new Date(Date.UTC(year, last, 0)).getUTCDate();
  return { from: `${year}-${two(firstMonth)}-01`, to: `${year}-${two(last)}-${two(days)}` };
}
