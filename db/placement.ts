import type { StationDb } from './open.ts';
import { prepared } from './prepared.ts';

/** Which of the entries of a case have a place in the centre's order. */

/** An entry and the place that the centre gave it in its case. */
export interface Placed {
  id: string;
  seq: number;
}

/** Whether the feed brought something of a case after a position. */
export function isFedAfter(db: StationDb, caseId: string, feedPos: number): boolean {
  return (
    prepared(db.raw, 'SELECT 1 FROM entries WHERE case_id = ? AND feed_pos > ? LIMIT 1').get(caseId, feedPos) !==
    undefined
  );
}

/** Position of the feed at which the first entry of a case came; null where the feed brought none. */
export function firstFedOf(db: StationDb, caseId: string): number | null {
  return prepared(db.raw, 'SELECT min(feed_pos) FROM entries WHERE case_id = ?').pluck().get(caseId) as number | null;
}

/** Gives entries their places and takes them out of the outbox, where they may stand: two statements, however many. */
export function placeEntries(db: StationDb, placed: readonly Placed[]): void {
  const given = JSON.stringify(Object.fromEntries(placed.map(({ id, seq }) => [id, seq])));
  prepared(db.raw, 'DELETE FROM outbox WHERE entry_id IN (SELECT key FROM json_each(?))').run(given);
  prepared(
    db.raw,
    'UPDATE entries SET server_seq = given.value FROM json_each(?) AS given WHERE entries.id = given.key',
  ).run(given);
}

/** Of each of some cases that has entries: how many are held, how many have a place, and the last place. */
export function placesOf(
  db: StationDb,
  caseIds: readonly string[],
): Map<string, { held: number; placed: number; last: number }> {
  const rows = prepared(
    db.raw,
    `SELECT case_id AS caseId, count(*) AS held, count(server_seq) AS placed, coalesce(max(server_seq), 0) AS last
     FROM entries WHERE case_id IN (SELECT value FROM json_each(?)) GROUP BY case_id`,
  ).all(JSON.stringify(caseIds)) as { caseId: string; held: number; placed: number; last: number }[];
  return new Map(rows.map((row) => [row.caseId, row]));
}

/** Which of these cases hold something of another station that no centre gave a place yet: a bundle brought it. */
export function relayedCases(db: StationDb, caseIds: readonly string[], own: string): Set<string> {
  const found = prepared(
    db.raw,
    `SELECT DISTINCT case_id FROM entries WHERE case_id IN (SELECT value FROM json_each(?))
     AND server_seq IS NULL AND station_id <> ?`,
  );
  return new Set(found.pluck().all(JSON.stringify(caseIds), own) as string[]);
}

/** How many entries a station wrote into these cases, and how many of them no later than a place of its chain. */
export function ownEntriesAmong(
  db: StationDb,
  stationId: string,
  caseIds: readonly string[],
  upTo: number,
): { written: number; backed: number } {
  return prepared(
    db.raw,
    `SELECT count(*) AS written, coalesce(sum(station_seq <= @upTo), 0) AS backed FROM entries
     WHERE station_id = @stationId AND case_id IN (SELECT value FROM json_each(@caseIds))`,
  ).get({ stationId, upTo, caseIds: JSON.stringify(caseIds) }) as { written: number; backed: number };
}

/**
 * Whether two entries of a case stand at one place, or one before the registration: no centre in its right mind says so.
 */
export function hasSenselessPlaces(db: StationDb, caseId: string): boolean {
  const sense = prepared(
    db.raw,
    `SELECT count(server_seq) = count(DISTINCT server_seq)
       AND coalesce(min(server_seq) >= max(server_seq) FILTER (WHERE kind = 'registered'), 1)
     FROM entries WHERE case_id = ?`,
  );
  return sense.pluck().get(caseId) !== 1;
}

/** Hash and time of an own entry; null when there is none at that place of the chain. */
export function ownEntryAt(
  db: StationDb,
  stationId: string,
  stationSeq: number,
): { hash: string; wallTime: string } | null {
  const row = prepared(
    db.raw,
    "SELECT hash, json_extract(body, '$.wallTime') AS wallTime FROM whole_entries WHERE station_id = ? AND station_seq = ?",
  ).get(stationId, stationSeq);
  return (row as { hash: string; wallTime: string } | undefined) ?? null;
}

