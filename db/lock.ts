import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DeskError } from '../domain/contract/errors.ts';

export interface OwnerLock {
  release(): void;
}

/**
 * Takes the one owner lock of a data directory: a lock of the operating system on `owner.lock`, so that a killed
 * process leaves nothing behind. (A file that merely exists would outlive a power cut; Node has no flock, SQLite does.)
 *
 * @throws DeskError `database_locked` when another process owns the directory; SQLite's own error when the disk is in the way
 */
export function takeOwnerLock(dataDir: string): OwnerLock {
  const lock = new Database(join(dataDir, 'owner.lock'), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    // Nothing is ever written here: a lock must be had on a full disk too.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    const busy = String((cause as { code?: unknown }).code).startsWith('SQLITE_BUSY');
    throw busy ? new DeskError('database_locked', { cause }) : cause;
  }
  return { release: () => lock.close() };
}
