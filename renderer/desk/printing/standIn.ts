import type { PrintJob } from '../../../domain/contract/printing.ts';
import type { StatusView } from '../../../domain/contract/views/station.ts';

type Printers = StatusView['printers'];

/** The printer that can take over a job which waits because of a fault: of the same paper width, the spare one first. */
export function standInFor(
  job: Pick<PrintJob, 'state' | 'lastError' | 'printerId' | 'width'>,
  printers: Printers,
): Printers[number] | null {
  if (job.state !== 'queued' || job.lastError === null) return null;
  // The station names its printers in the order slip, A4, spare.
  return printers.filter(({ id, width }) => id !== job.printerId && width === job.width).at(-1) ?? null;
}
