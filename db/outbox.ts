import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { SyncState } from '../domain/contract/words.ts';
import { notRecused } from './cases.ts';
import type { Orm, StationDb } from './open.ts';
import { prepared } from './prepared.ts';
import { cases, entries, outbox } from './schema.ts';

export interface Outgoing {
  entryId: string;
  caseId: string;
  stationSeq: number;
  /** The entry as JSON in UTF-8, as it was hashed: it goes onto the line without being made a text in between. */
  body: Uint8Array;
}

/** Puts an own entry into the outbox, in the transaction that wrote it. */
export function enqueueEntry(
  db: StationDb,
  entry: { id: string; caseId: string; stationSeq: number; wallTime: string },
): void {
  prepared(db.raw, "INSERT INTO outbox (entry_id, case_id, station_seq, state, at) VALUES (?, ?, ?, 'pending', ?)").run(
    entry.id,
    entry.caseId,
    entry.stationSeq,
    entry.wallTime,
  );
}

/**
 * The next entries to send, in chain order: as many as are allowed, one at least.
 *
 * @param after   place in the chain after which they stand
 * @param entries most entries
 * @param bytes   most bytes of their bodies, the last one excluded
 */
export function nextOutgoing(db: StationDb, after: number, entries: number, bytes: number): Outgoing[] {
  const rows = prepared(
    db.raw,
    `SELECT o.entry_id AS entryId, o.case_id AS caseId, o.station_seq AS stationSeq, CAST(e.body AS BLOB) AS body
     FROM outbox o JOIN whole_entries e ON e.id = o.entry_id
     WHERE o.state = 'pending' AND o.station_seq > ? ORDER BY o.station_seq LIMIT ?`,
  ).iterate(after, entries) as IterableIterator<Outgoing>;
  const taken: Outgoing[] = [];
  let size = 0;
  for (const row of rows) {
    if (taken.length > 0 && size + row.body.length > bytes) break;
    taken.push(row);
    size += row.body.length;
  }
  return taken;
}

/** The centre refused it: it stays, with the reason, and never blocks the others. */
export function reject(db: StationDb, entryId: string, code: string, at: string): void {
  prepared(db.raw, "UPDATE outbox SET state = 'rejected', code = ?, at = ? WHERE entry_id = ?").run(code, at, entryId);
}

/**
 * Puts refused entries back among those to send, all or those that were refused for one reason.
 *
 * @returns ids of their cases
 */
export function retryAllRejected(db: StationDb, code?: string): string[] {
  const those = "state = 'rejected' AND (@code IS NULL OR code = @code)";
  const asked = { code: code ?? null };
  const caseIds = db.raw.prepare(`SELECT DISTINCT case_id FROM outbox WHERE ${those}`).pluck().all(asked) as string[];
  if (caseIds.length > 0) db.raw.prepare(`UPDATE outbox SET state = 'pending', code = NULL WHERE ${those}`).run(asked);
  return caseIds;
}

/** Why the entry at a place of the chain was refused; null when it was not. */
export function refusalAt(db: StationDb, stationSeq: number): string | null {
  const code = prepared(db.raw, "SELECT code FROM outbox WHERE state = 'rejected' AND station_seq = ?")
    .pluck()
    .get(stationSeq);
  return typeof code === 'string' ? code : null;
}

/** Id of the entry at a place of the chain that waits to be sent; null when none does. */
export function pendingAt(db: StationDb, stationSeq: number): string | null {
  const id = prepared(db.raw, "SELECT entry_id FROM outbox WHERE state = 'pending' AND station_seq = ?")
    .pluck()
    .get(stationSeq);
  return typeof id === 'string' ? id : null;
}

/**
 * Puts the refused entries of a case back among those to send.
 *
 * @returns how many
 */
export function retryRejectedOfCase(db: StationDb, caseId: string): number {
  const those = "state = 'rejected' AND code <> 'too_large' AND case_id = ?";
  return prepared(db.raw, `UPDATE outbox SET state = 'pending', code = NULL WHERE ${those}`).run(caseId).changes;
}

/**
 * Puts back among those to send what was refused of some cases and stands in the chain behind an entry that the centre
 * has stored since.
 *
 * @param stored ids of the cases, each with the place in the chain of the first entry that was stored
 * @returns ids of the cases of which something waits again
 */
