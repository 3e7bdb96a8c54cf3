import { and, eq, inArray } from 'drizzle-orm';
import type { Orm } from './open.ts';
import { periodTasks } from './work-schema.ts';

export type PeriodTaskRow = typeof periodTasks.$inferSelect;

/** What was said to be done of some tasks. */
export function doneTasks(orm: Orm, tasks: readonly string[]): PeriodTaskRow[] {
  if (tasks.length === 0) return [];
  return orm
    .select()
    .from(periodTasks)
    .where(inArray(periodTasks.task, [...tasks]))
    .all();
}

/** Says that a task is done for a period; who said it first stays. */
export function markTaskDone(orm: Orm, row: PeriodTaskRow): void {
  orm.insert(periodTasks).values(row).onConflictDoNothing().run();
}

export function unmarkTask(orm: Orm, task: string, period: string): void {
  orm
    .delete(periodTasks)
    .where(and(eq(periodTasks.task, task), eq(periodTasks.period, period)))
    .run();
}
