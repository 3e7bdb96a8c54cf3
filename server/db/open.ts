import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle as overPg } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as overPglite } from 'drizzle-orm/pglite';
import pg from 'pg';
import { directOf } from './direct.ts';
import { DURABLE_SETTINGS, DurableNodeFS, syncTree } from './durable-node-fs.ts';
import { migrate } from './migrate.ts';
import { takeOwnership } from './owner-lock.ts';

/** Both drivers answer `execute` with `{ rows }`. */
interface Rows<T> {
  rows: T[];
}
interface RowsHKT extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

export type CentreDatabase = PgDatabase<RowsHKT, Record<string, never>>;
export type CentreTransaction = Parameters<Parameters<CentreDatabase['transaction']>[0]>[0];

export interface OpenCentre {
  db: CentreDatabase;
  /** `embedded` or the server's version, for the start-up line. */
  engine: string;
  close: () => Promise<void>;
}

/**
 * Opens PGlite on a data directory, one process at a time, with real fsync at every commit.
 *
 * @throws DeskError `database_locked` while another process has it open, `database_newer` for a later schema
 */
export async function openEmbedded(directory: string): Promise<OpenCentre> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const release = takeOwnership(join(directory, 'owner.lock'));
  try {
    const data = join(directory, 'pgdata');
    const fresh = !existsSync(join(data, 'PG_VERSION'));
    const start = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F');
    const client = new PGlite({ fs: new DurableNodeFS(data), startParams: [...start, ...DURABLE_SETTINGS] });
    await client.waitReady;
    if (fresh) syncTree(data);
    const db = overPglite(client) as unknown as CentreDatabase;
    await prepare(db);
    return {
      db,
      engine: 'embedded',
      close: async () => {
        await client.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Opens a PostgreSQL server by its URL. */
export async function openServer(url: string): Promise<OpenCentre> {
  const pool = new pg.Pool({ connectionString: url, max: 10, options: '-c synchronous_commit=on' });
  // An idle connection that the server drops is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    const db = overPg(pool) as unknown as CentreDatabase;
    await prepare(db);
    const version = await db.execute<{ server_version: string }>(sql`SHOW server_version`);
    return {
      db,
      engine: `PostgreSQL ${version.rows[0]?.server_version ?? ''}`,
      close: async () => {
        await directOf(db).bells.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** An answer "stored" means fsynced: a database that does not sync is refused rather than trusted. */
async function prepare(db: CentreDatabase): Promise<void> {
  const fsync = await db.execute<{ fsync: string }>(sql`SHOW fsync`);
  const commit = await db.execute<{ synchronous_commit: string }>(sql`SHOW synchronous_commit`);
  if (fsync.rows[0]?.fsync !== 'on' || commit.rows[0]?.synchronous_commit !== 'on') {
    throw new Error('the database runs with fsync or synchronous_commit off');
  }
  await migrate(db);
}
