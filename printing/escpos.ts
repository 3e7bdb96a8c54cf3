import { type Bitmap, blit, emptyBitmap } from './bitmap.ts';
import { type CharacterSet, characterSet } from './character-set.ts';
import { CHARACTER_DOTS, COLUMN_DOTS, columnsOf, RECEIPT, type ReceiptWidth } from './columns.ts';
import { EscposWriter } from './escpos-writer.ts';
import { lineBitmap } from './glyphs.ts';
import type { ReceiptLine, TextLine } from './layout.ts';
import { type PrinterProfile, USUAL } from './printers/profile.ts';

/** Receipt lines as ESC/POS bytes for a printer of a profile. All commands that are ever sent are in `escpos-writer.ts`. */

/** Dots of air below a line of text. */
const LEADING = 8;

/** A line that the printer's font cannot set, drawn by us at the place it would have had. */
export function drawnLine(line: TextLine, dots: number): Bitmap {
  const width = columnsOf(line.text) * COLUMN_DOTS * line.scaleX;
  const left = line.align === 'left' ? 0 : line.align === 'right' ? dots - width : Math.floor((dots - width) / 2);
  const bitmap = emptyBitmap(dots, CHARACTER_DOTS * line.scaleY + LEADING);
  const drawn = lineBitmap(line.text, line.scaleX, line.scaleY);
  blit(bitmap, drawn, left, 0);
  if (line.bold) blit(bitmap, drawn, left + 1, 0);
  return bitmap;
}

/** C0 and DEL, which never reach the stream, whatever the text went through before. */
const CONTROLS = /[\u0000-\u001f\u007f]/g;

function textLine(to: EscposWriter, line: TextLine, dots: number, set: CharacterSet, profile: PrinterProfile): void {
  // Control characters are in no set.
  const known = set.has(line.text);
  const text = known ? line.text : line.text.replaceAll(CONTROLS, '');
  if (!known && !set.has(text)) {
    to.picture(drawnLine({ ...line, text }, dots), profile.bandRows);
    return;
  }
  to.align(line.align);
  to.bold(line.bold);
  to.size(line.scaleX, line.scaleY);
  if (profile.chineseSize) to.chineseSize(line.scaleX, line.scaleY);
  to.spacing(CHARACTER_DOTS * line.scaleY + LEADING);
  to.line(text, set);
}

/** One for all jobs: encoding is synchronous, and its block of bytes has grown to what papers need. */
const writer = new EscposWriter();

function recover(to: EscposWriter, profile: PrinterProfile): void {
  to.nothing((profile.bandRows * RECEIPT['80'].dots) / 8);
  to.lineEnd();
  to.feed(profile.feedToCut);
  to.cut(profile.cutter);
}

/**
 * What goes before a job when the one before it died in the middle: the printer may be waiting for the rest of a picture
 * and would swallow `ESC @`. As many NULs as its largest picture command holds (passed over where it waits for nothing), a
 * line end, and a cut that parts the scrap from what follows.
 */
export function recoveryBytes(profile: PrinterProfile): Uint8Array {
  writer.begin();
  recover(writer, profile);
  return writer.take();
}

/** A whole job: initialise, lines, feed, cut. */
export function encodeReceipt(
  lines: readonly ReceiptLine[],
  width: ReceiptWidth,
  profile: PrinterProfile = USUAL,
  options: { recover?: boolean } = {},
): Uint8Array {
  const { dots } = RECEIPT[width];
  const set = characterSet(profile.font);
  writer.begin();
  if (options.recover) recover(writer, profile);
  writer.init();
  if (profile.chineseMode) writer.chineseMode();
  for (const line of lines) {
    if (line.kind === 'text') textLine(writer, line, dots, set, profile);
    else if (line.kind === 'picture') writer.picture(line.bitmap, profile.bandRows);
    else writer.feed(line.dots);
  }
  writer.feed(profile.feedToCut);
  writer.cut(profile.cutter);
  return writer.take();
}
