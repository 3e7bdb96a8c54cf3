import type { ReceiptWidth } from './columns.ts';
import { interpret } from './interpreter.ts';
import { bitmapPng } from './png.ts';
import type { PrinterProfile } from './printers/profile.ts';

/** What a receipt printer of this width and profile makes of the bytes, as PNG. */
export async function previewPng(
  bytes: Uint8Array,
  width: ReceiptWidth,
  profile?: PrinterProfile,
): Promise<Uint8Array> {
  return bitmapPng(interpret(bytes, width, profile).page);
}
