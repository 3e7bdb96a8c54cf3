import {
  type baudRates,
  type FoundPrinter,
  type PaperWidth,
  type PrinterConfig,
  type PrintersConfig,
  printerConfigSchema,
  USUAL_PROFILE,
} from '../../../domain/contract/printing.ts';
import { USES } from '../printing/printerWords.ts';

export type PrinterUse = keyof PrintersConfig;

/** A printer as it is being typed: every kind's fields at once, so that changing the kind loses nothing. */
export interface PrinterDraft {
  use: PrinterUse;
  kind: PrinterConfig['kind'] | 'none';
  id: string;
  name: string;
  width: PaperWidth;
  profile: string;
  host: string;
  /** Of the network. */
  port: string;
  device: string;
  serialPort: string;
  baudRate: (typeof baudRates)[number];
  /** Of CUPS or of the Windows spooler: a PC has one of the two. */
  queue: string;
  path: string;
}

const RECEIPT = ['tcp', 'usb', 'serial', 'cups', 'spooler', 'folder', 'screen'] as const;

/** What each printer of a station can be, and the paper it takes. */
export const OFFERED: Record<
  PrinterUse,
  { kinds: readonly PrinterConfig['kind'][]; widths: readonly [PaperWidth, ...PaperWidth[]] }
> = {
  slip: { kinds: RECEIPT, widths: ['80', '58'] },
  a4: { kinds: ['screen', 'cups', 'folder'], widths: ['a4'] },
  spare: { kinds: RECEIPT, widths: ['80', '58'] },
};

export function emptyPrinter(use: PrinterUse): PrinterDraft {
  return {
    use,
    kind: 'none',
    id: use,
    name: USES[use].title,
    width: OFFERED[use].widths[0],
    profile: USUAL_PROFILE,
    host: '',
    port: '9100',
    device: '/dev/usb/lp0',
    serialPort: '',
    baudRate: 9_600,
    queue: '',
    path: '',
  };
}

export function toDraft(use: PrinterUse, printer: PrinterConfig | null): PrinterDraft {
  if (!printer) return emptyPrinter(use);
  const { id, kind, name, width, profile } = printer;
  return { ...emptyPrinter(use), id, kind, name, width, profile, ...placeOf(printer) };
}

/** Where it is, as the fields of its kind. */
function placeOf(printer: PrinterConfig): Partial<PrinterDraft> {
  switch (printer.kind) {
    case 'tcp':
      return { host: printer.host, port: String(printer.port) };
    case 'usb':
      return { device: printer.device };
    case 'serial':
      return { serialPort: printer.port, baudRate: printer.baudRate };
    case 'cups':
    case 'spooler':
      return { queue: printer.queue };
    case 'folder':
      return { path: printer.path };
    case 'screen':
      return {};
  }
}

/** The printer, once everything its kind needs is there; null before, and for none. */
export function toConfig(draft: PrinterDraft): PrinterConfig | null {
  if (draft.kind === 'none') return null;
  const parsed = printerConfigSchema.safeParse({
    ...draft,
    name: draft.name.trim(),
    host: draft.host.trim(),
    device: draft.device.trim(),
    queue: draft.queue.trim(),
    path: draft.path.trim(),
    port: draft.kind === 'serial' ? draft.serialPort.trim() : Number(draft.port),
  });
  return parsed.success ? parsed.data : null;
}

/** Takes over what was found; everything typed for other kinds stays, and so do paper and model. */
export function fillFound(draft: PrinterDraft, found: FoundPrinter): PrinterDraft {
  const { kind } = found;
  const name = found.name.trim().slice(0, 120) || draft.name;
  if (kind === 'usb') return { ...draft, kind, name, device: found.device };
  if (kind === 'serial') return { ...draft, kind, name, serialPort: found.port };
  return { ...draft, kind, name, queue: found.queue };
}

/** The found printers that this use can have. */
export function fitsUse(use: PrinterUse, found: readonly FoundPrinter[]): FoundPrinter[] {
  return found.filter(({ kind }) => OFFERED[use].kinds.includes(kind));
}
