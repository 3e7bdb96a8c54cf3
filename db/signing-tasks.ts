import { and, eq, gt, inArray } from 'drizzle-orm';
import type { Orm } from './open.ts';
import { signingTasks } from './schema.ts';

export type SigningTaskRow = typeof signingTasks.$inferSelect;

export function insertSigningTask(orm: Orm, task: typeof signingTasks.$inferInsert): void {
  orm.insert(signingTasks).values(task).run();
}

export function findSigningTask(orm: Orm, taskId: string): SigningTaskRow | null {
  return orm.select().from(signingTasks).where(eq(signingTasks.taskId, taskId)).get() ?? null;
}

/** The task that still waits for a signature, if any: there is at most one at a time. */
export function waitingSigningTask(orm: Orm, now: string): SigningTaskRow | null {
  const where = and(inArray(signingTasks.state, ['waiting', 'opened']), gt(signingTasks.expiresAt, now));
  return orm.select().from(signingTasks).where(where).get() ?? null;
}

/** Moves a task on. @returns false when it was not in one of the `from` states any more */
export function moveSigningTask(
  orm: Orm,
  taskId: string,
  from: SigningTaskRow['state'][],
  change: Partial<Pick<SigningTaskRow, 'state' | 'signed' | 'satisfaction'>>,
): boolean {
  const where = and(eq(signingTasks.taskId, taskId), inArray(signingTasks.state, from));
  return orm.update(signingTasks).set(change).where(where).run().changes > 0;
}

/** Removes what a finished task held, once the case holds it. */
export function forgetSigningTask(orm: Orm, taskId: string): void {
  orm.delete(signingTasks).where(eq(signingTasks.taskId, taskId)).run();
}
