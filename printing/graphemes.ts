/**
 * A text as its graphemes. `Intl.Segmenter` is exact and slow; most Chinese text is of characters that are graphemes each by
 * itself, which a class of code points decides. Only what stands beside anything else goes through the segmenter.
 */
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * UTF-16 units that begin and end a grapheme beside one another: ASCII, Latin letters, punctuation, symbols, kana, Han of the
 * basic plane, full-width forms. Without combining marks, joiners, variation selectors, surrogates, Hangul letters and controls.
 */
const SINGLE =
  ' -~\\u00a1-\\u00ac\\u00ae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u20a0-\\u20bf\\u2100-\\u23ff\\u2460-\\u27ff' +
  '\\u3000-\\u3029\\u3031-\\u303e\\u3041-\\u3096\\u309b-\\u30ff\\u3220-\\u3247\\u3400-\\u4dbf\\u4e00-\\u9fff\\uff01-\\uff9d';
const ALL_SINGLE = new RegExp(`^[${SINGLE}]*$`);
/** Anything else, with the single characters beside it: a mark belongs to the one before, a prefix to the one behind. */
const AROUND_OTHERS = new RegExp(`[${SINGLE}]?(?:[^${SINGLE}]+[${SINGLE}]?)+`, 'g');

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
