import { resolve } from 'node:path';
import { markPrinterMissing, setPrinterRetryNow, setWidthOfWaiting } from '../db/print-jobs.ts';
import { DeskError, type ErrorCode } from '../domain/contract/errors.ts';
import { type FoundPrinter, type PrinterConfig, printersOf } from '../domain/contract/printing.ts';
import { discover } from '../printing/discover/index.ts';
import { printerProfile, renderDocument } from '../printing/index.ts';
import { createPrintQueue } from '../printing/queue.ts';
import { printTestPage, transportFor } from '../printing/transports/of-printer.ts';
import { composeJob } from './services/print-papers.ts';
import { createPrintStore } from './services/print-store.ts';
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
  const printers = (): PrinterConfig[] => printersOf(workspace.settings().printers);
  const sayMissing = () =>
    markPrinterMissing(
      workspace.db.orm,
      printers().map(({ id }) => id),
      'printer_missing',
    );
  const queue = createPrintQueue({
    store: createPrintStore(workspace, onPaper),
    printers: () =>
      printers().map((printer) => ({
        id: printer.id,
        device: deviceOf(printer),
        transport: () => transportFor(printer),
      })),
    async render(job, { recover }) {
      const printer = printers().find((one) => one.id === job.printerId);
      // A4 never goes to a receipt printer that took the place of an A4 one.
      if (printer?.width !== job.width) throw new DeskError('printer_missing');
      const model = composeJob(workspace, job);
      const { bytes, mime } = await renderDocument(model, job.width, printerProfile(printer.profile), { recover });
      const name = `${job.createdAt.slice(0, 10)}-${job.document}-${job.id.slice(-12)}`;
      return { paper: { bytes, mime, name }, model: JSON.stringify(model) };
    },
    now: () => platform.now().getTime(),
    onChange(job) {
      // A try that was under way when its printer was taken away ends with the printer's own reason, which no longer matters.
      if (!printers().some(({ id }) => id === job.printerId)) sayMissing();
      events.emit({ type: 'print', jobId: job.id });
    },
    log: platform.log,
  });
  return {
    start: () => queue.start(),
    wake: () => queue.wake(),
    reload() {
      const { orm } = workspace.db;
      setPrinterRetryNow(orm);
      for (const { id, width } of printers()) if (width !== 'a4') setWidthOfWaiting(orm, id, width);
      sayMissing();
      queue.wake();
    },
    test: (printer) => queue.alone(deviceOf(printer), () => transportFor(printer).status()),
    discover: () => discover(),
    testPage: (printer) => queue.alone(deviceOf(printer), () => printTestPage(printer)),
    stop: () => queue.stop(),
  };
}

/** The machine behind a printer: two printers of the settings may be the same one. */
export function deviceOf(printer: PrinterConfig): string {
  switch (printer.kind) {
    case 'tcp': {
      const host = printer.host.trim().toLowerCase();
      return `tcp ${host === 'localhost' ? '127.0.0.1' : host}:${printer.port}`;
    }
    case 'usb':
      return `device ${printer.device}`;
    case 'serial':
      return `device ${printer.port}`;
    case 'cups':
      return `cups ${printer.queue}`;
    // Windows does not tell capitals from small letters.
    case 'spooler':
      return `spooler ${printer.queue.toLowerCase()}`;
    case 'folder':
      return `folder ${resolve(printer.path)}`;
    case 'screen':
      return `screen ${printer.id}`;
  }
}
