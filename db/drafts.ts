import { and, desc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Orm } from './open.ts';
import { drafts, signingTasks } from './work-schema.ts';

export type DraftRow = typeof drafts.$inferSelect;

/** Writes a draft as it is typed. A draft that became a case, or was discarded, is not brought back by a late save. */
export function saveDraft(
  orm: Orm,
  draft: { draftId: string; record: string; officerId: string; officerName: string; savedAt: string },
): boolean {
  const changed = orm
    .insert(drafts)
    .values(draft)
    .onConflictDoUpdate({
      target: drafts.draftId,
      set: { record: draft.record, savedAt: draft.savedAt },
      setWhere: sql`${drafts.caseId} IS NULL AND ${drafts.discardedAt} IS NULL`,
    })
    .run();
  return changed.changes > 0;
}

export function findDraft(orm: Orm, draftId: string): DraftRow | null {
  return orm.select().from(drafts).where(eq(drafts.draftId, draftId)).get() ?? null;
}

/** Drafts that are neither a case nor discarded, last touched first. */
export function openDrafts(orm: Orm): DraftRow[] {
  const where = and(isNull(drafts.caseId), isNull(drafts.discardedAt));
  return orm.select().from(drafts).where(where).orderBy(desc(drafts.savedAt)).limit(200).all();
}

export function discardDraft(orm: Orm, draftId: string, at: string): boolean {
  const where = and(eq(drafts.draftId, draftId), isNull(drafts.caseId));
  return orm.update(drafts).set({ discardedAt: at }).where(where).run().changes > 0;
}

export function restoreDraft(orm: Orm, draftId: string): boolean {
  const where = and(eq(drafts.draftId, draftId), isNotNull(drafts.discardedAt));
  return orm.update(drafts).set({ discardedAt: null }).where(where).run().changes > 0;
}

export function setDraftSignature(orm: Orm, draftId: string, signingTaskId: string | null): void {
  orm.update(drafts).set({ signingTaskId }).where(eq(drafts.draftId, draftId)).run();
}

/** Marks the draft as registered and empties it: the case holds the text now. */
export function draftBecameCase(orm: Orm, draftId: string, caseId: string): void {
  orm.update(drafts).set({ caseId, record: '{}' }).where(eq(drafts.draftId, draftId)).run();
}

/** Removes discarded drafts older than an instant, and what was signed on them: personal data that nobody needs any more. */
export function purgeDiscarded(orm: Orm, before: string): void {
  const old = orm.select({ id: drafts.draftId }).from(drafts).where(lt(drafts.discardedAt, before));
  orm.delete(signingTasks).where(inArray(signingTasks.draftId, old)).run();
  orm.delete(drafts).where(lt(drafts.discardedAt, before)).run();
}
