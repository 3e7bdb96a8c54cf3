import { parentPort, workerData } from 'node:worker_threads';
import { DeskError } from '../../domain/contract/errors.ts';
import { type BackupJob, runBackupJob } from './backup-job.ts';
import type { WorkerSays } from './in-worker.ts';

/** The backup's own thread: a copy of a large database and its check take seconds in which the desk must answer. */
const say = (words: WorkerSays) => parentPort?.postMessage(words);
try {
  const head = runBackupJob(workerData as BackupJob, (progress) => say({ progress }));
  say({ head });
} catch (error) {
  const known = error instanceof DeskError ? error : new DeskError('backup_failed');
  say({ failed: known.code, detail: known.detail });
}
