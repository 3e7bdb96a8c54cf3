import {
  findPrintJob,
  movePrintJob,
  nextPrintJob,
  nextTryOf,
  type PrintJobRow,
  printJobOf,
  printJobsInState,
  setPrinterRetryNow,
} from '../db/print-jobs.ts';
import type { ErrorCode } from '../domain/contract/errors.ts';
import type { FoundPrinter, PrinterConfig, PrintJob } from '../domain/contract/printing.ts';
import { discover } from '../printing/discover/index.ts';
import { renderDocument } from '../printing/index.ts';
import { createPrintQueue, type PrintStore } from '../printing/queue.ts';
import { printTestPage, transportFor } from '../printing/transports/of-printer.ts';
import { shanghaiIso } from './platform.ts';
import { composePaper, recordPaper } from './services/print-papers.ts';
import type { Workspace } from './workspace.ts';

export interface Printing {
  start(): void;
  wake(): void;
  /** The printers were changed: what waits is tried at once. */
  reload(): void;
  /** Asks a printer how it is. Null when it is ready. */
  test(printer: PrinterConfig): Promise<ErrorCode | null>;
  /** What the system offers. */
  discover(): Promise<FoundPrinter[]>;
  /** Prints the page that shows which profile fits. Null when the printer says that it came out. */
  testPage(printer: PrinterConfig): Promise<ErrorCode | null>;
  stop(): Promise<void>;
}

/** Puts the print queue to work on this station's database, papers and printers. */
export function createPrinting(workspace: Workspace, onPaper: (caseId: string) => void): Printing {
  const { platform, events } = workspace;
  const printers = (): PrinterConfig[] => {
    const { slip, a4, spare } = workspace.settings().printers;
    return [slip, a4, spare].filter((printer) => printer !== null);
  };
  const queue = createPrintQueue({
    store: storeOf(workspace, onPaper),
    printerIds: () => printers().map((printer) => printer.id),
    transportOf(id) {
      const printer = printers().find((one) => one.id === id);
      return printer ? transportFor(printer) : null;
    },
    async render(job) {
      const model = composePaper(workspace, job.caseId, job.document, job.copy);
      const { bytes, mime } = await renderDocument(model, job.width);
      return { bytes, mime, name: `${job.createdAt.slice(0, 10)}-${job.document}-${job.id.slice(-12)}` };
    },
    now: () => platform.now().getTime(),
    onChange: (job) => events.emit({ type: 'print', jobId: job.id }),
    log: platform.log,
  });
  return {
    start: () => queue.start(),
    wake: () => queue.wake(),
    reload() {
      setPrinterRetryNow(workspace.db.orm);
      queue.wake();
    },
    test: (printer) => transportFor(printer).status(),
    discover: () => discover(),
    testPage: (printer) => printTestPage(printer),
    stop: () => queue.stop(),
  };
}

function storeOf(workspace: Workspace, onPaper: (caseId: string) => void): PrintStore {
  const { db, platform } = workspace;
  const iso = (ms: number): string => shanghaiIso(new Date(ms));
  return {
    next: (printerId) => nextPrintJob(db.orm, printerId, shanghaiIso(platform.now())),
    nextTryAt(printerId) {
      const at = nextTryOf(db.orm, printerId);
      return at === null ? null : Date.parse(at);
    },
    underWay: () => [...printJobsInState(db.orm, 'sending'), ...printJobsInState(db.orm, 'sent')],
    move(jobId, from, change) {
      const moved = db.raw
        .transaction((): PrintJob | null => {
          const row = findPrintJob(db.orm, jobId);
          const columns: Partial<PrintJobRow> = { state: change.state, updatedAt: shanghaiIso(platform.now()) };
          if (change.lastError !== undefined) columns.lastError = change.lastError;
          if (change.nextTryAt !== undefined)
            columns.nextTryAt = change.nextTryAt === null ? null : iso(change.nextTryAt);
          if (change.tried && row) columns.attempts = row.attempts + 1;
          if (!row || !movePrintJob(db.orm, jobId, from, columns)) return null;
          const job = { ...printJobOf(row), state: change.state };
          // The case file says that paper came out in the same transaction in which the queue does.
          if (change.state === 'confirmed') recordPaper(workspace, job, 'confirmed');
          return job;
        })
        .immediate();
      if (moved?.state === 'confirmed') onPaper(moved.caseId);
      return moved !== null;
    },
  };
}
