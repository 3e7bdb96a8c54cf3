import { and, eq, gt, inArray, isNotNull, lt, ne, or } from 'drizzle-orm';
import type { Orm } from './open.ts';
import { signingTasks } from './work-schema.ts';

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

/**
 * Removes every task of a draft or a case once the case holds what was signed, those never signed included: each holds the
 * citizen's words, and one still open would go on showing them.
 */
export function forgetSigningTasks(orm: Orm, of: { draftId: string } | { caseId: string }): void {
  const where = 'draftId' in of ? eq(signingTasks.draftId, of.draftId) : eq(signingTasks.caseId, of.caseId);
  orm.delete(signingTasks).where(where).run();
}

/** Takes a draft's open task off the citizen's screen; what was signed stays. */
export function cancelWaitingTasks(orm: Orm, draftId: string): void {
  const where = and(eq(signingTasks.draftId, draftId), inArray(signingTasks.state, ['waiting', 'opened']));
  orm.update(signingTasks).set({ state: 'cancelled' }).where(where).run();
}

/** Removes tasks that ran out before an instant and that no case took; a draft's signature is kept as long as the draft. */
export function purgeSigningTasks(orm: Orm, before: string): void {
  const gone = or(isNotNull(signingTasks.caseId), ne(signingTasks.state, 'signed'));
  orm
    .delete(signingTasks)
    .where(and(lt(signingTasks.expiresAt, before), gone))
    .run();
}
