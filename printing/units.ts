import { SINGLE_UNITS } from './graphemes.ts';

/**
 * What breaking lines asks of a character, as bits by UTF-16 unit: one look in a table instead of several in sets. Units
 * that are only part of a grapheme have no bits of their own.
 */
export const CLOSING = 1;
export const OPENING = 2;
/** Stands with the number before it: 年, 件. */
export const COUNTED = 4;
export const BOX = 8;
/** A space that is left out where a line breaks. */
export const BLANK = 16;
/** Printable ASCII but the space. */
export const WORD = 32;
export const DIGIT = 64;
/** A grapheme by itself: text of nothing else needs no segmenter. */
export const SINGLE = 128;
/** 年 and 月, with which a number goes on: 2026年3月. */
export const DATE_PART = 256;
/** 〕, behind which a number goes on: 〔2026〕7号. */
export const YEAR_END = 512;
/** Round brackets, whose words stay together while they are short. */
export const BRACKET = 1024;
export const BRACKET_END = 2048;

const CHARACTERS: readonly (readonly [bits: number, characters: string])[] = [
  [CLOSING, '、。，．：；？！）》」』】〕〉”’…—·％%!),.:;?]}°℃～〗»⟧'],
  [OPENING, '（《「『【〔〈“‘([{￥¥$€№〖«⟦□☑'],
  [COUNTED, '年月日时分秒号件页次个人元项条'],
  [BOX, '□☑'],
  [BLANK, ' \u3000'],
  [DIGIT, '0123456789'],
  [DATE_PART, '年月'],
  [YEAR_END, '〕'],
  [BRACKET, '（('],
  [BRACKET_END, '）)'],
];

function build(): Uint16Array {
  const bits = new Uint16Array(0x1_0000);
  const add = (unit: number, more: number) => {
    bits[unit] = (bits[unit] ?? 0) | more;
  };
  SINGLE_UNITS.forEach((single, unit) => {
    if (single) bits[unit] = SINGLE;
  });
  for (let unit = 0x21; unit < 0x7f; unit += 1) add(unit, WORD);
  for (const [more, characters] of CHARACTERS) for (const character of characters) add(character.charCodeAt(0), more);
  return bits;
}

export const UNITS: Readonly<Uint16Array> = build();

/** Bits of one character of the basic plane. */
export function bitsOf(character: string): number {
  return character.length === 1 ? (UNITS[character.charCodeAt(0)] ?? 0) : 0;
}
