import type { PaperWidth } from '../domain/contract/printing.ts';
import { linesOf, type PrintableDocument } from '../domain/documents/model.ts';
import { type CharacterSet, characterSet } from './character-set.ts';
import type { ReceiptWidth } from './columns.ts';
import { drawableModel } from './drawable.ts';
import { encodeReceipt } from './escpos.ts';
import { fontFor } from './fonts.ts';
import { layoutReceipt, type ReceiptLine, textOf } from './layout.ts';
import { renderPdf } from './pdf.ts';
import type { PrinterProfile } from './printers/profile.ts';

export interface RenderedDocument {
  bytes: Uint8Array;
  mime: 'application/vnd.escpos' | 'application/pdf';
  /** What the paper says: lines as laid out on a receipt, logical lines on A4; undrawable characters already named. */
  text: string[];
}

export interface RenderOptions {
  /** The job before this one died in the middle: the printer may still be waiting for the rest of a picture. */
  recover?: boolean;
}

/** Whether a receipt can show a code point: by the printer's own font, else by ours as a picture. */
function receiptHas(set: CharacterSet): (codePoint: number) => boolean {
  return (codePoint) => (set.codes[codePoint] ?? 0) !== 0 || fontFor('sans', codePoint) !== undefined;
}

/** A document as laid out for receipt paper and a printer of this profile. @throws DeskError `font_missing` */
export function receiptLines(
  model: PrintableDocument,
  width: ReceiptWidth,
  profile: PrinterProfile,
): readonly ReceiptLine[] {
  return layoutReceipt(model, width, receiptHas(characterSet(profile.font)));
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
  options: RenderOptions = {},
): Promise<RenderedDocument> {
  if (width === 'a4') {
    const bytes = await renderPdf(model);
    const text = linesOf(drawableModel(model, (code) => fontFor('serif', code) !== undefined));
    return { bytes, mime: 'application/pdf', text };
  }
  const lines = receiptLines(model, width, profile);
  return { bytes: encodeReceipt(lines, width, profile, options), mime: 'application/vnd.escpos', text: textOf(lines) };
}
