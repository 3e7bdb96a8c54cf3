import type { PrinterProfile } from './printers/profile.ts';

/**
 * What the character ROM of a printer makes of text bytes. Read by the byte ranges of the standards and by the system's own
 * GB 18030 tables (ICU), so that a mistake of the encoder's table shows here.
 */
export interface RomCharacter {
  char: string;
  /** Two columns in Chinese mode, one otherwise. */
  columns: 1 | 2;
  /** Whether the printer has a picture for it; without, it leaves a blank or prints rubbish. */
  has: boolean;
}

type FontLevel = PrinterProfile['font'];

const decoder = new TextDecoder('gb18030');
const NO_CHARACTER = /[\u{fffd}\u{e000}-\u{f8ff}]/u;

/** Cells in use in the sign rows of GB 2312: [row, first cell, last cell]. Source: GB 2312—1980. */
const SIGN_CELLS: readonly (readonly [row: number, first: number, last: number])[] = [
  [1, 1, 94],
  [2, 17, 66],
  [2, 69, 78],
  [2, 81, 92],
  [3, 1, 94],
  [4, 1, 83],
  [5, 1, 86],
  [6, 1, 24],
  [6, 33, 56],
  [7, 1, 33],
  [7, 49, 81],
  [8, 1, 26],
  [8, 37, 73],
  [9, 4, 79],
];

function inGb2312(lead: number, trail: number): boolean {
  const row = lead - 0xa0;
  const cell = trail - 0xa0;
  if (cell < 1 || cell > 94) return false;
  if (row >= 16 && row <= 87) return row !== 55 || cell <= 89;
  return SIGN_CELLS.some(([one, first, last]) => one === row && cell >= first && cell <= last);
}

/** What GB 18030 has over code page 936 in two bytes. */
function beyondGbk(lead: number, trail: number): boolean {
  if (lead === 0xfe && trail >= 0x50) return true;
  return (
    (lead === 0xa2 && trail === 0xe3) ||
    (lead === 0xa8 && (trail === 0xbc || trail === 0xbf)) ||
    (lead === 0xa9 && trail >= 0x89 && trail <= 0x95)
  );
}

const pairs = new Map<number, RomCharacter>();

function pair(lead: number, trail: number): RomCharacter {
  const code = (lead << 8) | trail;
  let known = pairs.get(code);
  if (!known) {
    const char = decoder.decode(Uint8Array.of(lead, trail));
    known = { char, columns: 2, has: [...char].length === 1 && !NO_CHARACTER.test(char) };
    pairs.set(code, known);
  }
  return known;
}

const ascii: readonly RomCharacter[] = Array.from({ length: 0x80 }, (_, code) => ({
  char: String.fromCharCode(code),
  columns: 1 as const,
  has: true,
}));
const RUBBISH: RomCharacter = { char: '\ufffd', columns: 1, has: false };

function levelHas(font: FontLevel, lead: number, trail: number): boolean {
  if (font === 'gb2312') return inGb2312(lead, trail);
  return font === 'gb18030' || !beyondGbk(lead, trail);
}

/** The characters that a printer takes bytes for; `chinese` = it is in Chinese mode. */
export function romCharacters(bytes: Uint8Array, font: FontLevel, chinese: boolean): RomCharacter[] {
  const out: RomCharacter[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    const trail = bytes[at + 1] ?? 0;
    if (lead < 0x80) out.push(ascii[lead] ?? RUBBISH);
    else if (!chinese || lead === 0x80 || trail < 0x40) out.push(RUBBISH);
    else {
      const read = pair(lead, trail);
      out.push(read.has && levelHas(font, lead, trail) ? read : { ...read, has: false });
      at += 1;
    }
  }
  return out;
}
