import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeOwnerLock } from './lock.ts';
import { sqliteError } from './open.ts';

describe('the owner lock', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-lock-'));
  });
  afterEach(() => {
    chmodSync(dir, 0o700);
    rmSync(dir, { recursive: true, force: true });
  });

  it('is had once, and again when it was given back', () => {
    const lock = takeOwnerLock(dir);
    expect(() => takeOwnerLock(dir)).toThrow('database_locked');
    lock.release();
    takeOwnerLock(dir).release();
  });

  it('does not say that another program runs when it is the disk that stands in the way', () => {
    mkdirSync(join(dir, 'owner.lock'));
    expect(() => takeOwnerLock(dir)).not.toThrow('database_locked');
    expect(() => takeOwnerLock(dir)).toThrow(/SQLITE|unable to open/);
  });

  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE'])('calls %s a full disk', (code) => {
    expect(sqliteError(Object.assign(new Error(), { code }))).toMatchObject({ code: 'disk_full' });
  });
});
