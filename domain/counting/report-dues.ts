import { addDays, isDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import { addWorkingDays, dayKind } from '../calendar/working-days.ts';
import type { Report } from '../regimes/profile-schema.ts';
import {
  nextPeriod,
  type Period,
  type PeriodKind,
  periodId,
  periodKinds,
  periodName,
  periodOf,
  previousPeriod,
} from './periods.ts';

/** One report for one period. Report dates are fixed, included, and never roll (约定9). */
export interface ReportDue {
  report: Report;
  kind: PeriodKind;
  period: Period;
  /** As `period_tasks` names it. */
  periodId: string;
  periodName: string;
  /** Last day to send it, `YYYY-MM-DD`; null where the text gives none. */
  dueOn: string | null;
  /** Working day on which to be reminded: the due date, or the last working day before. */
  remindOn: string | null;
}

/** Periods that can still matter: the current one, and enough before it to hold two dates of any rule. */
const LOOK_BACK = 4;

/**
 * The periods a report is asked for around a day: the one whose date comes next, and the one before it. Nothing for
 * reports on an event or without a period.
 */
export function reportDues(report: Report, today: string, calendar: Calendar): ReportDue[] {
  const kind = periodKinds.find((one) => one === report.period);
  if (!kind) return [];
  let period = periodOf(kind, today);
  const dues: ReportDue[] = [];
  for (let back = 0; back < LOOK_BACK; back += 1) {
    const due = dueFor(report, kind, period, calendar);
    // A half-year's date stands once in the year: the other half is not asked for.
    if (report.due === null || due.dueOn !== null) dues.unshift(due);
    period = previousPeriod(kind, period);
  }
  const next = dues.findIndex((due) => due.dueOn === null || due.dueOn >= today);
  if (report.due === null || next < 0) return dues.slice(-2);
  return dues.slice(Math.max(0, next - 1), next + 1);
}

function dueFor(report: Report, kind: PeriodKind, period: Period, calendar: Calendar): ReportDue {
  const dueOn = dueDate(report.due, kind, period, calendar);
  return {
    report,
    kind,
    period,
    periodId: periodId(kind, period),
    periodName: periodName(kind, period),
    dueOn,
    remindOn: dueOn === null ? null : lastWorkingDay(dueOn, calendar),
  };
}

/** A report on a period is due after it, except `last_day_of_quarter` (每季度末). */
function dueDate(due: Report['due'], kind: PeriodKind, period: Period, calendar: Calendar): string | null {
  if (due === null) return null;
  const after = addDays(period.to, 1);
  switch (due.rule) {
    case 'last_day_of_quarter':
      return period.to;
    case 'day_of_first_month_of_quarter':
      return `${after.slice(0, 8)}${String(due.day).padStart(2, '0')}`;
    case 'nth_working_day_of_month':
      return addWorkingDays(period.to, due.n, calendar).date;
    case 'fixed': {
      const year = Number(after.slice(0, 4));
      const inYear = (y: number) => `${y}-${String(due.month).padStart(2, '0')}-${String(due.day).padStart(2, '0')}`;
      const on = inYear(year) >= after ? inYear(year) : inYear(year + 1);
      if (on > nextPeriod(kind, period).to || !isDate(on)) return null;
      return on;
    }
  }
}

function lastWorkingDay(date: string, calendar: Calendar): string {
  let day = date;
  while (!dayKind(day, calendar).working) day = addDays(day, -1);
  return day;
}
