import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DeskError } from '../domain/contract/errors.ts';

export interface Migration {
  name: string;
  sql: string;
}

/** The migrations beside this file, in order. Their count is the schema version (`user_version`). */
export function shippedMigrations(): Migration[] {
  const folder = join(import.meta.dirname, 'migrations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * Brings the schema up to date in the only order that loses nothing: back up → foreign keys off, outside the
 * transaction → migrate → `foreign_key_check` → commit → foreign keys on.
 *
 * Not drizzle's own migrator: that one turns foreign keys off inside the transaction, where SQLite ignores it, so that
 * rebuilding a parent table deletes its children by cascade; and it skips a migration whose time stamp is older than
 * the last applied one. Here the order of the file names is the order, and all pending ones are one transaction.
 *
 * @param backupTo file for the copy taken before an existing database is changed
 * @throws DeskError `database_newer` before anything is touched when the file was written by a newer program
 */
export function migrate(db: Database, migrations: readonly Migration[], backupTo: string): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > migrations.length)
    throw new DeskError('database_newer', { detail: `${version} > ${migrations.length}` });
  if (version === migrations.length) return;
  if (version > 0) backUp(db, backupTo);
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      for (const migration of migrations.slice(version)) db.exec(migration.sql);
      const orphans = db.pragma('foreign_key_check') as unknown[];
      if (orphans.length > 0) throw new DeskError('database_damaged', { detail: `${orphans.length} orphan rows` });
      db.pragma(`user_version = ${migrations.length}`);
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/** `VACUUM INTO` keeps the encryption key; SQLite's backup API throws on encrypted databases. */
function backUp(db: Database, file: string): void {
  rmSync(file, { force: true });
  db.prepare('VACUUM INTO ?').run(file);
}
