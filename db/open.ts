import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { DeskError } from '../domain/contract/errors.ts';
import { type Cipher, NEW_CIPHER, unlock, unlockAny } from './cipher.ts';
import { type OwnerLock, takeOwnerLock } from './lock.ts';
import { type Migration, migrate, shippedMigrations } from './migrate.ts';

export type Orm = BetterSQLite3Database;

/** An open station database. `raw` is for what drizzle has no word for (full text, transactions, pragmas). */
export interface StationDb {
  orm: Orm;
  raw: Database.Database;
  close(): void;
}

export const DATABASE_FILE = 'station.db';

/** Whether a data directory already holds a database. */
export function databaseExists(dataDir: string): boolean {
  return existsSync(join(dataDir, DATABASE_FILE));
}

export interface OpenOptions {
  dataDir: string;
  /** 32 random bytes; never derived from a PIN. */
  key: Uint8Array;
  /** `reader` takes no lock and changes nothing: for the command line beside a running desk. */
  mode?: 'owner' | 'reader';
  migrations?: readonly Migration[];
}

/**
 * Opens the encrypted database, or makes it.
 *
 * @throws DeskError `database_locked` (another owner), `database_key` (wrong key or not a database),
 *   `database_newer` (newer schema; file untouched), `database_damaged` (a pragma that durability rests on did not take)
 */
export function openStationDb(options: OpenOptions): StationDb {
  const mode = options.mode ?? 'owner';
  const migrations = options.migrations ?? shippedMigrations();
  if (mode === 'owner') mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const lock: OwnerLock | null = mode === 'owner' ? takeOwnerLock(options.dataDir) : null;
  let raw: Database.Database | null = null;
  try {
    const file = join(options.dataDir, DATABASE_FILE);
    const cipher = existsSync(file) ? cipherOf(file, options.key, migrations.length) : NEW_CIPHER;
    raw = new Database(file, { readonly: mode === 'reader', fileMustExist: mode === 'reader', timeout: 2_000 });
    unlock(raw, options.key, cipher);
    settle(raw, mode);
    if (mode === 'owner') migrate(raw, migrations, join(options.dataDir, 'before-migration.db'));
  } catch (error) {
    raw?.close();
    lock?.release();
    throw error;
  }
  const opened = raw;
  return {
    raw: opened,
    orm: drizzle(opened),
    close() {
      opened.close();
      lock?.release();
    },
  };
}

/**
 * Opens a copy of a station's database to look at it; it takes no lock and changes nothing.
 *
 * @throws DeskError `database_key`, `database_newer`
 */
export function openCopy(folder: string, name: string, key: Uint8Array): StationDb {
  const file = join(folder, name);
  const cipher = cipherOf(file, key, shippedMigrations().length);
  const raw = new Database(file, { readonly: true, fileMustExist: true });
  try {
    unlock(raw, key, cipher);
    settle(raw, 'reader');
  } catch (error) {
    raw.close();
    throw error;
  }
  return { raw, orm: drizzle(raw), close: () => raw.close() };
}

/**
 * What a file is written in, by a read-only look before it is opened for writing: a wrong key or a newer schema leaves it
 * untouched.
 */
function cipherOf(file: string, key: Uint8Array, known: number): Cipher {
  const probe = new Database(file, { readonly: true, timeout: 2_000 });
  try {
    const { cipher, version } = unlockAny(probe, key);
    if (version > known) throw new DeskError('database_newer', { detail: `${version} > ${known}` });
    return cipher;
  } catch (cause) {
    const known = sqliteError(cause);
    if (known instanceof DeskError && known.code !== 'database_damaged') throw known;
    throw new DeskError('database_key', { cause });
  } finally {
    probe.close();
  }
}

/** Longest that the log stays once its pages are in the file. */
const LOG_BYTES = 8 * 1024 * 1024;

/**
 * Sets what durability and secrecy rest on, at every open, and reads it back: this build of SQLite silently reopens WAL
 * databases with synchronous=NORMAL, which loses acknowledged rows in a power cut, and spills plain text to temp files.
 */
function settle(db: Database.Database, mode: 'owner' | 'reader'): void {
  if (mode === 'owner') db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('temp_store = MEMORY');
  db.pragma('foreign_keys = ON');
  // In KiB. 32 MiB were a sixth of a station's memory, and neither a worklist of 200,000 cases nor 10,000 that come in was slower.
  db.pragma('cache_size = -8000');
  // After thousands of rows from the centre the log is short again.
  db.pragma(`journal_size_limit = ${LOG_BYTES}`);
  const read = (name: string) => db.pragma(name, { simple: true });
  const wrong =
    (mode === 'owner' && read('journal_mode') !== 'wal') || read('synchronous') !== 2 || read('temp_store') !== 2;
  if (wrong) throw new DeskError('database_damaged', { detail: 'synchronous or temp_store did not take' });
}

/**
 * Carries out a transaction without waiting for the disk: a power cut may take it back whole, never in part. For what is
 * the centre's, which gives it again. Whatever an officer saves after it waits for the disk, and takes this along.
 *
 * @param transaction as `db.raw.transaction` makes it; not within another one
 */
export function unhurried<Result>({ raw }: Pick<StationDb, 'raw'>, transaction: { immediate(): Result }): Result {
  raw.pragma('synchronous = NORMAL');
  try {
    return transaction.immediate();
  } finally {
    raw.pragma('synchronous = FULL');
  }
}

/** How SQLite says that there is no room: for the file, for its log, for the log's index. */
const NO_SPACE = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_SHMMAP']);

/** Maps SQLite's own failures to the closed list; anything else is passed on. */
export function sqliteError(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (NO_SPACE.has(String(code))) return new DeskError('disk_full', { cause: error });
  if (String(code).startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new DeskError('database_damaged', { cause: error });
  return error;
}
