import type { Calendar } from '../calendar/holidays.ts';
import { workingDaysBefore } from '../calendar/working-days.ts';

/** Working days before its reminder from which a report is named at the start of the day, so that it can be prepared. */
const PREPARE_DAYS = 3;

/** What decides whether a task is named at the start of the day. */
export interface DatedTask {
  kind: 'report' | 'daily';
  /** Regime roles whose task it is; empty: everybody's. */
  roles: readonly string[];
  /** Local dates `YYYY-MM-DD`; null where the text gives none. */
  dueOn: string | null;
  remindOn: string | null;
  done: unknown;
}

/**
 * Whether somebody with these roles begins the day with this task: a daily check on its own day, a report from some
 * working days before its reminder (约定9) until it is sent. What fell due before the station's first day was never
 * this desk's to send.
 *
 * @param roles regime roles of the officer
 * @param since first day of the station
 */
export function isForToday(
  task: DatedTask,
  roles: readonly string[],
  { today, since, calendar }: { today: string; since: string; calendar: Calendar },
): boolean {
  if (task.done !== null || task.dueOn === null || task.remindOn === null) return false;
  if (task.roles.length > 0 && !task.roles.some((role) => roles.includes(role))) return false;
  if (task.kind === 'daily') return task.dueOn === today;
  return task.dueOn >= since && workingDaysBefore(task.remindOn, PREPARE_DAYS, calendar).date <= today;
}
