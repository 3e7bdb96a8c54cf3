import type { PaperWidth } from '../domain/contract/printing.ts';
import { linesOf, type PrintableDocument } from '../domain/documents/model.ts';
import { RECEIPT } from './columns.ts';
import { drawableModel } from './drawable.ts';
import { encodeReceipt } from './escpos.ts';
import { fontFor } from './fonts.ts';
import { printerHas } from './gbk.ts';
import { layoutReceipt, textOf } from './layout.ts';
import { renderPdf } from './pdf.ts';
import type { PrinterProfile } from './printers/profile.ts';

export interface RenderedDocument {
  bytes: Uint8Array;
  mime: 'application/vnd.escpos' | 'application/pdf';
  /** What the paper says: lines as laid out on a receipt, logical lines on A4; undrawable characters already named. */
  text: string[];
}

export interface RenderOptions {
  /** The printer may still wait for the rest of a picture: as many blank bytes go first as any picture of ours has. */
  recover?: boolean;
}

/** Whether a receipt can show a code point: by the printer's own font, else by ours as a picture. */
function receiptHas(codePoint: number): boolean {
  return printerHas(String.fromCodePoint(codePoint)) || fontFor('sans', codePoint) !== undefined;
}

/**
 * A document for one paper: ESC/POS bytes for 58 and 80 mm, a PDF for A4.
 *
 * @throws DeskError `font_missing` when this machine has no Chinese font
 */
export async function renderDocument(
  model: PrintableDocument,
  width: PaperWidth,
  profile: PrinterProfile,
  { recover = false }: RenderOptions = {},
): Promise<RenderedDocument> {
  if (width === 'a4') {
    const bytes = await renderPdf(model);
    const text = linesOf(drawableModel(model, (code) => fontFor('serif', code) !== undefined));
    return { bytes, mime: 'application/pdf', text };
  }
  const lines = layoutReceipt(model, width, receiptHas);
  const receipt = encodeReceipt(lines, width);
  const bytes = recover
    ? Buffer.concat([new Uint8Array(profile.bandRows * (RECEIPT[width].dots / 8)), receipt])
    : receipt;
  return { bytes: Uint8Array.from(bytes), mime: 'application/vnd.escpos', text: textOf(lines) };
}
