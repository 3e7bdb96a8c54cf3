/**
 * Text search over Chinese: a text becomes the sequence of its pairs of neighbouring code points, so that any two
 * characters find it and a longer query is a phrase of pairs, which is exact substring search. Walked by code point, so
 * that names outside the basic plane are found. Tokens are written in base 36 with `x` between, because the tokenizer
 * would split at anything that is not a letter or digit, `%`, `_` and `'` included.
 */
const IGNORED = /[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

/** Texts that folding leaves as they are: Chinese characters, digits, small letters, marks that have no other form. */
const FOLDED = /^[\u4e00-\u9fff0-9a-z\u3001\u3002\u300a\u300b\u3010\u3011\u201c\u201d.:/+-]*$/u;

/** Full-width and half-width, upper and lower case, and invisible characters do not matter to a search. */
export function foldForSearch(text: string): string {
  if (FOLDED.test(text)) return text;
  return text.normalize('NFKC').toLowerCase().replace(IGNORED, '').replace(/\s+/gu, ' ').trim();
}

const GAP = Buffer.from('gap ');
/** Most bytes that one pair takes: two code points of four digits, `x` and a space. */
const PAIR_BYTES = 10;
const X = 0x78;
const SPACE = 0x20;

/** The digits of each code point of the basic plane that was met, first digit lowest; 0 for one that was not. */
const KNOWN = new Uint32Array(0x10000);

/**
 * Tokens of several texts. A gap token stands between texts, so that no phrase runs across two of them. Written as bytes:
 * six hundred small strings put together take three times as long.
 */
export function searchTokens(texts: readonly string[]): string {
  const folded = texts.map(foldForSearch);
  const most = folded.reduce((sum, text) => sum + text.length * PAIR_BYTES + GAP.length, 0);
  const bytes = Buffer.allocUnsafe(most);
  let end = 0;
  for (const text of folded) {
    let point = text.codePointAt(0);
    for (let at = 0; point !== undefined; ) {
      at += point > 0xffff ? 2 : 1;
      const next = text.codePointAt(at);
      end = writeBase36(bytes, end, point);
      bytes[end++] = X;
      if (next !== undefined) end = writeBase36(bytes, end, next);
      bytes[end++] = SPACE;
      point = next;
    }
    end += GAP.copy(bytes, end);
  }
  return bytes.toString('latin1', 0, Math.max(0, end - 1));
}

/** Writes a code point as `toString(36)` does: at most four digits. @returns the place after it */
function writeBase36(bytes: Buffer, at: number, point: number): number {
  let end = at;
  for (let digits = digitsOf(point); digits !== 0; digits >>>= 8) bytes[end++] = digits & 0xff;
  return end;
}

/** Remembered, because each is written twice, and the same two thousand characters make nearly all of every text. */
function digitsOf(point: number): number {
  const known = KNOWN[point] ?? 0;
  if (known !== 0) return known;
  let digits = 0;
  for (const digit of [...point.toString(36)].reverse()) digits = (digits << 8) | digit.charCodeAt(0);
  if (point < KNOWN.length) KNOWN[point] = digits;
  return digits;
}

/**
 * The full-text query for what a person typed, or null when there is nothing to look for. Words apart by spaces must
 * all occur. A single character matches as the beginning of a pair.
 */
export function searchQuery(typed: string): string | null {
  const words = foldForSearch(typed).split(' ').filter(Boolean);
  if (words.length === 0) return null;
  return words
    .map((word) => {
      const list = Array.from(word, (character) => (character.codePointAt(0) ?? 0).toString(36));
      if (list.length === 1) return `"${list[0]}x"*`;
      return `"${list
        .slice(0, -1)
        .map((code, i) => `${code}x${list[i + 1]}`)
        .join(' ')}"`;
    })
    .join(' AND ');
}
