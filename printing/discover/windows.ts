import type { FoundPrinter } from '../../domain/contract/printing.ts';
import type { WinPrinter } from '../transports/winspool.ts';

/** The printers of the Windows spooler. */
export async function spoolerPrinters(): Promise<FoundPrinter[]> {
  const { loadWinspool } = await import('../transports/winspool.ts');
  return foundSpooled((await loadWinspool().list()) ?? []);
}

export function foundSpooled(printers: readonly WinPrinter[]): FoundPrinter[] {
  return printers.map(({ name, driver, port }) => ({
    kind: 'spooler',
    queue: name,
    name,
    detail: [driver, port].filter(Boolean).join(' · '),
  }));
}
