import { and, asc, eq, lt, sql } from 'drizzle-orm';
import { DeskError } from '../domain/contract/errors.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';
import { files, fileUploads, openUploads } from './db/schema.ts';

/** Largest file, bytes. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Bytes that become durable at once, and that a cut can cost at most. */
export const FILE_BLOCK_BYTES = 64 * 1024;
/** What one station may leave unfinished. It sends one file after another, so only an abuser gets there. */
export const MAX_OPEN_UPLOADS = 8;
export const MAX_OPEN_BYTES = 64 * 1024 * 1024;
/** An upload that nobody has touched for so long is given up, ms. */
const STALE_MS = 14 * 24 * 60 * 60 * 1000;

/** One station's upload of one file; what others send under the same name is theirs. */
export interface UploadKey {
  station: string;
  sha256: string;
}

export interface UploadState {
  /** Bytes that are durable. */
  offset: number;
  /** `null` before the first piece. */
  size: number | null;
  /** The file counts: its hash was verified. */
  done: boolean;
}

const isOf = ({ station, sha256 }: UploadKey) => and(eq(openUploads.station, station), eq(openUploads.sha256, sha256));

/** How far an upload is. One whose last byte came just before a crash is brought to its end here. */
export async function uploadState(db: CentreDatabase, key: UploadKey, now: Date): Promise<UploadState> {
  const [finished] = await db
    .select({ size: files.size })
    .from(fileUploads)
    .innerJoin(files, eq(files.sha256, fileUploads.sha256))
    .where(and(eq(fileUploads.station, key.station), eq(fileUploads.sha256, key.sha256)));
  if (finished) return { offset: finished.size, size: finished.size, done: true };
  const [open] = await db.select().from(openUploads).where(isOf(key));
  if (!open) return { offset: 0, size: null, done: false };
  if (open.received < open.size) return { offset: open.received, size: open.size, done: false };
  const kept = await finishUpload(db, key, now);
  return kept ? { offset: open.size, size: open.size, done: true } : { offset: 0, size: null, done: false };
}

/**
 * Makes room and begins an upload; one of the same name that said another length is begun anew. A station that leaves
 * more unfinished than it may loses its own oldest ones, nobody else's.
 */
export async function beginUpload(db: CentreDatabase, key: UploadKey, size: number, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads ${key.station}`}, 0))`);
    await tx.delete(openUploads).where(lt(openUploads.touchedAt, new Date(now.getTime() - STALE_MS)));
    await tx.delete(openUploads).where(isOf(key));
    const others = await tx
      .select({ sha256: openUploads.sha256, size: openUploads.size })
      .from(openUploads)
      .where(eq(openUploads.station, key.station))
      .orderBy(asc(openUploads.touchedAt));
    let bytes = size + others.reduce((sum, other) => sum + other.size, 0);
    for (let left = others.length; left >= MAX_OPEN_UPLOADS || bytes > MAX_OPEN_BYTES; left -= 1) {
      const oldest = others.shift();
      if (!oldest) break;
      bytes -= oldest.size;
      await tx.delete(openUploads).where(isOf({ station: key.station, sha256: oldest.sha256 }));
    }
    await tx.insert(openUploads).values({ ...key, size, received: 0, touchedAt: now });
  });
}

/**
 * Adds bytes at an offset, in one block, and syncs them to disk.
 *
 * @param content not reaching beyond the block in which `offset` lies
 * @throws DeskError `file_offset` when the upload does not stand there any more (another request of the same station was
 *   faster, or it was given up); nothing is written then
 */
export async function appendBytes(
  db: CentreDatabase,
  { station, sha256 }: UploadKey,
  offset: number,
  content: Uint8Array,
  now: Date,
): Promise<void> {
  const number = Math.floor(offset / FILE_BLOCK_BYTES);
  // As text both ways: the drivers are many times slower with binary values than PostgreSQL with base64 (0011).
  const base64 = Buffer.from(content).toString('base64');
  const { rows } = await db.execute(sql`
    WITH moved AS (
      UPDATE open_uploads SET received = received + ${content.length}::integer, touched_at = ${now.toISOString()}::timestamptz
      WHERE station = ${station} AND sha256 = ${sha256} AND received = ${offset}::integer
        AND size >= ${offset + content.length}::integer
      RETURNING station, sha256
    )
    INSERT INTO file_parts (station, sha256, number, content)
    SELECT station, sha256, ${number}::integer, decode(${base64}::text, 'base64') FROM moved
    ON CONFLICT (station, sha256, number) DO UPDATE SET content = file_parts.content || excluded.content
    RETURNING number`);
  if (rows.length === 0) throw new DeskError('file_offset');
}

/**
 * Verifies an upload that has all its bytes. True ones become the file (once, whoever sends it again) and are noted as
 * sent by this station; the bytes of a lie are dropped.
 *
 * @returns whether this station's upload counts
 */
export async function finishUpload(db: CentreDatabase, key: UploadKey, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [open] = await tx.select().from(openUploads).where(isOf(key)).for('update');
    // Another request was faster: what it found out is in the table.
    if (!open) return isUploaded(tx, key);
    if (open.received < open.size) throw new DeskError('file_offset');
    const { rows } = await tx.execute<{ hash: string }>(sql`
      SELECT encode(sha256(string_agg(content, ''::bytea ORDER BY number)), 'hex') AS hash FROM file_parts
      WHERE station = ${key.station} AND sha256 = ${key.sha256}`);
    const isTrue = rows[0]?.hash === key.sha256;
    if (isTrue) await keepFile(tx, key, open.size, now);
    await tx.delete(openUploads).where(isOf(key));
    return isTrue;
  });
}

/** A file that is here as a whole, because a bundle brought it. Bytes that are not those of its name are dropped. */
export async function uploadWhole(db: CentreDatabase, key: UploadKey, content: Uint8Array, now: Date): Promise<void> {
  if (content.length === 0 || content.length > MAX_FILE_BYTES) return;
  const { done } = await uploadState(db, key, now);
  if (done) return;
  await beginUpload(db, key, content.length, now);
  for (let offset = 0; offset < content.length; offset += FILE_BLOCK_BYTES)
    await appendBytes(db, key, offset, content.subarray(offset, offset + FILE_BLOCK_BYTES), now);
  await finishUpload(db, key, now);
}

async function isUploaded(tx: CentreTransaction, { station, sha256 }: UploadKey): Promise<boolean> {
  const rows = await tx
    .select()
    .from(fileUploads)
    .where(and(eq(fileUploads.station, station), eq(fileUploads.sha256, sha256)));
  return rows.length > 0;
}

async function keepFile(tx: CentreTransaction, { station, sha256 }: UploadKey, size: number, now: Date): Promise<void> {
  const fresh = await tx.insert(files).values({ sha256, size, receivedAt: now }).onConflictDoNothing().returning();
  if (fresh.length > 0) {
    await tx.execute(sql`
      INSERT INTO file_blocks (sha256, number, content)
      SELECT sha256, number, content FROM file_parts WHERE station = ${station} AND sha256 = ${sha256}`);
  }
  await tx.insert(fileUploads).values({ sha256, station }).onConflictDoNothing();
}
