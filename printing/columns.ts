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

export function columnsOf(text: string): number {
  let sum = 0;
  for (const char of text) sum += columnsOfChar(char);
  return sum;
}
