import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { PrinterConfig } from '../../domain/contract/printing.ts';
import { printerProfile, testPagePaper } from '../index.ts';
import { cupsTransport } from './cups.ts';
import { deviceTransport } from './device-file.ts';
import { folderTransport, screenTransport } from './folder.ts';
import { serialTransport } from './serial.ts';
import { spoolerTransport } from './spooler.ts';
import { tcpTransport } from './tcp.ts';
import type { Transport } from './transport.ts';

/** The way to a printer of the settings. Nothing is opened or loaded before it is used. */
export function transportFor(printer: PrinterConfig): Transport {
  const answers = printerProfile(printer.profile).status;
  switch (printer.kind) {
    case 'tcp':
      return tcpTransport(printer.host, printer.port, undefined, answers);
    case 'usb':
      return deviceTransport(printer.device, answers);
    case 'serial':
      return serialTransport(printer.port, printer.baudRate, answers);
    case 'cups':
      return cupsTransport(printer.queue, printer.width);
    case 'spooler':
      return spoolerTransport(printer.queue, async () => (await import('./winspool.ts')).loadWinspool());
    case 'folder':
      return folderTransport(printer.path, printer.width);
    case 'screen':
      return screenTransport;
  }
}

/**
 * Prints the page that shows which profile fits. The caller sees to it that no job is under way on the printer.
 *
 * @returns null when the printer says that it came out, else what is known; `document_unavailable` for A4, which has no profile
 */
export async function printTestPage(printer: PrinterConfig): Promise<ErrorCode | null> {
  if (printer.width === 'a4') return 'document_unavailable';
  const paper = await testPagePaper(printer.width, printerProfile(printer.profile));
  const delivery = await transportFor(printer).deliver(paper, { begin: () => {}, sent: () => {} });
  return delivery.outcome === 'confirmed' ? null : delivery.error;
}
