import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DeskError } from '../../domain/contract/errors.ts';
import type { Keyring } from '../options.ts';

/**
 * The database's key: 32 random bytes, sealed (AES-256-GCM) under HKDF(device secret) in two slot files that are
 * written in turn, each with its own checksum, so that a power cut while one is written leaves the other readable.
 */
const SLOTS = ['slot-a', 'slot-b'] as const;

interface Slot {
  generation: number;
  nonce: string;
  sealed: string;
  checksum: string;
}

/**
 * Reads the data key, or makes one where there never was one. A slot that cannot be read is still a slot: a new key
 * written over it would make what it locks unreadable for ever.
 *
 * @param locked whether something is already encrypted here, so that no new key may be made
 * @throws DeskError `database_key` when no slot can be opened
 */
export async function loadDataKey(dataDir: string, keyring: Keyring, locked = false): Promise<Uint8Array> {
  const dir = join(dataDir, 'keys');
  const had = locked || hasDataKey(dataDir);
  const slots = SLOTS.map((name) => readSlot(join(dir, name))).filter((slot) => slot !== null);
  if (had && slots.length === 0) throw new DeskError('database_key', { detail: 'no slot can be read' });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const secretFile = join(dir, `device-${keyring.name}`);
  if (!existsSync(secretFile)) {
    if (had) throw new DeskError('database_key', { detail: `no device secret for ${keyring.name}` });
    writeDurably(secretFile, await keyring.protect(randomBytes(32)));
  }
  const secret = await keyring.unprotect(readFileSync(secretFile));
  if (slots.length === 0) return createKey(dir, secret);
  for (const slot of slots.sort((a, b) => b.generation - a.generation)) {
    const key = openSlot(slot, secret);
    if (key) return key;
  }
  throw new DeskError('database_key');
}

/**
 * Keeps a data key that came out of a backup, under a device secret of this PC.
 *
 * @throws DeskError `backup_not_empty` where there are keys already: what they lock would be lost
 */
export async function adoptDataKey(dataDir: string, keyring: Keyring, key: Uint8Array): Promise<void> {
  if (hasDataKey(dataDir)) throw new DeskError('backup_not_empty');
  const dir = join(dataDir, 'keys');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32);
  writeDurably(join(dir, `device-${keyring.name}`), await keyring.protect(secret));
  writeSlots(dir, secret, key);
}

/** Whether this directory already has keys, that is, whether a station was ever set up here. */
export function hasDataKey(dataDir: string): boolean {
  return SLOTS.some((name) => existsSync(join(dataDir, 'keys', name)));
}

function createKey(dir: string, secret: Uint8Array): Uint8Array {
  const key = randomBytes(32);
  writeSlots(dir, secret, key);
  return key;
}

function writeSlots(dir: string, secret: Uint8Array, key: Uint8Array): void {
  SLOTS.forEach((name, index) => {
    writeDurably(join(dir, name), Buffer.from(JSON.stringify(seal(key, secret, index + 1))));
  });
}

function wrappingKey(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'jiesu-desk', 'data key slot 1', 32));
}

function checksumOf(slot: Omit<Slot, 'checksum'>): string {
  return createHash('sha256').update(`${slot.generation}|${slot.nonce}|${slot.sealed}`).digest('hex');
}

function seal(key: Uint8Array, secret: Uint8Array, generation: number): Slot {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(secret), nonce);
  const sealed = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  const slot = { generation, nonce: nonce.toString('hex'), sealed: sealed.toString('hex') };
  return { ...slot, checksum: checksumOf(slot) };
}

function openSlot(slot: Slot, secret: Uint8Array): Uint8Array | null {
  const sealed = Buffer.from(slot.sealed, 'hex');
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey(secret), Buffer.from(slot.nonce, 'hex'));
    decipher.setAuthTag(sealed.subarray(-16));
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]));
  } catch {
    return null;
  }
}

function readSlot(file: string): Slot | null {
  try {
    const slot = JSON.parse(readFileSync(file, 'utf8')) as Slot;
    return slot.checksum === checksumOf(slot) ? slot : null;
  } catch {
    return null;
  }
}

function writeDurably(file: string, content: Uint8Array): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  writeSync(handle, content);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(fresh, file);
  syncFolder(dirname(file));
}

/** A renamed file is on the disk when its folder is. Windows opens no folder, and needs no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
