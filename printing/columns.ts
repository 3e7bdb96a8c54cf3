import { hasNoPicture } from './drawable.ts';

/** Dots across and columns of each receipt paper at 203 dpi: a column is 12 dots, a Chinese character two columns. */
export const RECEIPT = {
  '58': { dots: 384, columns: 32 },
  '80': { dots: 576, columns: 48 },
} as const;
export type ReceiptWidth = keyof typeof RECEIPT;

export const COLUMN_DOTS = 12;
export const CHARACTER_DOTS = 24;

/** Columns of one code point: ASCII one, everything else two (also “ ” — · ①, as printers in Chinese mode do). */
export function columnsOfChar(char: string): number {
  if (hasNoPicture(char)) return 0;
  return (char.codePointAt(0) ?? 0) < 0x80 ? 1 : 2;
}

/** Columns by UTF-16 unit, for all that are a code point by themselves. */
export const COLUMNS_BY_UNIT = new Uint8Array(0x1_0000);
COLUMNS_BY_UNIT.fill(1, 0, 0x80).fill(2, 0x80).fill(0, 0x200d, 0x200e).fill(0, 0xfe00, 0xfe10);

export function columnsOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const pair = unit >= 0xd800 && unit < 0xdc00 ? (text.codePointAt(at) ?? 0) : 0;
    if (pair >= 0x1_0000) {
      sum += columnsOfChar(String.fromCodePoint(pair));
      at += 1;
    } else sum += COLUMNS_BY_UNIT[unit] ?? 0;
  }
  return sum;
}
