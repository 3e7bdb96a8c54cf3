import { asc, eq } from 'drizzle-orm';
import type { Orm } from './open.ts';
import { deadlineLog } from './schema.ts';

export type DeadlineLogRow = typeof deadlineLog.$inferSelect;

/** Writes down that deadlines moved. Call in the transaction that moved them. */
export function logDeadlines(orm: Orm, rows: readonly Omit<DeadlineLogRow, 'id'>[]): void {
  if (rows.length > 0)
    orm
      .insert(deadlineLog)
      .values([...rows])
      .run();
}

/** What happened to a case's deadlines, first to last. */
export function deadlineLogOf(orm: Orm, caseId: string): DeadlineLogRow[] {
  return orm.select().from(deadlineLog).where(eq(deadlineLog.caseId, caseId)).orderBy(asc(deadlineLog.id)).all();
}
