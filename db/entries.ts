import { eq, sql } from 'drizzle-orm';
import { orderUnplaced } from '../domain/case-file/unplaced-order.ts';
import type { Entry, EntryKind } from '../domain/contract/entries.ts';
import { GENESIS_HASH } from '../domain/contract/entries.ts';
import type { Orm, StationDb } from './open.ts';
import { FOLD_ORDER } from './placement.ts';
import { builtOnce, prepared } from './prepared.ts';
import { entries } from './schema.ts';

/** One stored entry with what this station knows about it. */
export interface StoredEntry {
  entry: Entry;
  serverSeq: number | null;
  masked: boolean;
}

/** What is known of an entry besides what its writer said. */
export interface Place {
  /** Its place in its case at the centre; null until the centre has said. */
  serverSeq: number | null;
  masked: boolean;
  /** Position in this station's feed at which it came; null for its own and for what a bundle brought. */
  feedPos: number | null;
}

const INTO = `INTO entries (id, case_id, station_id, station_seq, kind, hash, server_seq, masked, feed_pos)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

function valuesOf(entry: Entry, { serverSeq, masked, feedPos }: Place): unknown[] {
  const { id, caseId, stationId, stationSeq, kind, hash } = entry;
  return [id, caseId, stationId, stationSeq, kind, hash, serverSeq, masked ? 1 : 0, feedPos];
}

function insertBody(db: StationDb, row: number | bigint, text: string | Uint8Array): void {
  prepared(db.raw, 'INSERT INTO entry_bodies (entry, body) VALUES (?, CAST(? AS TEXT))').run(row, text);
}

/**
 * Writes one entry, in the transaction that the caller has begun.
 *
 * @param text the entry as JSON, as its writer hashed it, or the bytes of that in UTF-8
 * @throws SQLite's constraint error when the id, or the station's sequence number, is taken
 */
export function insertEntry(db: StationDb, entry: Entry, text: string | Uint8Array, place: Place): void {
  const { lastInsertRowid } = prepared(db.raw, `INSERT ${INTO}`).run(...valuesOf(entry, place));
  insertBody(db, lastInsertRowid, text);
}

/** The same; false, and nothing is written, when id or sequence number is taken. */
export function insertIfNew(db: StationDb, entry: Entry, text: string | Uint8Array, place: Place): boolean {
  const { changes, lastInsertRowid } = prepared(db.raw, `INSERT OR IGNORE ${INTO}`).run(...valuesOf(entry, place));
  if (changes === 1) insertBody(db, lastInsertRowid, text);
  return changes === 1;
}

/** End of a station's chain as held here. */
export function chainHead(db: StationDb, stationId: string): { seq: number; hash: string } {
  const last = prepared(
    db.raw,
    'SELECT station_seq AS seq, hash FROM entries WHERE station_id = ? ORDER BY station_seq DESC LIMIT 1',
  ).get(stationId) as { seq: number; hash: string } | undefined;
  return last ?? { seq: 0, hash: GENESIS_HASH };
}

/** When this station wrote its last entry, ISO 8601; null before the first. */
export function lastWrittenAt(db: StationDb, stationId: string): string | null {
  const last = prepared(
    db.raw,
    "SELECT json_extract(body, '$.wallTime') FROM whole_entries WHERE station_id = ? ORDER BY station_seq DESC LIMIT 1",
  );
  return (last.pluck().get(stationId) as string | undefined) ?? null;
}

/**
 * All entries of a case in the order every replica folds them: see `FOLD_ORDER`. Where a bundle brought entries of others
 * that have no place yet, `orderUnplaced` says how they stand to each other.
 */
export function entriesOfCase(db: StationDb, caseId: string): StoredEntry[] {
  const rows = prepared(
    db.raw,
    `SELECT body, server_seq AS serverSeq, masked FROM whole_entries WHERE case_id = @caseId ${FOLD_ORDER}`,
  ).all({ caseId }) as { body: string; serverSeq: number | null; masked: number }[];
  const stored = rows.map((row) => ({
    entry: JSON.parse(row.body) as Entry,
    serverSeq: row.serverSeq,
    masked: row.masked === 1,
  }));
  const unplaced = stored.filter(({ serverSeq }) => serverSeq === null);
  const [first] = unplaced;
  if (!first || unplaced.every(({ entry }) => entry.stationId === first.entry.stationId)) return stored;
  const placed = stored.filter(({ serverSeq }) => serverSeq !== null);
  return ofSeveral(placed, unplaced);
}

/**
 * What begins the case stands first. What the centre refused stands where it was written: the centre lacks what others
 * wrote here, and is asked again when it has it (`retryRejectedOfCase`).
 */
function ofSeveral(placed: readonly StoredEntry[], unplaced: readonly StoredEntry[]): StoredEntry[] {
  const begins = ({ entry }: StoredEntry) => entry.kind === 'registered';
  const rest = unplaced.filter((one) => !begins(one)).map((one) => ({ ...one.entry, one }));
  return [...unplaced.filter(begins), ...placed, ...orderUnplaced(rest).map(({ one }) => one)];
}

/** Ids of a case's entries in the order in which they are folded here. */
export const foldOrder = (db: StationDb, caseId: string): string[] =>
  entriesOfCase(db, caseId).map(({ entry }) => entry.id);

const kindsOfCase = (orm: Orm) =>
  orm
    .select({ kind: entries.kind })
    .from(entries)
    .where(eq(entries.caseId, sql.placeholder('caseId')))
    .orderBy(entries.row)
    .prepare();

/** Kinds of a case's entries in the order in which they came to this station. */
export function kindsByArrival(orm: Orm, caseId: string): EntryKind[] {
  return builtOnce(orm, kindsOfCase)
    .all({ caseId })
    .map((row) => row.kind as EntryKind);
}

/** The procedure that a case began under, as its registration held here says; null where there is none. */
export function regimeOf(db: StationDb, caseId: string): string | null {
  const regime = prepared(
    db.raw,
    `SELECT json_extract(body, '$.payload.regime.id') FROM whole_entries WHERE case_id = ? AND kind = 'registered'`,
  )
    .pluck()
    .get(caseId);
  return typeof regime === 'string' ? regime : null;
}

/** Whether this station gets the case masked: it is then the unit that handles it. */
export function holdsMasked(orm: Orm, caseId: string): boolean {
  const where = sql`${entries.caseId} = ${caseId} AND ${entries.masked} = 1`;
  return orm.select({ id: entries.id }).from(entries).where(where).limit(1).get() !== undefined;
}

/** Whether anything of a case is here: of one that was restored the own entries may come before its registration. */
export function isCaseHeld(db: StationDb, caseId: string): boolean {
  return prepared(db.raw, 'SELECT 1 FROM entries WHERE case_id = ? LIMIT 1').get(caseId) !== undefined;
}

export function hasEntry(db: StationDb, id: string): boolean {
  return prepared(db.raw, 'SELECT 1 FROM entries WHERE id = ?').get(id) !== undefined;
}

export function entryByStationSeq(
  db: StationDb,
  stationId: string,
  seq: number,
): { id: string; hash: string; caseId: string } | null {
  const row = prepared(
    db.raw,
    'SELECT id, hash, case_id AS caseId FROM entries WHERE station_id = ? AND station_seq = ?',
  ).get(stationId, seq) as { id: string; hash: string; caseId: string } | undefined;
  return row ?? null;
}

/** Id of the entry that stands at a place in the centre's order of a case. */
export function entryIdAt(db: StationDb, caseId: string, serverSeq: number): string | null {
  const id = prepared(db.raw, 'SELECT id FROM entries WHERE case_id = ? AND server_seq = ?')
    .pluck()
    .get(caseId, serverSeq);
  return typeof id === 'string' ? id : null;
}

/** Every entry of one station in chain order, without holding them all in memory. */
export function* walkChain(db: StationDb, stationId: string): Generator<StoredEntry> {
  const rows = db.raw
    .prepare(
      'SELECT body, server_seq AS serverSeq, masked FROM whole_entries WHERE station_id = ? ORDER BY station_seq',
    )
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
