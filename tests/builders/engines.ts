import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type OpenCentre, openEmbedded, openServer } from '../../server/db/open.ts';
import { partition } from './partitioned.ts';
import { seedPgdata } from './pgdata.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from './postgres.ts';

export interface Engine {
  name: string;
  /** Opens a new, empty centre database; closed after the test file. */
  open: () => Promise<OpenCentre>;
}

/**
 * The databases on which every contract test runs. Without PostgreSQL on this machine the second one is still there and
 * fails by name, so that its absence is never taken for a pass.
 *
 * @param partitioned adds PostgreSQL with the tables of pushes and feeds in parts by institution
 */
export function engines({ partitioned = false } = {}): Engine[] {
  const closers: (() => Promise<void>)[] = [];
  let server: Promise<ThrowawayPostgres> | null = null;
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    await (await server)?.stop();
  });
  const kept = (opened: OpenCentre) => {
    closers.push(opened.close);
    return opened;
  };
  const newDatabase = async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    server ??= startPostgres(bin);
    return (await server).newDatabase();
  };
  const inParts: Engine = {
    name: 'PostgreSQL in parts by institution',
    open: async () => {
      const url = await newDatabase();
      await (await openServer(url)).close();
      await partition(url);
      return kept(await openServer(url));
    },
  };
  return [
    {
      name: 'embedded PGlite',
      open: async () => {
        const folder = mkdtempSync(join(tmpdir(), 'centre-'));
        closers.push(async () => rmSync(folder, { recursive: true, force: true }));
        await seedPgdata(folder);
        return kept(await openEmbedded(folder));
      },
    },
    {
      name: 'real PostgreSQL',
      open: async () => kept(await openServer(await newDatabase())),
    },
    ...(partitioned ? [inParts] : []),
  ];
}
