import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { raiseFloor } from '../../db/number-floor.ts';
import { DATABASE_FILE, databaseExists, openStationDb, type StationDb, sqliteError } from '../../db/open.ts';
import { readMeta } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type BackupHead, checkBackup, demandOwnMac, extractDatabase, type Told } from '../../wire/backup-file.ts';
import { openUnderCode } from '../../wire/recovery-code.ts';
import { readSpare } from '../../wire/spare-code.ts';
import { adoptDataKey, hasDataKey } from '../keys/data-key.ts';
import type { Keyring } from '../options.ts';
import { shanghaiIso } from '../platform.ts';
import { checkCopy } from './copy-database.ts';
import { floorAfter } from './floor-after.ts';
import { type Standing, writeStanding } from './standing.ts';

/** Where a restoration works until it is finished; its presence says that one was broken off. */
const WORKSHOP = 'restoring';

export interface Restoration {
  dataDir: string;
  keyring: Keyring;
  now: () => Date;
  file: string;
  code: string;
  told?: Told;
}

/**
 * Makes a station out of a backup, in a data directory that has none. The new station knows that it was restored, and
 * from when; it stands in its place only when it is whole.
 *
 * @throws DeskError `backup_not_empty`, `backup_damaged`, `backup_newer`, `backup_code_wrong`, `disk_full`: nothing is
 *   left behind
 */
export async function restoreBackup(restoration: Restoration): Promise<BackupHead> {
  const { dataDir, keyring, file, code } = restoration;
  forgetHalfRestore(dataDir);
  if (databaseExists(dataDir) || hasDataKey(dataDir)) throw new DeskError('backup_not_empty');
  const workshop = join(dataDir, WORKSHOP);
  try {
    const checked = checkBackup(demandFile(file), restoration.told);
    const key = await dataKeyOf(file, checked.head, code);
    demandOwnMac(key, checked);
    mkdirSync(workshop, { recursive: true, mode: 0o700 });
    extractDatabase(file, join(workshop, DATABASE_FILE));
    demandWhole(join(workshop, DATABASE_FILE), key, checked.head);
    markRestored(workshop, key, checked.head, restoration.now());
    await adoptDataKey(dataDir, keyring, key);
    renameSync(join(workshop, DATABASE_FILE), join(dataDir, DATABASE_FILE));
    rmSync(workshop, { recursive: true, force: true });
    return checked.head;
  } catch (error) {
    forgetHalfRestore(dataDir);
    throw asRestoreError(error);
  }
}

/** The data key by the code that the backup was made with, or by one that was made for it since (`spare-code.ts`). */
async function dataKeyOf(file: string, { id, slots }: BackupHead, code: string): Promise<Uint8Array> {
  const spare = readSpare(file, id);
  const own = slots.find((one) => one.kind === 'code');
  let refused = new DeskError('backup_code_wrong');
  for (const slot of [spare, own]) {
    if (!slot) continue;
    try {
      return await openUnderCode(slot, code);
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      refused = error;
    }
  }
  throw refused;
}

/**
 * Clears away a restoration that was broken off: it began in an empty directory, so keys without a database are its own.
 * Call before keys are looked for.
 */
export function forgetHalfRestore(dataDir: string): void {
  const workshop = join(dataDir, WORKSHOP);
  if (!existsSync(workshop)) return;
  if (!databaseExists(dataDir)) rmSync(join(dataDir, 'keys'), { recursive: true, force: true });
  rmSync(workshop, { recursive: true, force: true });
}

function demandFile(file: string): string {
  if (!existsSync(file)) throw new DeskError('not_found', { detail: file });
  return file;
}

function demandWhole(database: string, key: Uint8Array, head: BackupHead): void {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const found = checkCopy(database, key, head.station.code, sha256);
  const same = found.chain.seq === head.chain.seq && found.chain.hash === head.chain.hash;
  if (!same || found.counts.entries !== head.counts.entries || found.counts.cases !== head.counts.cases)
    throw new DeskError('backup_damaged', { detail: 'other content than its head says' });
}

/** Migrates the database, and writes into it that it came out of a backup, before anybody can start a desk on it. */
function markRestored(workshop: string, key: Uint8Array, head: BackupHead, now: Date): void {
  const db = openStationDb({ dataDir: workshop, key });
  try {
    noteRestored(db, head.made, now);
    // All of it into the one file that is moved.
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/**
 * Writes into a database that it came out of a backup: its desk writes nothing before it knows what came after, and gives
 * out no number that a lost copy may have given.
 *
 * @param made when the backup was made, ISO 8601
 */
export function noteRestored(db: StationDb, made: string, now: Date): void {
  const since = shanghaiIso(now);
  const enrolled = readMeta(db.orm, 'centre link') !== null;
  const standing: Standing = { state: enrolled ? 'behind' : 'settled', backupMade: made, since };
  db.raw
    .transaction(() => {
      writeStanding(db.orm, standing);
      raiseFloor(db.orm, floorAfter(new Date(made), now), now);
      // What waited for a printer then has most likely come out since: a person is asked, nothing prints twice by itself.
      db.raw.exec("UPDATE print_jobs SET state = 'unconfirmed' WHERE state IN ('queued', 'sending', 'sent')");
    })
    .immediate();
}

function asRestoreError(error: unknown): unknown {
  const known = sqliteError(error);
  if (known instanceof DeskError) {
    if (known.code === 'database_newer') return new DeskError('backup_newer', { cause: known });
    if (known.code === 'database_key' || known.code === 'database_damaged')
      return new DeskError('backup_damaged', { cause: known });
    return known;
  }
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
    ? new DeskError('disk_full', { cause: error })
    : error;
}
