import { asc, eq, sql } from 'drizzle-orm';
import type { Orm, StationDb } from './open.ts';
import { builtOnce } from './prepared.ts';
import { answers, counters, files, meta } from './schema.ts';
import { officers, shifts } from './work-schema.ts';

const metaOf = (orm: Orm) =>
  orm
    .select({ value: meta.value })
    .from(meta)
    .where(eq(meta.key, sql.placeholder('key')))
    .prepare();

export function readMeta<T>(orm: Orm, key: string): T | null {
  const row = builtOnce(orm, metaOf).get({ key });
  return row ? (JSON.parse(row.value) as T) : null;
}

const keepMeta = (orm: Orm) =>
  orm
    .insert(meta)
    .values({ key: sql.placeholder('key'), value: sql.placeholder('value') })
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
    .prepare();

export function writeMeta(orm: Orm, key: string, value: unknown): void {
  builtOnce(orm, keepMeta).run({ key, value: JSON.stringify(value) });
}

/**
 * Draws the next number of a series: 1, 2, 3 … Call inside the transaction that uses it, so that none is lost.
 *
 * @param floor what a fresh series begins above: 0 but on a desk that was restored from a backup (`number-floor.ts`)
 */
export function drawNumber(orm: Orm, series: string, floor = 0): number {
  const row = orm
    .insert(counters)
    .values({ name: series, value: floor + 1 })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } })
    .returning({ value: counters.value })
    .get();
  return row.value;
}

export type OfficerRow = typeof officers.$inferSelect;

export function insertOfficer(orm: Orm, officer: OfficerRow): void {
  orm.insert(officers).values(officer).run();
}

export function allOfficers(orm: Orm): OfficerRow[] {
  return orm.select().from(officers).orderBy(asc(officers.createdAt), sql`rowid`).all();
}

export function findOfficer(orm: Orm, id: string): OfficerRow | null {
  return orm.select().from(officers).where(eq(officers.id, id)).get() ?? null;
}

export function updateOfficer(orm: Orm, id: string, change: Partial<Omit<OfficerRow, 'id' | 'createdAt'>>): void {
  orm.update(officers).set(change).where(eq(officers.id, id)).run();
}

const answerTo = (orm: Orm) =>
  orm
    .select({ answer: answers.answer })
    .from(answers)
    .where(eq(answers.requestId, sql.placeholder('requestId')))
    .prepare();

/** The answer that a request id was given before, if any. */
export function findAnswer<T>(orm: Orm, requestId: string): T | null {
  const row = builtOnce(orm, answerTo).get({ requestId });
  return row ? (JSON.parse(row.answer) as T) : null;
}

const insertAnswer = (orm: Orm) =>
  orm
    .insert(answers)
    .values({ requestId: sql.placeholder('requestId'), answer: sql.placeholder('answer'), at: sql.placeholder('at') })
    .prepare();

export function keepAnswer(orm: Orm, requestId: string, answer: unknown, at: string): void {
  builtOnce(orm, insertAnswer).run({ requestId, answer: JSON.stringify(answer), at });
}

export type ShiftRow = typeof shifts.$inferSelect;

export function currentShift(orm: Orm): ShiftRow | null {
  return orm.select().from(shifts).where(sql`${shifts.endedAt} IS NULL`).get() ?? null;
}

export function insertShift(orm: Orm, shift: typeof shifts.$inferInsert): void {
  orm.insert(shifts).values(shift).run();
}

export function endShift(
  orm: Orm,
  id: string,
  end: Pick<ShiftRow, 'endedAt' | 'handoverTo' | 'note' | 'openCases' | 'items' | 'leaderName'>,
): void {
  orm.update(shifts).set(end).where(eq(shifts.id, id)).run();
}

export function pastShifts(orm: Orm, limit: number): ShiftRow[] {
  return orm
    .select()
    .from(shifts)
    .where(sql`${shifts.endedAt} IS NOT NULL`)
    .orderBy(sql`${shifts.endedAt} DESC`)
    .limit(limit)
    .all();
}

export type FileRow = typeof files.$inferSelect;

/**
 * Stores a file by its content. A second time changes nothing but this: one that had come from the centre is to be offered
 * to it as this station's own, for an entry opens a file to others only when its author has sent it.
 */
export function insertFile(orm: Orm, file: typeof files.$inferInsert): void {
  const stored = orm.insert(files).values(file);
  if (file.reported) stored.onConflictDoNothing().run();
  else stored.onConflictDoUpdate({ target: files.sha256, set: { reported: false } }).run();
}

export function findFile(orm: Orm, sha256: string): FileRow | null {
  return orm.select().from(files).where(eq(files.sha256, sha256)).get() ?? null;
}

/** Removes files that no case and no draft names and that came before an instant: nobody needs what they show. */
export function purgeFiles(db: StationDb, before: string): void {
  db.raw
    .prepare(
      `DELETE FROM files WHERE added_at < ?
         AND NOT EXISTS (SELECT 1 FROM whole_entries e
           WHERE e.kind = 'attached' AND json_extract(e.body, '$.payload.evidence.sha256') = files.sha256)
         AND NOT EXISTS (SELECT 1 FROM drafts d WHERE instr(d.record, files.sha256) > 0)`,
    )
    .run(before);
}
