import { rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { chainHead, walkChain } from '../../db/entries.ts';
import { sqliteFaults } from '../../db/inspect.ts';
import { openCopy, openStationDb } from '../../db/open.ts';
import { checkChain } from '../../domain/case-file/chain.ts';
import { DeskError } from '../../domain/contract/errors.ts';

/** What was found in a database that is whole. */
export interface CopyFound {
  schema: number;
  bytes: number;
  counts: { entries: number; cases: number };
  chain: { seq: number; hash: string };
}

/**
 * Copies the database of a desk that may be at work: one moment of it, with its key. Other connections go on reading and
 * writing meanwhile. (`VACUUM INTO`, because SQLite's backup API throws on encrypted databases.)
 */
export function copyDatabase(dataDir: string, key: Uint8Array, to: string): void {
  rmSync(to, { force: true });
  const db = openStationDb({ dataDir, key, mode: 'reader' });
  try {
    db.raw.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
}

/**
 * Opens a copy read-only and looks whether one could work on with it: SQLite's own check, the station's chain from the
 * first entry on, a case behind every row of the worklist.
 *
 * @throws DeskError `backup_damaged` for what is not whole, `database_newer`, `database_key`
 */
export function checkCopy(
  file: string,
  key: Uint8Array,
  stationCode: string,
  sha256: (text: string) => string,
): CopyFound {
  const db = openCopy(dirname(file), basename(file), key);
  try {
    const [fault] = sqliteFaults(db);
    if (fault !== undefined) throw new DeskError('backup_damaged', { detail: fault });
    const chain = checkChain(entriesOf(walkChain(db, stationCode)), sha256);
    if (chain[0]) throw new DeskError('backup_damaged', { detail: `${stationCode}#${chain[0].seq} ${chain[0].code}` });
    const count = (sql: string) => (db.raw.prepare(sql).get() as { n: number }).n;
    const cases = count("SELECT count(DISTINCT case_id) AS n FROM entries WHERE kind = 'registered'");
    if (count('SELECT count(*) AS n FROM cases') !== cases)
      throw new DeskError('backup_damaged', { detail: 'cases without entries' });
    return {
      schema: Number(db.raw.pragma('user_version', { simple: true })),
      bytes: statSync(file).size,
      counts: { entries: count('SELECT count(*) AS n FROM entries'), cases },
      chain: chainHead(db, stationCode),
    };
  } finally {
    db.close();
  }
}

function* entriesOf<T>(stored: Iterable<{ entry: T }>): Generator<T> {
  for (const { entry } of stored) yield entry;
}
