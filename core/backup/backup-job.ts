import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DATABASE_FILE, sqliteError } from '../../db/open.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type BackupHead, checkBackup, demandOwnMac, writeBackup } from '../../wire/backup-file.ts';
import { checkCopy, copyDatabase } from './copy-database.ts';

export interface BackupJob {
  dataDir: string;
  /** The database's key. */
  key: Uint8Array;
  /** Where the finished backup is to lie. */
  target: string;
  head: Pick<BackupHead, 'id' | 'station' | 'made' | 'program' | 'slots'>;
}

/** How far a backup has come: 0 to 1 of each of its parts. */
export interface BackupProgress {
  part: 'copying' | 'checking' | 'writing' | 'reading_back';
  done: number;
}

/** Room left over beside the copy, bytes: the desk goes on writing meanwhile. */
const SPARE = 16 * 1024 * 1024;
/** The first copy lies beside the database: SQLite writes to a disk that it may lock, a stick gets one plain file. */
const COPY = 'backup-copy.db';
const PART = '.part';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Makes one backup: copies, looks whether the copy is whole, writes it with its head, reads it back from the other disk,
 * and only then gives it its name. What breaks off leaves nothing that looks like a backup.
 *
 * @throws DeskError `disk_full`, `backup_failed`, `backup_damaged` (the desk's own database is not whole)
 */
export function runBackupJob(job: BackupJob, told: (progress: BackupProgress) => void): BackupHead {
  const copy = join(job.dataDir, COPY);
  const part = `${job.target}${PART}`;
  try {
    mkdirSync(dirname(job.target), { recursive: true });
    demandRoom(job);
    told({ part: 'copying', done: 0 });
    copyDatabase(job.dataDir, job.key, copy);
    told({ part: 'checking', done: 0 });
    const head: BackupHead = { ...job.head, ...checkCopy(copy, job.key, job.head.station.code, sha256) };
    const share = (name: BackupProgress['part']) => (done: number, total: number) =>
      told({ part: name, done: done / total });
    writeBackup(part, copy, head, job.key, share('writing'));
    demandOwnMac(job.key, checkBackup(part, share('reading_back')));
    renameSync(part, job.target);
    syncFolder(dirname(job.target));
    return head;
  } catch (error) {
    rmSync(part, { force: true });
    throw asBackupError(error);
  } finally {
    rmSync(copy, { force: true });
  }
}

/** Removes what a backup left that was killed. */
export function forgetHalfBackup(dataDir: string): void {
  rmSync(join(dataDir, COPY), { force: true });
}

function demandRoom({ dataDir, target }: BackupJob): void {
  const needed = sizeOf(join(dataDir, DATABASE_FILE)) + sizeOf(join(dataDir, `${DATABASE_FILE}-wal`)) + SPARE;
  for (const folder of [dataDir, dirname(target)]) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < needed) throw new DeskError('disk_full', { detail: folder });
  }
}

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0);

/** A renamed file is on the disk when its folder is. Windows opens no folder, and needs no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function asBackupError(error: unknown): DeskError {
  const known = sqliteError(error);
  if (known instanceof DeskError) return known;
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (NO_ROOM.has(code)) return new DeskError('disk_full', { cause: error });
  return new DeskError('backup_failed', { detail: code, cause: error });
}
