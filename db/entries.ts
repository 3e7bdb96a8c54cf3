import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Entry, EntryKind, EntryOf } from '../domain/contract/entries.ts';
import { GENESIS_HASH } from '../domain/contract/entries.ts';
import type { Orm, StationDb } from './open.ts';
import { entries } from './schema.ts';

/** One stored entry with what this station knows about it. */
export interface StoredEntry {
  entry: Entry;
  serverSeq: number | null;
  masked: boolean;
}

/** Writes one entry. @throws SQLite's constraint error when the id, or the station's sequence number, is taken */
export function insertEntry(orm: Orm, entry: Entry, known: { serverSeq: number | null; masked: boolean }): void {
  orm
    .insert(entries)
    .values({
      id: entry.id,
      caseId: entry.caseId,
      stationId: entry.stationId,
      stationSeq: entry.stationSeq,
      kind: entry.kind,
      hash: entry.hash,
      body: JSON.stringify(entry),
      serverSeq: known.serverSeq,
      masked: known.masked,
    })
    .run();
}

/** End of a station's chain as held here. */
export function chainHead(orm: Orm, stationId: string): { seq: number; hash: string } {
  const last = orm
    .select({ seq: entries.stationSeq, hash: entries.hash })
    .from(entries)
    .where(eq(entries.stationId, stationId))
    .orderBy(desc(entries.stationSeq))
    .limit(1)
    .get();
  return last ?? { seq: 0, hash: GENESIS_HASH };
}

/** When this station wrote its last entry, ISO 8601; null before the first. */
export function lastWrittenAt(orm: Orm, stationId: string): string | null {
  const last = orm
    .select({ wallTime: sql<string>`json_extract(${entries.body}, '$.wallTime')` })
    .from(entries)
    .where(eq(entries.stationId, stationId))
    .orderBy(desc(entries.stationSeq))
    .limit(1)
    .get();
  return last?.wallTime ?? null;
}

/**
 * All entries of a case in the order every replica folds them: the centre's order first, then what it has not yet
 * acknowledged, in the order it was written here; what it refused stands last, because the others fold without it.
 */
export function entriesOfCase(orm: Orm, caseId: string): StoredEntry[] {
  return orm
    .select({ body: entries.body, serverSeq: entries.serverSeq, masked: entries.masked })
    .from(entries)
    .where(eq(entries.caseId, caseId))
    .orderBy(
      sql`${entries.serverSeq} IS NULL`,
      asc(entries.serverSeq),
      sql`${entries.kind} <> 'registered'`,
      sql`${entries.id} IN (SELECT entry_id FROM outbox WHERE case_id = ${caseId} AND state = 'rejected')`,
      asc(entries.stationSeq),
    )
    .all()
    .map((row) => ({ entry: JSON.parse(row.body) as Entry, serverSeq: row.serverSeq, masked: row.masked }));
}

/** Kinds of a case's entries in the order in which they came to this station. */
export function kindsByArrival(orm: Orm, caseId: string): EntryKind[] {
  const rows = orm.select({ kind: entries.kind }).from(entries).where(eq(entries.caseId, caseId)).orderBy(sql`rowid`);
  return rows.all().map((row) => row.kind as EntryKind);
}

/** Whether this station gets the case masked: it is then the unit that handles it. */
export function holdsMasked(orm: Orm, caseId: string): boolean {
  const where = and(eq(entries.caseId, caseId), eq(entries.masked, true));
  return orm.select({ id: entries.id }).from(entries).where(where).limit(1).get() !== undefined;
}

/** The registration that a case begins with, as held here. */
export function registrationOf(orm: Orm, caseId: string): EntryOf<'registered'> | null {
  const where = and(eq(entries.caseId, caseId), eq(entries.kind, 'registered'));
  const row = orm.select({ body: entries.body }).from(entries).where(where).get();
  return row ? (JSON.parse(row.body) as EntryOf<'registered'>) : null;
}

export function entryById(orm: Orm, id: string): StoredEntry | null {
  const row = orm.select().from(entries).where(eq(entries.id, id)).get();
  return row ? { entry: JSON.parse(row.body) as Entry, serverSeq: row.serverSeq, masked: row.masked } : null;
}

export function entryByStationSeq(
  orm: Orm,
  stationId: string,
  seq: number,
): { id: string; hash: string; caseId: string } | null {
  const where = and(eq(entries.stationId, stationId), eq(entries.stationSeq, seq));
  const columns = { id: entries.id, hash: entries.hash, caseId: entries.caseId };
  return orm.select(columns).from(entries).where(where).get() ?? null;
}

/** Id of the entry that stands at a place in the centre's order of a case. */
export function entryIdAt(orm: Orm, caseId: string, serverSeq: number): string | null {
  const where = and(eq(entries.caseId, caseId), eq(entries.serverSeq, serverSeq));
  return orm.select({ id: entries.id }).from(entries).where(where).get()?.id ?? null;
}

export function setServerSeq(orm: Orm, id: string, serverSeq: number): void {
  orm.update(entries).set({ serverSeq }).where(eq(entries.id, id)).run();
}

/** Every entry of one station in chain order, without holding them all in memory. */
export function* walkChain(db: StationDb, stationId: string): Generator<StoredEntry> {
  const rows = db.raw
    .prepare('SELECT body, server_seq AS serverSeq, masked FROM entries WHERE station_id = ? ORDER BY station_seq')
    .iterate(stationId) as IterableIterator<{ body: string; serverSeq: number | null; masked: number }>;
  for (const row of rows) {
    yield { entry: JSON.parse(row.body) as Entry, serverSeq: row.serverSeq, masked: row.masked === 1 };
  }
}

/** Codes of the stations whose entries are held here. */
export function stationsHeld(db: StationDb): string[] {
  return (db.raw.prepare('SELECT DISTINCT station_id AS id FROM entries ORDER BY id').all() as { id: string }[]).map(
    (row) => row.id,
  );
}

/** Ids of all cases that have entries. */
export function caseIdsHeld(db: StationDb): string[] {
  return (db.raw.prepare('SELECT DISTINCT case_id AS id FROM entries').all() as { id: string }[]).map((row) => row.id);
}
