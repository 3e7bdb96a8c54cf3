import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { BackupHead } from '../../wire/backup-file.ts';
import type { BackupJob, BackupProgress } from './backup-job.ts';

export type WorkerSays =
  | { progress: BackupProgress }
  | { head: BackupHead }
  | { failed: ErrorCode; detail: string | undefined };

/** Beside this file in the sources and in every bundle, with the same ending. */
const WORKER = join(import.meta.dirname, `backup-worker${extname(import.meta.filename)}`);

/** Makes a backup in a thread of its own. @throws DeskError as `runBackupJob`; `backup_failed` when the thread dies */
export function runBackupInWorker(job: BackupJob, told: (progress: BackupProgress) => void): Promise<BackupHead> {
  const worker = new Worker(WORKER, { workerData: job });
  return new Promise((resolve, reject) => {
    worker.on('message', (words: WorkerSays) => {
      if ('progress' in words) told(words.progress);
      else if ('head' in words) resolve(words.head);
      else reject(new DeskError(words.failed, words.detail === undefined ? {} : { detail: words.detail }));
    });
    worker.on('error', (cause) => reject(new DeskError('backup_failed', { cause })));
    worker.on('exit', () => reject(new DeskError('backup_failed', { detail: 'thread ended' })));
  });
}
