import {
  anyPrintJobWaits,
  findPrintJob,
  movePrintJob,
  nextPrintJob,
  nextTryOf,
  type PrintJobRow,
  printJobOf,
  printJobsInState,
} from '../../db/print-jobs.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { PrintJob, PrintState } from '../../domain/contract/printing.ts';
import type { JobChange, PrintStore } from '../../printing/print-store.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';
import { recordPaper } from './print-papers.ts';

/** Machines in which a job may have been left half-done; the next one on them begins by clearing that away. */
const halfDone = (device: string) => `printer_half_done ${device}`;

/**
 * The print queue's jobs in the station's database.
 *
 * @param onPaper called when the case file was told that paper came out
 */
export function createPrintStore(workspace: Workspace, onPaper: (caseId: string) => void): PrintStore {
  const { db, platform } = workspace;
  const now = (): string => shanghaiIso(platform.now());

  function columnsOf(row: PrintJobRow, change: JobChange): Partial<PrintJobRow> {
    const { state, lastError, nextTryAt, tried = false } = change;
    return {
      state,
      updatedAt: now(),
      ...(lastError === undefined ? {} : { lastError }),
      ...(nextTryAt === undefined ? {} : { nextTryAt: nextTryAt === null ? null : shanghaiIso(new Date(nextTryAt)) }),
      ...(tried ? { attempts: row.attempts + 1 } : {}),
    };
  }

  function moved(jobId: string, from: readonly PrintState[], change: JobChange, printerId?: string): PrintJob | null {
    const row = findPrintJob(db.orm, jobId);
    if (!row || !movePrintJob(db.orm, jobId, from, columnsOf(row, change), printerId)) return null;
    if (change.cleans !== undefined) writeMeta(db.orm, halfDone(change.cleans), false);
    const job = { ...printJobOf(row), state: change.state };
    // The case file says that paper came out in the same transaction in which the queue does.
    if (change.state === 'confirmed') recordPaper(workspace, job, 'confirmed');
    return job;
  }

  return {
    hasWaiting: (printerIds) => anyPrintJobWaits(db.orm, printerIds),
    next: (printerIds) => nextPrintJob(db.orm, printerIds, now()),
    nextTryAt(printerIds) {
      const at = nextTryOf(db.orm, printerIds);
      return at === null ? null : Date.parse(at);
    },
    begin: (jobId, printer, model) =>
      db.raw
        .transaction((): boolean => {
          const row = findPrintJob(db.orm, jobId);
          if (!row) return false;
          const columns = columnsOf(row, { state: 'sending', lastError: null, nextTryAt: null, tried: true });
          if (!movePrintJob(db.orm, jobId, ['queued'], { ...columns, model }, printer.id)) return false;
          writeMeta(db.orm, halfDone(printer.device), true);
          return true;
        })
        .immediate(),
    isHalfDone: (device) => readMeta<boolean>(db.orm, halfDone(device)) === true,
    move(jobId, from, change, on) {
      const job = db.raw.transaction(() => moved(jobId, from, change, on?.printerId)).immediate();
      if (job?.state === 'confirmed') onPaper(job.caseId);
      return job !== null;
    },
    underWay: () => [...printJobsInState(db.orm, 'sending'), ...printJobsInState(db.orm, 'sent')],
  };
}
