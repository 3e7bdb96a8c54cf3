import { type Bitmap, blit, emptyBitmap } from './bitmap.ts';
import { CHARACTER_DOTS, COLUMN_DOTS, columnsOf, RECEIPT, type ReceiptWidth } from './columns.ts';
import { encodeLine, printerHas, withoutControls } from './gbk.ts';
import { lineBitmap } from './glyphs.ts';
import type { ReceiptLine, TextLine } from './layout.ts';
import { type PrinterProfile, USUAL } from './printers/profile.ts';

/**
 * Receipt lines as ESC/POS bytes. Only these commands are ever sent: `ESC @` (initialise), `FS &` (Chinese mode), `ESC a`
 * (justify), `ESC E` (bold), `ESC 3` (line spacing), `ESC J` (feed), `GS !` (size), `GS v 0` (raster), `GS V 66` (feed
 * and cut), LF. Source: Epson ESC/POS command reference.
 */
const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const LF = 0x0a;
const DLE = 0x10;

/** Dots of air below a line of text. */
const LEADING = 8;
/** Rows of one raster command: 48 rows of 80 mm paper are 3.4 kB, within the 4 kB buffer of small printers. */
const BAND_ROWS = 48;

const ALIGNS = { left: 0, center: 1, right: 2 } as const;

/** Second bytes of the real-time commands DLE EOT, DLE ENQ and DLE DC4, which printers obey even inside pictures. */
const REAL_TIME = new Set([0x04, 0x05, 0x14]);

/** Breaks up real-time commands in picture data by one extra dot beside the one that would complete them. */
function harmless(data: Uint8Array): Uint8Array {
  const out = Uint8Array.from(data);
  for (let at = 1; at < out.length; at += 1) {
    if (out[at - 1] === DLE && REAL_TIME.has(out[at] ?? 0)) out[at] = (out[at] ?? 0) | 0x02;
  }
  return out;
}

function raster(bitmap: Bitmap): number[][] {
  const commands: number[][] = [];
  for (let top = 0; top < bitmap.height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, bitmap.height - top);
    const data = harmless(bitmap.data.subarray(top * bitmap.rowBytes, (top + rows) * bitmap.rowBytes));
    commands.push([GS, 0x76, 0x30, 0, bitmap.rowBytes & 0xff, bitmap.rowBytes >> 8, rows & 0xff, rows >> 8, ...data]);
  }
  return commands;
}

/** A line that the printer's font cannot set, drawn by us at the place it would have had. */
function drawnLine(line: TextLine, dots: number): Bitmap {
  const width = columnsOf(line.text) * COLUMN_DOTS * line.scaleX;
  const left = line.align === 'left' ? 0 : line.align === 'right' ? dots - width : Math.floor((dots - width) / 2);
  const bitmap = emptyBitmap(dots, CHARACTER_DOTS * line.scaleY + LEADING);
  const drawn = lineBitmap(line.text, line.scaleX, line.scaleY);
  blit(bitmap, drawn, left, 0);
  if (line.bold) blit(bitmap, drawn, left + 1, 0);
  return bitmap;
}

function textLine(line: TextLine, dots: number): number[][] {
  const clean: TextLine = { ...line, text: withoutControls(line.text) };
  if (!printerHas(clean.text)) return raster(drawnLine(clean, dots));
  return [
    [ESC, 0x61, ALIGNS[line.align]],
    [ESC, 0x45, line.bold ? 1 : 0],
    [GS, 0x21, ((line.scaleX - 1) << 4) | (line.scaleY - 1)],
    [ESC, 0x33, CHARACTER_DOTS * line.scaleY + LEADING],
    [...encodeLine(clean.text)],
    [LF],
  ];
}

function feed(dots: number): number[][] {
  const commands: number[][] = [];
  for (let left = dots; left > 0; left -= 255) commands.push([ESC, 0x4a, Math.min(left, 255)]);
  return commands;
}

/**
 * What goes before a job when the one before it died in the middle: the printer may be waiting for the rest of a picture
 * and would swallow `ESC @`. As many NULs as its largest picture command holds (passed over where it waits for nothing), a
 * line end, and a cut that parts the scrap from what follows.
 */
export function recoveryBytes(profile: PrinterProfile): Uint8Array {
  const nothing = new Uint8Array((profile.bandRows * RECEIPT['80'].dots) / 8);
  return Uint8Array.from([...nothing, LF, ...feed(profile.feedToCut).flat(), GS, 0x56, 66, 0]);
}

/** A whole job: initialise, lines, feed, cut. */
export function encodeReceipt(
  lines: readonly ReceiptLine[],
  width: ReceiptWidth,
  profile: PrinterProfile = USUAL,
  options: { recover?: boolean } = {},
): Uint8Array {
  const { dots } = RECEIPT[width];
  const parts: number[][] = [...(options.recover ? [[...recoveryBytes(profile)]] : []), [ESC, 0x40], [FS, 0x26]];
  for (const line of lines) {
    if (line.kind === 'text') parts.push(...textLine(line, dots));
    else if (line.kind === 'picture') parts.push([ESC, 0x61, 0], ...raster(line.bitmap));
    else parts.push(...feed(line.dots));
  }
  parts.push(...feed(60), [GS, 0x56, 66, 0]);
  return Uint8Array.from(parts.flat());
}
