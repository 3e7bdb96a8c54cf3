import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../tests/builders/engines.ts';
import { migrate } from './migrate.ts';
import { openEmbedded } from './open.ts';

describe('the embedded database', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'centre-open-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('syncs its files at every commit', async () => {
    const { db, close } = await openEmbedded(folder);
    const original = fs.fsyncSync;
    let syncs = 0;
    fs.fsyncSync = (descriptor) => {
      syncs += 1;
      original(descriptor);
    };
    syncBuiltinESMExports();
    try {
      for (let n = 1; n <= 10; n += 1) {
        await db.execute(sql`INSERT INTO institutions (name) VALUES (${`i${n}`})`);
        expect(syncs).toBeGreaterThanOrEqual(n);
      }
    } finally {
      fs.fsyncSync = original;
      syncBuiltinESMExports();
      await close();
    }
  });

  it('belongs to one process at a time, and opens again afterwards with what was in it', async () => {
    const first = await openEmbedded(folder);
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'database_locked' });
    await first.db.execute(sql`INSERT INTO institutions (name) VALUES ('kept')`);
    await first.close();
    const again = await openEmbedded(folder);
    const kept = await again.db.execute<{ name: string }>(sql`SELECT name FROM institutions`);
    await again.close();
    expect(kept.rows).toEqual([{ name: 'kept' }]);
  });
});

describe.each(engines())('schema on $name', ({ open }) => {
  it('is made once, by several at the same time, and a later one is refused untouched', async () => {
    const { db } = await open();
    await Promise.all([migrate(db), migrate(db), migrate(db)]);
    const versions = () => db.execute<{ version: number }>(sql`SELECT version FROM centre_schema ORDER BY version`);
    const made = (await versions()).rows;
    expect(made.map(({ version }) => version)).toEqual(made.map((_, n) => n + 1));
    await db.execute(sql`INSERT INTO centre_schema (version) VALUES (99)`);
    await expect(migrate(db)).rejects.toMatchObject({ code: 'database_newer' });
    expect((await versions()).rows).toEqual([...made, { version: 99 }]);
  }, 60_000);

  it('packs long entries by lz4 where PostgreSQL was built with it', async () => {
    const { db } = await open();
    const hasLz4 = await db.execute(sql`SET default_toast_compression = 'lz4'`).then(
      () => true,
      () => false,
    );
    const { rows } = await db.execute<{ by: string }>(
      sql`SELECT attcompression AS by FROM pg_attribute WHERE attrelid = 'entries'::regclass AND attname = 'body'`,
    );
    expect(rows).toEqual([{ by: hasLz4 ? 'l' : '' }]);
  });

  it('syncs', async () => {
    const { db } = await open();
    const fsync = await db.execute(sql`SHOW fsync`);
    const commit = await db.execute(sql`SHOW synchronous_commit`);
    expect([fsync.rows, commit.rows]).toEqual([[{ fsync: 'on' }], [{ synchronous_commit: 'on' }]]);
  }, 60_000);
});
