import Database from 'better-sqlite3';
import { DeskError } from '../../domain/contract/errors.ts';

/**
 * Holds a file for this process alone. SQLite's lock belongs to the operating system, so it ends with the process,
 * however that ends: no stale lock file, no guessing by process number.
 *
 * @returns gives the file free
 * @throws DeskError `database_locked` when another process holds it
 */
export function takeOwnership(path: string): () => void {
  const lock = new Database(path, { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new DeskError('database_locked', { cause: error });
  }
  return () => lock.close();
}
