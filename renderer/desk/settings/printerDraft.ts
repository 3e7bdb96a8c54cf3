import { type PaperWidth, type PrinterConfig, printerConfigSchema } from '../../../domain/contract/printing.ts';

/** A printer as it is being typed: every kind's fields at once, so that changing the kind loses nothing. */
export interface PrinterDraft {
  use: 'slip' | 'a4';
  kind: PrinterConfig['kind'] | 'none';
  id: string;
  name: string;
  width: PaperWidth;
  host: string;
  port: string;
  path: string;
}

export function emptyPrinter(use: 'slip' | 'a4'): PrinterDraft {
  return {
    use,
    kind: 'none',
    id: use,
    name: use === 'slip' ? '小票打印机' : 'A4 打印机',
    width: use === 'slip' ? '80' : 'a4',
    host: '',
    port: '9100',
    path: '',
  };
}

export function toDraft(use: 'slip' | 'a4', printer: PrinterConfig | null): PrinterDraft {
  if (!printer) return emptyPrinter(use);
  const { id, kind, name, width } = printer;
  const place =
    printer.kind === 'tcp'
      ? { host: printer.host, port: String(printer.port) }
      : printer.kind === 'folder'
        ? { path: printer.path }
        : {};
  return { ...emptyPrinter(use), id, kind, name, width, ...place };
}

/** The printer, once everything its kind needs is there; null before, and for none. */
export function toConfig(draft: PrinterDraft): PrinterConfig | null {
  if (draft.kind === 'none') return null;
  const name = draft.name.trim();
  const parsed = printerConfigSchema.safeParse({
    ...draft,
    name,
    host: draft.host.trim(),
    path: draft.path.trim(),
    port: Number(draft.port),
  });
  return parsed.success ? parsed.data : null;
}
