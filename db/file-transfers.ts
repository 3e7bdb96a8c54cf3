import { and, eq, like, notLike, or } from 'drizzle-orm';
import type { Orm, StationDb } from './open.ts';
import { prepared } from './prepared.ts';
import { entries, files, meta } from './schema.ts';
import { readMeta, writeMeta } from './settings.ts';

/** An own entry that names a file. */
export interface NamedFile {
  stationSeq: number;
  entryId: string;
  caseId: string;
  sha256: string;
  /** As the officer's PC called it. */
  name: string;
}

/**
 * Files that entries of this station name, from a place in its chain on. A file that only a draft names has no entry yet,
 * and may never have one.
 */
export function filesNamedAfter(db: StationDb, stationId: string, afterSeq: number): NamedFile[] {
  return prepared(
    db.raw,
    `SELECT station_seq AS stationSeq, id AS entryId, case_id AS caseId,
       json_extract(body, '$.payload.evidence.sha256') AS sha256,
       coalesce(json_extract(body, '$.payload.evidence.name'), '') AS name
     FROM entries INDEXED BY entries_attached_seq JOIN entry_bodies ON entry = row
     WHERE station_id = ? AND station_seq > ? AND kind = 'attached' ORDER BY station_seq`,
  ).all(stationId, afterSeq) as NamedFile[];
}

/** The highest place in the chain that a station has reached; 0 before its first entry. */
export function lastStationSeq(db: StationDb, stationId: string): number {
  const row = prepared(db.raw, 'SELECT max(station_seq) AS last FROM entries WHERE station_id = ?').get(stationId);
  return (row as { last: number | null }).last ?? 0;
}

/** Whether the centre has acknowledged an entry: it takes no file that no entry of its own names. */
export function isAcknowledged(orm: Orm, entryId: string): boolean {
  const row = orm.select({ seq: entries.serverSeq }).from(entries).where(eq(entries.id, entryId)).get();
  return row !== undefined && row.seq !== null;
}

export interface FileBrief {
  size: number;
  sentBytes: number;
  reported: boolean;
}

/** A file without its bytes. */
export function fileBrief(orm: Orm, sha256: string): FileBrief | null {
  const { size, sentBytes, reported } = files;
  return orm.select({ size, sentBytes, reported }).from(files).where(eq(files.sha256, sha256)).get() ?? null;
}

/**
 * How many bytes of a file the centre says that it holds; `whole` when it counts there. SQLite takes the whole file into
 * its hands for it, so this is not for every piece.
 */
export function noteSent(orm: Orm, sha256: string, sentBytes: number, whole: boolean): void {
  orm.update(files).set({ sentBytes, reported: whole }).where(eq(files.sha256, sha256)).run();
}

/** Whether a file is on this PC; unlike its other columns that costs the same for a long one. */
export function hasFile(orm: Orm, sha256: string): boolean {
  return orm.select({ size: files.size }).from(files).where(eq(files.sha256, sha256)).get() !== undefined;
}

/** A file on its way from the centre, kept until it is whole and true, so that a restart does not begin anew. */
export interface HeldFile {
  /** Length of the whole, bytes. */
  size: number;
  bytes: number;
  parts: number;
  /** When the last part came, ISO 8601. */
  at: string;
}

const headKey = (sha256: string) => `fetch ${sha256}`;
const partKey = (sha256: string, number: number | '%') => `fetch ${sha256} ${number}`;

export function heldFile(orm: Orm, sha256: string): HeldFile | null {
  return readMeta<HeldFile>(orm, headKey(sha256));
}

/** Adds bytes to what is held of a file; head and part in one transaction. */
export function holdPart(db: StationDb, sha256: string, size: number, content: Uint8Array, at: string): void {
  db.raw
    .transaction(() => {
      const held = heldFile(db.orm, sha256) ?? { size, bytes: 0, parts: 0, at };
      writeMeta(db.orm, partKey(sha256, held.parts), Buffer.from(content).toString('base64'));
      const next: HeldFile = { size, bytes: held.bytes + content.length, parts: held.parts + 1, at };
      writeMeta(db.orm, headKey(sha256), next);
    })
    .immediate();
}

/** All bytes held of a file, in one buffer. */
export function joinHeld(orm: Orm, sha256: string): Buffer {
  const held = heldFile(orm, sha256);
  const whole = Buffer.alloc(held?.bytes ?? 0);
  let at = 0;
  for (let number = 0; number < (held?.parts ?? 0); number += 1)
    at += whole.write(readMeta<string>(orm, partKey(sha256, number)) ?? '', at, 'base64');
  return whole;
}

export function dropHeld(orm: Orm, sha256: string): void {
  orm
    .delete(meta)
    .where(or(eq(meta.key, headKey(sha256)), like(meta.key, `${headKey(sha256)} %`)))
    .run();
}

/** Drops what never became whole and has not grown since an instant. Reads no part of it. */
export function purgeHeld(orm: Orm, before: string): void {
  const isHead = and(like(meta.key, headKey('%')), notLike(meta.key, partKey('%', '%')));
  for (const { key, value } of orm.select().from(meta).where(isHead).all())
    if ((JSON.parse(value) as HeldFile).at < before) dropHeld(orm, key.slice(headKey('').length));
}

/** Whether an entry on this desk names a file: only such a one is asked for. */
export function isNamedHere(db: StationDb, sha256: string): boolean {
  const found = db.raw
    .prepare(`SELECT 1 FROM whole_entries WHERE kind IN ('attached', 'registered') AND instr(body, ?) > 0 LIMIT 1`)
    .get(sha256);
  return found !== undefined;
}
