import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { canonicalJson } from '../domain/case-file/chain.ts';
import { DeskError } from '../domain/contract/errors.ts';

/**
 * A backup file (`.jsk`).
 *
 * Bytes: 7 of magic, 1 version, 4 length of the head (big endian), the head (canonical JSON), the database as SQLite wrote
 * it (encrypted page by page with the data key), 32 SHA-256 of all before, 32 HMAC-SHA256 of that digest under a key that
 * follows from the data key: damage is seen by anybody, a change by whoever opens it.
 */
const MAGIC = Buffer.from('4a534b0d0a1a0a', 'hex');
export const BACKUP_VERSION = 1;
const PREFIX = MAGIC.length + 1 + 4;
const MAX_HEAD = 16 * 1024;
const DIGEST = 32;
const TAIL = 2 * DIGEST;
/** Bytes read and written at a time. */
const PIECE = 1024 * 1024;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
export const codeSlotSchema = z.strictObject({
  kind: z.literal('code'),
  N: z.number().int(),
  r: z.number().int(),
  p: z.number().int(),
  salt: hex(16),
  nonce: hex(12),
  sealed: hex(48),
});
const centreSlot = z.strictObject({
  kind: z.literal('centre'),
  recipient: z.string().length(44),
  ephemeral: z.string().length(44),
  sealed: hex(48),
});
const headSchema = z.strictObject({
  id: hex(16),
  station: z.strictObject({ code: z.string().max(20), name: z.string().max(200) }),
  made: z.iso.datetime({ offset: true }),
  program: z.string().max(40),
  /** Migrations that the database has been through. */
  schema: z.number().int().min(1),
  /** Bytes of the database. */
  bytes: z.number().int().min(1),
  counts: z.strictObject({ entries: z.number().int().min(0), cases: z.number().int().min(0) }),
  /** End of the station's own chain. */
  chain: z.strictObject({ seq: z.number().int().min(0), hash: hex(32) }),
  /** The data key, sealed in more than one way. */
  slots: z.array(z.discriminatedUnion('kind', [codeSlotSchema, centreSlot])).max(8),
});
export type BackupHead = z.output<typeof headSchema>;
export type KeySlot = BackupHead['slots'][number];

const macKey = (dataKey: Uint8Array) => new Uint8Array(hkdfSync('sha256', dataKey, '', 'jiesu-desk/backup/1 mac', 32));
const macOf = (dataKey: Uint8Array, digest: Uint8Array) =>
  createHmac('sha256', macKey(dataKey)).update(digest).digest();

/** Tells how far a long copy has come, in bytes. */
export type Told = (done: number, total: number) => void;

/**
 * Writes a backup and syncs it to the disk.
 *
 * @param database file to copy in, of `head.bytes` bytes; @throws node's own errors (ENOSPC, EIO …)
 */
export function writeBackup(file: string, database: string, head: BackupHead, dataKey: Uint8Array, told: Told): void {
  const json = Buffer.from(canonicalJson(headSchema.parse(head)), 'utf8');
  const prefix = Buffer.alloc(PREFIX + json.length);
  MAGIC.copy(prefix);
  prefix.writeUInt8(BACKUP_VERSION, MAGIC.length);
  prefix.writeUInt32BE(json.length, MAGIC.length + 1);
  prefix.set(json, PREFIX);
  const hash = createHash('sha256').update(prefix);
  const out = openSync(file, 'w', 0o600);
  try {
    writeAll(out, prefix);
    copyPieces(database, { from: 0, length: head.bytes }, told, (piece) => {
      hash.update(piece);
      writeAll(out, piece);
    });
    const digest = hash.digest();
    writeAll(out, Buffer.concat([digest, macOf(dataKey, digest)]));
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

function copyPieces(
  file: string,
  { from, length }: { from: number; length: number },
  told: Told,
  take: (piece: Uint8Array) => void,
): void {
  const handle = openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(PIECE);
  try {
    for (let done = 0; done < length; ) {
      const read = readSync(handle, buffer, 0, Math.min(PIECE, length - done), from + done);
      if (read === 0) throw new DeskError('backup_damaged', { detail: 'shorter than it says' });
      take(buffer.subarray(0, read));
      done += read;
      told(done, length);
    }
  } finally {
    closeSync(handle);
  }
}

/** What a backup says of itself, from its first bytes. @throws DeskError `backup_damaged`, `backup_newer` */
export function readBackupHead(file: string): BackupHead {
  return readFront(file).head;
}

function readFront(file: string): { head: BackupHead; prefix: Uint8Array } {
  const handle = openSync(file, 'r');
  try {
    const front = Buffer.alloc(PREFIX + MAX_HEAD);
    const read = readSync(handle, front, 0, front.length, 0);
    if (read < PREFIX || !front.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged('magic');
    const version = front.readUInt8(MAGIC.length);
    if (version > BACKUP_VERSION) throw new DeskError('backup_newer', { detail: `${version}` });
    const length = front.readUInt32BE(MAGIC.length + 1);
    if (length > MAX_HEAD || PREFIX + length > read) throw damaged('length of the head');
    const prefix = front.subarray(0, PREFIX + length);
    return { head: headSchema.parse(JSON.parse(prefix.subarray(PREFIX).toString('utf8'))), prefix };
  } catch (cause) {
    throw cause instanceof DeskError ? cause : damaged('head', cause);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads a whole backup and finds it undamaged.
 *
 * @returns its digest: what the data key must confirm (`demandOwnMac`). @throws DeskError `backup_damaged`, `backup_newer`
 */
export function checkBackup(
  file: string,
  told: Told = () => {},
): { head: BackupHead; digest: Uint8Array; mac: Uint8Array } {
  const { head, prefix } = readFront(file);
  const hash = createHash('sha256').update(prefix);
  const body = { from: prefix.length, length: head.bytes };
  copyPieces(file, body, told, (piece) => hash.update(piece));
  const digest = hash.digest();
  const handle = openSync(file, 'r');
  try {
    const tail = Buffer.alloc(TAIL + 1);
    const read = readSync(handle, tail, 0, TAIL + 1, prefix.length + head.bytes);
    if (read !== TAIL || !tail.subarray(0, DIGEST).equals(digest)) throw damaged('digest');
    return { head, digest, mac: tail.subarray(DIGEST, TAIL) };
  } finally {
    closeSync(handle);
  }
}

/** @throws DeskError `backup_damaged` when the file was not written by whoever had this data key */
export function demandOwnMac(dataKey: Uint8Array, checked: { digest: Uint8Array; mac: Uint8Array }): void {
  if (!timingSafeEqual(macOf(dataKey, checked.digest), checked.mac)) throw damaged('not written with this key');
}

/** Copies the database out of a backup that was checked, and syncs it to the disk. */
export function extractDatabase(file: string, to: string, told: Told = () => {}): void {
  const { head, prefix } = readFront(file);
  const out = openSync(to, 'w', 0o600);
  try {
    copyPieces(file, { from: prefix.length, length: head.bytes }, told, (piece) => writeAll(out, piece));
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
}

const damaged = (detail: string, cause?: unknown) => new DeskError('backup_damaged', { detail, cause });
