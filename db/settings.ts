import { asc, eq, sql } from 'drizzle-orm';
import type { Orm, StationDb } from './open.ts';
import { answers, counters, files, meta, officers, shifts } from './schema.ts';

export function readMeta<T>(orm: Orm, key: string): T | null {
  const row = orm.select({ value: meta.value }).from(meta).where(eq(meta.key, key)).get();
  return row ? (JSON.parse(row.value) as T) : null;
}

export function writeMeta(orm: Orm, key: string, value: unknown): void {
  const text = JSON.stringify(value);
  orm
    .insert(meta)
    .values({ key, value: text })
    .onConflictDoUpdate({ target: meta.key, set: { value: text } })
    .run();
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

export function updateOfficer(orm: Orm, id: string, change: Partial<Pick<OfficerRow, 'active' | 'pin'>>): void {
  orm.update(officers).set(change).where(eq(officers.id, id)).run();
}

/** The answer that a request id was given before, if any. */
export function findAnswer<T>(orm: Orm, requestId: string): T | null {
  const row = orm.select({ answer: answers.answer }).from(answers).where(eq(answers.requestId, requestId)).get();
  return row ? (JSON.parse(row.answer) as T) : null;
}

export function keepAnswer(orm: Orm, requestId: string, answer: unknown, at: string): void {
  orm
    .insert(answers)
    .values({ requestId, answer: JSON.stringify(answer), at })
    .run();
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

/** Stores a file by its content; a second time changes nothing. */
export function insertFile(orm: Orm, file: typeof files.$inferInsert): void {
  orm.insert(files).values(file).onConflictDoNothing().run();
}

export function findFile(orm: Orm, sha256: string): FileRow | null {
  return orm.select().from(files).where(eq(files.sha256, sha256)).get() ?? null;
}

/**
 * Whether a file belongs only to cases from which an officer has withdrawn (回避): no other case names it. The
 * few cases of a recusal are asked first, all others only when one of them names the file.
 */
export function isFileBarred(db: StationDb, sha256: string, officerId: string): boolean {
  const withdrawn = "c.recused <> '' AND instr(c.recused, @officer) > 0";
  const names = `SELECT 1 FROM cases c JOIN entries e ON e.case_id = c.case_id
     WHERE e.kind IN ('attached', 'registered') AND instr(e.body, @sha256) > 0`;
  const asked = { sha256, officer: `,${officerId},` };
  if (!db.raw.prepare(`${names} AND ${withdrawn}`).get(asked)) return false;
  return !db.raw.prepare(`${names} AND NOT (${withdrawn})`).get(asked);
}

/**
 * Files to send: those that an entry of this station names which the centre holds already. It takes no others: what was
 * added to a draft has no case yet, and may never have one.
 */
export function unreportedFiles(db: StationDb, stationId: string): string[] {
  const rows = db.raw
    .prepare(
      `SELECT f.sha256 FROM files f WHERE f.reported = 0 AND EXISTS (SELECT 1 FROM entries e
       WHERE e.kind = 'attached' AND json_extract(e.body, '$.payload.evidence.sha256') = f.sha256
         AND e.station_id = ? AND e.server_seq IS NOT NULL)`,
    )
    .all(stationId) as { sha256: string }[];
  return rows.map((row) => row.sha256);
}

/** Removes files that no case and no draft names and that came before an instant: nobody needs what they show. */
export function purgeFiles(db: StationDb, before: string): void {
  db.raw
    .prepare(
      `DELETE FROM files WHERE added_at < ?
         AND NOT EXISTS (SELECT 1 FROM entries e
           WHERE e.kind = 'attached' AND json_extract(e.body, '$.payload.evidence.sha256') = files.sha256)
         AND NOT EXISTS (SELECT 1 FROM drafts d WHERE instr(d.record, files.sha256) > 0)`,
    )
    .run(before);
}

export function fileReported(orm: Orm, sha256: string): void {
  orm.update(files).set({ reported: true }).where(eq(files.sha256, sha256)).run();
}
