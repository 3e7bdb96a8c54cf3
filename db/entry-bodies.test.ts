import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteFaults, walkBodies } from './inspect.ts';
import { shippedMigrations } from './migrate.ts';
import { openCopy, openStationDb } from './open.ts';

const KEY = new Uint8Array(32).fill(7);
const SPLIT = '0011_entry_bodies.sql';

describe('the texts of the entries in a table of their own', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'jiesu-bodies-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  /** A database of the program before, with entries of three kinds and a gap where one was dropped. */
  function earlier(): void {
    const migrations = shippedMigrations();
    const db = openStationDb({
      dataDir,
      key: KEY,
      migrations: migrations.slice(
        0,
        migrations.findIndex(({ name }) => name === SPLIT),
      ),
    });
    const insert = db.raw.prepare(
      `INSERT INTO entries (id, case_id, station_id, station_seq, kind, hash, body, server_seq, masked, feed_pos)
       VALUES (@id, 'c', @station, @seq, @kind, @id, @body, @place, @masked, @fed)`,
    );
    insert.run({ id: 'z', station: 'A', seq: 1, kind: 'registered', body: '{"一":1}', place: 1, masked: 0, fed: null });
    insert.run({ id: 'y', station: 'B', seq: 1, kind: 'noted', body: 'gone', place: null, masked: 0, fed: null });
    insert.run({ id: 'x', station: 'B', seq: 2, kind: 'noted', body: '{"二":2}', place: 2, masked: 1, fed: 5 });
    insert.run({
      id: 'w',
      station: 'A',
      seq: 2,
      kind: 'attached',
      body: '{"三":3}',
      place: null,
      masked: 0,
      fed: null,
    });
    db.raw.exec("DELETE FROM entries WHERE id = 'y'");
    db.close();
  }

  it('keeps of an earlier database every entry with its text, its order and its place', () => {
    earlier();
    const db = openStationDb({ dataDir, key: KEY });
    expect([...walkBodies(db)]).toEqual([
      { body: '{"一":1}', serverSeq: 1, masked: 0 },
      { body: '{"二":2}', serverSeq: 2, masked: 1 },
      { body: '{"三":3}', serverSeq: null, masked: 0 },
    ]);
    const rest = db.raw.prepare(
      "SELECT id, station_id || station_seq AS at, kind, feed_pos AS fed FROM entries WHERE id = 'x'",
    );
    expect(rest.get()).toEqual({ id: 'x', at: 'B2', kind: 'noted', fed: 5 });
    expect(sqliteFaults(db)).toEqual([]);
    const twice = db.raw.prepare(
      "INSERT INTO entries (id, case_id, station_id, station_seq, kind, hash) VALUES ('x', 'c', 'C', 1, 'noted', '')",
    );
    expect(() => twice.run()).toThrow('UNIQUE');
    db.close();
  });

  it('stay with their entries in a copy, which SQLite packs anew', () => {
    earlier();
    const db = openStationDb({ dataDir, key: KEY });
    const before = [...walkBodies(db)];
    db.raw.prepare('VACUUM INTO ?').run(join(dataDir, 'copy.db'));
    db.close();
    const copy = openCopy(dataDir, 'copy.db', KEY);
    expect([...walkBodies(copy)]).toEqual(before);
    copy.close();
  });

  it('go when their entry goes', () => {
    earlier();
    const db = openStationDb({ dataDir, key: KEY });
    db.raw.exec("DELETE FROM entries WHERE id = 'x'");
    expect(db.raw.prepare('SELECT body FROM entry_bodies ORDER BY entry').pluck().all()).toEqual([
      '{"一":1}',
      '{"三":3}',
    ]);
    db.close();
  });
});