export function retryRejectedBehind(db: StationDb, stored: ReadonlyMap<string, number>): string[] {
  if (prepared(db.raw, "SELECT 1 FROM outbox WHERE state = 'rejected' LIMIT 1").get() === undefined) return [];
  const retried = prepared(
    db.raw,
    `UPDATE outbox SET state = 'pending', code = NULL FROM json_each(?) AS stored
     WHERE case_id = stored.key AND station_seq > stored.value AND state = 'rejected' AND outbox.code <> 'too_large'
     RETURNING case_id`,
  );
  return [...new Set(retried.pluck().all(JSON.stringify(Object.fromEntries(stored))) as string[])];
}

export function retryRejected(orm: Orm, entryId: string): boolean {
  const where = and(eq(outbox.entryId, entryId), eq(outbox.state, 'rejected'));
  return orm.update(outbox).set({ state: 'pending', code: null }).where(where).run().changes > 0;
}

/** The case of an entry that waits to be sent. */
export function caseOfOutgoing(orm: Orm, entryId: string): string | null {
  return orm.select({ caseId: outbox.caseId }).from(outbox).where(eq(outbox.entryId, entryId)).get()?.caseId ?? null;
}

/**
 * How many entries of a case the centre refused: no other replica folds them. None while it lacks what others wrote in that
 * case, for it is asked again when it has it.
 */
export function rejectedOfCase(db: StationDb, caseId: string): number {
  const sqlText = `SELECT count(*) FROM outbox WHERE case_id = @caseId AND state = 'rejected' AND NOT EXISTS (
    SELECT 1 FROM entries WHERE case_id = @caseId AND server_seq IS NULL AND id NOT IN (SELECT entry_id FROM outbox))`;
  return prepared(db.raw, sqlText).pluck().get({ caseId }) as number;
}

export function outboxCounts(db: StationDb): { pending: number; rejected: number } {
  const sqlText = 'SELECT state, count(*) AS n FROM outbox GROUP BY state';
  const rows = prepared(db.raw, sqlText).all() as { state: string; n: number }[];
  const of = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
  return { pending: of('pending'), rejected: of('rejected') };
}

/** The same of some cases, and how many of them are in conflict. */
export function outboxCountsAmong(
  db: StationDb,
  caseIds: readonly string[],
): { pending: number; rejected: number; conflicts: number } {
  const ids = JSON.stringify(caseIds);
  const of = (sqlText: string) => db.raw.prepare(sqlText).pluck().get(ids) as number;
  const waiting = 'SELECT count(*) FROM outbox WHERE case_id IN (SELECT value FROM json_each(?)) AND state =';
  return {
    pending: of(`${waiting} 'pending'`),
    rejected: of(`${waiting} 'rejected'`),
    conflicts: of('SELECT count(*) FROM cases WHERE case_id IN (SELECT value FROM json_each(?)) AND conflict = 1'),
  };
}

/** For each case, whether something of it waits or was refused; cases with nothing in the outbox are left out. */
export function syncStatesOf(
  orm: Orm,
  caseIds: readonly string[],
): Map<string, Exclude<SyncState, 'sending' | 'reported' | 'relayed'>> {
  const states = new Map<string, 'pending' | 'rejected' | 'conflict'>();
  if (caseIds.length === 0) return states;
  const rows = orm
    .select({ caseId: outbox.caseId, state: outbox.state })
    .from(outbox)
    .where(inArray(outbox.caseId, [...caseIds]))
    .all();
  for (const row of rows) if (states.get(row.caseId) !== 'rejected') states.set(row.caseId, row.state);
  return states;
}

export function outboxOfCase(
  orm: Orm,
  caseId: string,
): Map<string, { state: 'pending' | 'rejected'; code: string | null }> {
  const rows = orm.select().from(outbox).where(eq(outbox.caseId, caseId)).all();
  return new Map(rows.map((row) => [row.entryId, { state: row.state, code: row.code }]));
}

/** What the centre refused, without the cases from which an officer has withdrawn (回避). */
export function rejectedEntries(orm: Orm, officerId: string) {
  return orm
    .select({
      entryId: outbox.entryId,
      caseId: outbox.caseId,
      code: outbox.code,
      at: outbox.at,
      kind: entries.kind,
      number: cases.number,
    })
    .from(outbox)
    .innerJoin(entries, eq(entries.id, outbox.entryId))
    .leftJoin(cases, eq(cases.caseId, outbox.caseId))
    .where(and(eq(outbox.state, 'rejected'), or(isNull(cases.seq), notRecused(officerId))))
    .orderBy(asc(outbox.stationSeq))
    .limit(500)
    .all();
}
