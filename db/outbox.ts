import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { SyncState } from '../domain/contract/words.ts';
import { notRecused } from './cases.ts';
import type { Orm, StationDb } from './open.ts';
import { cases, entries, outbox } from './schema.ts';

export interface Outgoing {
  entryId: string;
  caseId: string;
  stationSeq: number;
  body: string;
}

/** Puts an own entry into the outbox, in the transaction that wrote it. */
export function enqueueEntry(
  orm: Orm,
  entry: { id: string; caseId: string; stationSeq: number; wallTime: string },
): void {
  orm
    .insert(outbox)
    .values({
      entryId: entry.id,
      caseId: entry.caseId,
      stationSeq: entry.stationSeq,
      state: 'pending',
      at: entry.wallTime,
    })
    .run();
}

/** The next entries to send, in chain order. */
export function nextOutgoing(orm: Orm, limit: number): Outgoing[] {
  return orm
    .select({ entryId: outbox.entryId, caseId: outbox.caseId, stationSeq: outbox.stationSeq, body: entries.body })
    .from(outbox)
    .innerJoin(entries, eq(entries.id, outbox.entryId))
    .where(eq(outbox.state, 'pending'))
    .orderBy(asc(outbox.stationSeq))
    .limit(limit)
    .all();
}

/** The centre has it: the row leaves, and the entry keeps the centre's sequence. */
export function acknowledge(orm: Orm, entryId: string, serverSeq: number): void {
  orm.delete(outbox).where(eq(outbox.entryId, entryId)).run();
  orm.update(entries).set({ serverSeq }).where(eq(entries.id, entryId)).run();
}

/** The centre refused it: it stays, with the reason, and never blocks the others. */
export function reject(orm: Orm, entryId: string, code: string, at: string): void {
  orm.update(outbox).set({ state: 'rejected', code, at }).where(eq(outbox.entryId, entryId)).run();
}

export function retryRejected(orm: Orm, entryId: string): boolean {
  const where = and(eq(outbox.entryId, entryId), eq(outbox.state, 'rejected'));
  return orm.update(outbox).set({ state: 'pending', code: null }).where(where).run().changes > 0;
}

/** The case of an entry that waits to be sent. */
export function caseOfOutgoing(orm: Orm, entryId: string): string | null {
  return orm.select({ caseId: outbox.caseId }).from(outbox).where(eq(outbox.entryId, entryId)).get()?.caseId ?? null;
}

/** How many entries of a case the centre refused: no other replica folds them. */
export function rejectedOfCase(orm: Orm, caseId: string): number {
  const where = and(eq(outbox.caseId, caseId), eq(outbox.state, 'rejected'));
  return orm.select({ n: sql<number>`count(*)` }).from(outbox).where(where).get()?.n ?? 0;
}

export function outboxCounts(orm: Orm): { pending: number; rejected: number } {
  const rows = orm.select({ state: outbox.state, n: sql<number>`count(*)` }).from(outbox).groupBy(outbox.state).all();
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
): Map<string, Exclude<SyncState, 'sending' | 'reported'>> {
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

/** Outbox rows whose entry is missing, and own unacknowledged entries that nobody would send: both must be none. */
export function outboxOrphans(
  db: StationDb,
  stationId: string,
): { rowsWithoutEntry: number; entriesWithoutRow: number } {
  const count = (sqlText: string, ...args: unknown[]) => (db.raw.prepare(sqlText).get(...args) as { n: number }).n;
  return {
    rowsWithoutEntry: count('SELECT count(*) AS n FROM outbox WHERE entry_id NOT IN (SELECT id FROM entries)'),
    entriesWithoutRow: count(
      'SELECT count(*) AS n FROM entries WHERE station_id = ? AND server_seq IS NULL AND id NOT IN (SELECT entry_id FROM outbox)',
      stationId,
    ),
  };
}
