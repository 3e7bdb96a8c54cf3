import iconv from 'iconv-lite';
import type { PrinterProfile } from './printers/profile.ts';

/**
 * Which characters a receipt printer has in its own font, and their bytes. Only codes of one or two bytes: the four-byte
 * part of GB 18030 and private use differ from maker to maker, and those characters go out as pictures.
 *
 * - `gb2312`: GB 2312—1980, 6,763 Han characters and 682 signs.
 * - `gbk`: what Windows code page 936 has, without the euro. The 80 characters that GBK 1.0 holds at FE50–FEA0 and the
 *   signs at A989–A995 are not in that code page, nor for certain in a printer that says GBK; as pictures they are right
 *   on every one.
 * - `gb18030`: all codes of two bytes of GB 18030.
 */
export interface CharacterSet {
  /** By UTF-16 unit: the byte of ASCII, the two bytes of all others (lead × 256 + trail), 0 = not in the font. */
  readonly codes: Uint16Array;
  /** Whether every character of a text is in the font; control characters never are. */
  has(text: string): boolean;
}

type FontLevel = PrinterProfile['font'];

const within = (code: number, first: number, last: number): boolean => code >= first && code <= last;

/** Rows 1–9 of GB 2312 with signs in them; row and cell + A0 in each byte. Source: GB 2312—1980, tables. */
const GB2312_SIGNS: readonly (readonly [first: number, last: number])[] = [
  [0xa1a1, 0xa1fe],
  [0xa2b1, 0xa2e2],
  [0xa2e5, 0xa2ee],
  [0xa2f1, 0xa2fc],
  [0xa3a1, 0xa3fe],
  [0xa4a1, 0xa4f3],
  [0xa5a1, 0xa5f6],
  [0xa6a1, 0xa6b8],
  [0xa6c1, 0xa6d8],
  [0xa7a1, 0xa7c1],
  [0xa7d1, 0xa7f1],
  [0xa8a1, 0xa8ba],
  [0xa8c5, 0xa8e9],
  [0xa9a4, 0xa9ef],
];

const EURO = 0xa2e3;

const HOLDS: Record<FontLevel, (code: number) => boolean> = {
  gb2312: (code) =>
    GB2312_SIGNS.some(([first, last]) => within(code, first, last)) ||
    (within(code, 0xb0a1, 0xf7fe) && (code & 0xff) >= 0xa1 && !within(code, 0xd7fa, 0xd7fe)),
  gbk: (code) =>
    code !== EURO &&
    code !== 0xa8bc &&
    code !== 0xa8bf &&
    !within(code, 0xa989, 0xa995) &&
    !within(code, 0xfe50, 0xfea0),
  gb18030: () => true,
};

/** Every character of the basic plane that may be printed as text: no surrogates, no private use. */
function candidates(): string {
  let text = '';
  for (let code = 0x80; code <= 0xffff; code += 1) {
    if (code < 0xd800 || code > 0xf8ff) text += String.fromCharCode(code);
  }
  return text;
}

function build(level: FontLevel): CharacterSet {
  const codes = new Uint16Array(0x1_0000);
  for (let code = 0x20; code < 0x7f; code += 1) codes[code] = code;
  const text = candidates();
  const bytes = iconv.encode(text, 'gb18030');
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    const trail = bytes[at + 1] ?? 0;
    // Codes of four bytes have a digit in second place.
    const four = within(trail, 0x30, 0x39);
    const code = ((bytes[at] ?? 0) << 8) | trail;
    if (!four && HOLDS[level](code)) codes[text.charCodeAt(index)] = code;
    at += four ? 4 : 2;
  }
  return {
    codes,
    has(line) {
      for (let index = 0; index < line.length; index += 1) if (codes[line.charCodeAt(index)] === 0) return false;
      return true;
    },
  };
}

const built = new Map<FontLevel, CharacterSet>();

/** The characters of a font level; the table is made with the first paper that needs it. */
export function characterSet(level: FontLevel): CharacterSet {
  let set = built.get(level);
  if (!set) {
    set = build(level);
    built.set(level, set);
  }
  return set;
}
