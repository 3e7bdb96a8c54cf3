import type { Database } from 'better-sqlite3';

/**
 * The ciphers that a station's database may be written in, all authenticated, so that damage to the file is noticed. New
 * databases are written in the first; those of earlier programs stay in theirs. See decision 0013.
 */
const CIPHERS = ['aegis', 'chacha20'] as const;
export type Cipher = (typeof CIPHERS)[number];

export const NEW_CIPHER: Cipher = CIPHERS[0];

/** Gives a connection cipher and key. Nothing is read or written yet. */
export function unlock(db: Database, key: Uint8Array, cipher: Cipher): void {
  db.pragma(`cipher = '${cipher}'`);
  db.pragma(`key = "raw:${Buffer.from(key).toString('hex')}"`);
}

/**
 * Unlocks a file of which nobody noted what it is written in: every page but the right cipher's fails its check.
 *
 * @returns the cipher, and the schema version, which was read to find it
 * @throws SQLite's error, `SQLITE_NOTADB` where no cipher opens the file with this key
 */
export function unlockAny(db: Database, key: Uint8Array): { cipher: Cipher; version: number } {
  let failure: unknown;
  for (const cipher of CIPHERS) {
    unlock(db, key, cipher);
    try {
      return { cipher, version: Number(db.pragma('user_version', { simple: true })) };
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_NOTADB') throw error;
      failure = error;
    }
  }
  throw failure;
}