/**
 * Takes their place from all entries that came after a position of the feed: the centre no longer knows them there.
 *
 * @returns ids of their cases
 */
export function forgetPlacesAfter(db: StationDb, feedPos: number): string[] {
  const caseIds = db.raw
    .prepare('SELECT DISTINCT case_id FROM entries WHERE feed_pos > ?')
    .pluck()
    .all(feedPos) as string[];
  db.raw.prepare('UPDATE entries SET server_seq = NULL, feed_pos = NULL WHERE feed_pos > ?').run(feedPos);
  return caseIds;
}

/**
 * Puts own entries after a place of the chain back among those to send, whatever became of them before.
 *
 * @param at time of the outbox rows, ISO 8601
 * @returns how many that were acknowledged, and the ids of their cases
 */
export function sendAgainAfter(
  db: StationDb,
  stationId: string,
  stationSeq: number,
  at: string,
): { entries: number; caseIds: string[] } {
  const own = { stationId, stationSeq };
  const acknowledged =
    'station_id = @stationId AND station_seq > @stationSeq AND id NOT IN (SELECT entry_id FROM outbox)';
  const caseIds = db.raw
    .prepare(`SELECT DISTINCT case_id FROM entries WHERE ${acknowledged}`)
    .pluck()
    .all(own) as string[];
  const { changes } = db.raw
    .prepare(
      `INSERT INTO outbox (entry_id, case_id, station_seq, state, at)
       SELECT id, case_id, station_seq, 'pending', @at FROM entries WHERE ${acknowledged}`,
    )
    .run({ ...own, at });
  db.raw
    .prepare('UPDATE entries SET server_seq = NULL WHERE station_id = @stationId AND station_seq > @stationSeq')
    .run(own);
  return { entries: changes, caseIds };
}

/**
 * Takes their places from a station's entries of one case and puts them back among those to send.
 *
 * @param at time of the outbox rows, ISO 8601
 */
export function sendCaseAgain(db: StationDb, stationId: string, caseId: string, at: string): void {
  const own = { stationId, caseId };
  prepared(
    db.raw,
    `INSERT INTO outbox (entry_id, case_id, station_seq, state, at)
     SELECT id, case_id, station_seq, 'pending', @at FROM entries
     WHERE case_id = @caseId AND station_id = @stationId AND id NOT IN (SELECT entry_id FROM outbox)`,
  ).run({ ...own, at });
  prepared(db.raw, 'UPDATE entries SET server_seq = NULL WHERE case_id = @caseId AND station_id = @stationId').run(own);
}

/**
 * The order every replica folds a case in: the centre's first, then what it has not acknowledged, in the order it was
 * written here; what it refused stands last, because the others fold without it. The statement names the case `@caseId`.
 */
export const FOLD_ORDER = `ORDER BY kind <> 'registered', server_seq IS NULL, server_seq,
  id IN (SELECT entry_id FROM outbox WHERE case_id = @caseId AND state = 'rejected'), station_seq`;

/**
 * Removes an entry that only a bundle brought, so that the centre's version of that place can be taken.
 *
 * @returns false, and nothing is removed, when the centre gave the entry its place
 */
export function dropHearsay(db: StationDb, entryId: string): boolean {
  const those = 'id = ? AND server_seq IS NULL AND id NOT IN (SELECT entry_id FROM outbox)';
  return prepared(db.raw, `DELETE FROM entries WHERE ${those}`).run(entryId).changes === 1;
}

/** Gives an entry that is held already the place that the feed brings; `feedPos` is null for one of this station's own. */
export function placeFromFeed(db: StationDb, entryId: string, serverSeq: number, feedPos: number | null): void {
  prepared(db.raw, 'UPDATE entries SET server_seq = ?, feed_pos = ? WHERE id = ?').run(serverSeq, feedPos, entryId);
}
