import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskError } from '../domain/contract/errors.ts';
import { unlock, unlockAny } from './cipher.ts';
import { shippedMigrations } from './migrate.ts';
import { DATABASE_FILE, openCopy, openStationDb, unhurried } from './open.ts';
import { readMeta, writeMeta } from './settings.ts';

const KEY = new Uint8Array(32).fill(7);
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'jiesu-db-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'no error';
  } catch (error) {
    return error instanceof DeskError ? error.code : String(error);
  }
};

describe('the station database', () => {
  it('is encrypted from the first row: nothing typed can be read in any of its files', () => {
    const db = openStationDb({ dataDir, key: KEY });
    writeMeta(db.orm, 'secret', '东赵庄村的赵某');
    const files = () => readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)));
    for (const content of files()) expect(content.includes('东赵庄村')).toBe(false);
    db.close();
    for (const content of files()) expect(content.includes('东赵庄村')).toBe(false);
    expect(readFileSync(join(dataDir, DATABASE_FILE)).subarray(0, 15).toString()).not.toBe('SQLite format 3');
  });

  it('waits for the disk again after what did not have to, whether that went well or not', () => {
    const db = openStationDb({ dataDir, key: KEY });
    const level = () => db.raw.pragma('synchronous', { simple: true });
    const during = unhurried(db, db.raw.transaction(level));
    expect([during, level()]).toEqual([1, 2]);
    const fails = db.raw.transaction(() => {
      writeMeta(db.orm, 'half', true);
      throw new Error('full');
    });
    expect(() => unhurried(db, fails)).toThrow('full');
    expect([level(), readMeta(db.orm, 'half')]).toEqual([2, null]);
    db.close();
  });

  it('runs with synchronous=FULL, WAL and temp_store=MEMORY at the second open too', () => {
    openStationDb({ dataDir, key: KEY }).close();
    const db = openStationDb({ dataDir, key: KEY });
    const read = (name: string) => db.raw.pragma(name, { simple: true });
    expect([read('synchronous'), read('journal_mode'), read('temp_store'), read('foreign_keys')]).toEqual([
      2,
      'wal',
      2,
      1,
    ]);
    db.close();
  });

  it('has one owner; a reader may look beside it', () => {
    const owner = openStationDb({ dataDir, key: KEY });
    expect(codeOf(() => openStationDb({ dataDir, key: KEY }))).toBe('database_locked');
    const reader = openStationDb({ dataDir, key: KEY, mode: 'reader' });
    expect(codeOf(() => reader.raw.exec("INSERT INTO meta VALUES ('a', '1')"))).toMatch(/readonly/);
    reader.close();
    owner.close();
    openStationDb({ dataDir, key: KEY }).close();
  });

  it('goes on in the cipher of an earlier program: chacha20 opens, and stays', () => {
    const file = join(dataDir, DATABASE_FILE);
    const early = new Database(file);
    unlock(early, KEY, 'chacha20');
    early.pragma('journal_mode = WAL');
    early.close();
    const db = openStationDb({ dataDir, key: KEY });
    writeMeta(db.orm, 'kept', true);
    db.close();
    const probe = new Database(file, { readonly: true });
    expect(unlockAny(probe, KEY)).toEqual({ cipher: 'chacha20', version: shippedMigrations().length });
    probe.close();
    const copy = openCopy(dataDir, DATABASE_FILE, KEY);
    expect(readMeta(copy.orm, 'kept')).toBe(true);
    copy.close();
  });

  it.each(['aegis', 'chacha20'] as const)('notices one flipped bit of a page in %s', (cipher) => {
    const file = join(dataDir, 'one.db');
    const db = new Database(file);
    unlock(db, KEY, cipher);
    db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (hex(zeroblob(20000)))');
    db.close();
    const bytes = readFileSync(file);
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const again = new Database(file);
    unlock(again, KEY, cipher);
    expect(() => again.prepare('SELECT a FROM t').all()).toThrow();
    again.close();
  });

  it('refuses a wrong key and leaves the file as it was', () => {
    openStationDb({ dataDir, key: KEY }).close();
    const before = digest(join(dataDir, DATABASE_FILE));
    expect(codeOf(() => openStationDb({ dataDir, key: new Uint8Array(32).fill(8) }))).toBe('database_key');
    expect(digest(join(dataDir, DATABASE_FILE))).toBe(before);
  });

  it('refuses a newer schema untouched', () => {
    const newer = [...shippedMigrations(), { name: '9999_future', sql: 'CREATE TABLE future (a)' }];
    openStationDb({ dataDir, key: KEY, migrations: newer }).close();
    const before = digest(join(dataDir, DATABASE_FILE));
    expect(codeOf(() => openStationDb({ dataDir, key: KEY }))).toBe('database_newer');
    expect(digest(join(dataDir, DATABASE_FILE))).toBe(before);
    // A reader of a WAL database makes an empty log beside it; not a byte of ours is in it.
    for (const name of readdirSync(dataDir))
      if (name.endsWith('-wal')) expect(readFileSync(join(dataDir, name))).toHaveLength(0);
  });
});

describe('migrations', () => {
  const base = {
    name: '0000',
    sql: 'CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent(id) ON DELETE CASCADE); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);',
  };
  const rebuild = {
    name: '0001',
    sql: 'CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO parent_new (id) SELECT id FROM parent; DROP TABLE parent; ALTER TABLE parent_new RENAME TO parent;',
  };

  it('keep child rows when a parent table is rebuilt (drizzle #5782), and back up first', () => {
    openStationDb({ dataDir, key: KEY, migrations: [base] }).close();
    const db = openStationDb({ dataDir, key: KEY, migrations: [base, rebuild] });
    expect(db.raw.prepare('SELECT count(*) AS n FROM child').get()).toEqual({ n: 1 });
    expect(db.raw.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(existsSync(join(dataDir, 'before-migration.db'))).toBe(true);
    expect(readFileSync(join(dataDir, 'before-migration.db')).subarray(0, 15).toString()).not.toBe('SQLite format 3');
    db.close();
  });

  it('are one transaction: a failing one leaves the old schema and the old rows', () => {
    openStationDb({ dataDir, key: KEY, migrations: [base] }).close();
    const broken = { name: '0002', sql: 'CREATE TABLE half (a); SELECT no_such_function();' };
    expect(codeOf(() => openStationDb({ dataDir, key: KEY, migrations: [base, rebuild, broken] }))).not.toBe(
      'no error',
    );
    const db = openStationDb({ dataDir, key: KEY, migrations: [base] });
    expect(db.raw.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
    expect(db.raw.prepare('SELECT count(*) AS n FROM child').get()).toEqual({ n: 1 });
    db.close();
  });

  it('that leave orphans are refused', () => {
    openStationDb({ dataDir, key: KEY, migrations: [base] }).close();
    const orphaning = { name: '0001', sql: 'DELETE FROM parent;' };
    expect(codeOf(() => openStationDb({ dataDir, key: KEY, migrations: [base, orphaning] }))).toBe('database_damaged');
  });
});
