/**
 * A text as its graphemes. `Intl.Segmenter` is exact and slow; most Chinese text is of characters that are graphemes each by
 * itself, which a class of code points decides. Only what stands beside anything else goes through the segmenter.
 */
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * UTF-16 units that begin and end a grapheme beside one another: ASCII, Latin letters, punctuation, symbols, kana, Han of the
 * basic plane, full-width forms. Without combining marks, joiners, variation selectors, surrogates, Hangul letters and controls.
 */
const SINGLE: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20bf],
  [0x2100, 0x23ff],
  [0x2460, 0x27ff],
  [0x3000, 0x3029],
  [0x3031, 0x303e],
  [0x3041, 0x3096],
  [0x309b, 0x30ff],
  [0x3220, 0x3247],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xff01, 0xff9d],
];

/** By UTF-16 unit: 1 = a grapheme by itself among such, 0 = the segmenter decides. */
export const SINGLE_UNITS = new Uint8Array(0x1_0000);
for (const [first, last] of SINGLE) SINGLE_UNITS.fill(1, first, last + 1);

const hex = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const CLASS = SINGLE.map(([first, last]) => `${hex(first)}-${hex(last)}`).join('');
const ALL_SINGLE = new RegExp(`^[${CLASS}]*$`);
/** Anything else, with the single characters beside it: a mark belongs to the one before, a prefix to the one behind. */
const AROUND_OTHERS = new RegExp(`[${CLASS}]?(?:[^${CLASS}]+[${CLASS}]?)+`, 'g');

export function graphemesOf(text: string): string[] {
  if (ALL_SINGLE.test(text)) return text.split('');
  const parts: string[] = [];
  let done = 0;
  for (const { 0: piece, index } of text.matchAll(AROUND_OTHERS)) {
    for (let at = done; at < index; at += 1) parts.push(text.charAt(at));
    for (const { segment } of segmenter.segment(piece)) parts.push(segment);
    done = index + piece.length;
  }
  for (let at = done; at < text.length; at += 1) parts.push(text.charAt(at));
  return parts;
}
