import type { MissingCharacter, PaperWidth } from '../domain/contract/printing.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import type { ReceiptWidth } from './columns.ts';
import { type PrinterProfile, USUAL } from './printers/profile.ts';
import type { RenderedDocument, RenderOptions } from './render.ts';

/**
 * What the rest of the house needs of the printing room. Fonts, PDF and canvas are loaded with the first paper, not with
 * the desk: they are a fifth of what the core would otherwise load before it answers.
 */
export { type PrinterProfile, printerProfile, printerProfiles, USUAL } from './printers/profile.ts';
export type { RenderedDocument, RenderOptions };

/** See `render.ts`. @throws DeskError `font_missing` when this machine has no Chinese font */
export async function renderDocument(
  model: PrintableDocument,
  width: PaperWidth,
  profile: PrinterProfile = USUAL,
  options: RenderOptions = {},
): Promise<RenderedDocument> {
  return (await import('./render.ts')).renderDocument(model, width, profile, options);
}

/** See `preview.ts`: what a receipt printer of this width makes of the bytes, as PNG. */
export async function previewPng(bytes: Uint8Array, width: ReceiptWidth): Promise<Uint8Array> {
  return (await import('./preview.ts')).previewPng(bytes, width);
}

/** See `missing.ts`: the characters of a text that no font of this machine draws, each once, in order. */
export async function missingCharacters(text: string): Promise<MissingCharacter[]> {
  return (await import('./missing.ts')).missingCharacters(text);
}
