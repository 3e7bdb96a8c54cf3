import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropHeld, heldFile, holdPart, joinHeld, purgeHeld } from './file-transfers.ts';
import { openStationDb, type StationDb } from './open.ts';

const [ONE, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];

describe('what is held of a file on its way', () => {
  let dir: string;
  let db: StationDb;
  const content = randomBytes(150_000);
  const hold = (sha256: string, from: number, to: number, at: string) =>
    holdPart(db, sha256, content.length, content.subarray(from, to), at);
  const rows = () => db.raw.prepare("SELECT count(*) FROM meta WHERE key LIKE 'fetch %'").pluck().get();

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-held-'));
    db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
    hold(ONE, 0, 65_537, '2026-03-01T09:00:00+08:00');
    hold(OTHER, 0, 7, '2026-03-01T09:00:00+08:00');
    hold(ONE, 65_537, 150_000, '2026-03-20T09:00:00+08:00');
  });
  afterEach(() => {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('comes together in its order', () => {
    expect(heldFile(db.orm, ONE)).toMatchObject({ size: 150_000, bytes: 150_000, parts: 2 });
    expect(joinHeld(db.orm, ONE).equals(content)).toBe(true);
    expect(joinHeld(db.orm, OTHER).equals(content.subarray(0, 7))).toBe(true);
  });

  it('is dropped without a trace, and nothing else with it', () => {
    dropHeld(db.orm, ONE);
    expect([heldFile(db.orm, ONE), rows()]).toEqual([null, 2]);
  });

  it('goes when it has not grown for long', () => {
    purgeHeld(db.orm, '2026-03-10T00:00:00+08:00');
    expect([heldFile(db.orm, OTHER), rows()]).toEqual([null, 3]);
    purgeHeld(db.orm, '2026-04-10T00:00:00+08:00');
    expect(rows()).toBe(0);
  });
});
