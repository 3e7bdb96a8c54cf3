/**
 * Text search over Chinese: a text becomes the sequence of its pairs of neighbouring code points, so that any two
 * characters find it and a longer query is a phrase of pairs, which is exact substring search. Walked by code point, so
 * that names outside the basic plane are found. Tokens are written in letters and digits alone, because the tokenizer
 * would split at anything else, `%`, `_` and `'` included: a code point in base 35, whose digits leave out `x`, and `x`
 * between the two. With `x` as a digit too, the search for one character found others whose number goes on with it.
 */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwyz';

/** A code point as it stands in tokens; four digits at most. */
function inDigits(point: number): string {
  let digits = '';
  for (let rest = point; rest > 0; rest = Math.floor(rest / DIGITS.length))
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
  return digits || '0';
}

/** A folded text's characters as they stand in tokens. */
export const codesOf = (folded: string): string[] =>
  Array.from(folded, (character) => inDigits(character.codePointAt(0) ?? 0));

const IGNORED = /[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

/** Texts that folding leaves as they are: Chinese characters, digits, small letters, marks that have no other form. */
const FOLDED = /^[\u4e00-\u9fff0-9a-z\u3001\u3002\u300a\u300b\u3010\u3011\u201c\u201d.:/+-]*$/u;

/** Full-width and half-width, upper and lower case, and invisible characters do not matter to a search. */
export function foldForSearch(text: string): string {
  if (FOLDED.test(text)) return text;
  return text.normalize('NFKC').toLowerCase().replace(IGNORED, '').replace(/\s+/gu, ' ').trim();
}

const GAP = Buffer.from('gap ');
/** Most bytes that one character takes: as the second of a pair and as the first, four digits each, `x` and a space. */
const PAIR_BYTES = 10;
const X = 0x78;
const SPACE = 0x20;

/** The digits of each code point of the basic plane that was met, first digit lowest; 0 for one that was not. */
const KNOWN = new Uint32Array(0x10000);
/** Characters that fold to one character each, whatever stands beside them: with those of `FOLDED`, full-width ones and capitals. */
const ALONE = /^[\u4e00-\u9fff0-9a-zA-Z\u3001\u3002\u300a\u300b\u3010\u3011\u201c\u201d.:/+\uff01-\uff5e-]$/u;
/** The digits of such a character once folded; 0 where it was not met yet or is none. A text of such is not folded as a whole. */
const PLAIN = new Uint32Array(0x10000);

/** Where tokens are written before they become a text: one for all, because memory costs more than what is written. */
let scratch = Buffer.alloc(64 * 1024);

/**
 * Tokens of several texts. A gap token stands between texts, so that no phrase runs across two of them. Written as bytes:
 * six hundred small strings put together take three times as long.
 */
export function searchTokens(texts: readonly string[]): string {
  let end = 0;
  for (const text of texts) {
    reserve(end, text.length);
    const after = writePlain(text, end);
    end = after < 0 ? writeFolded(text, end) : after;
    end += GAP.copy(scratch, end);
  }
  return scratch.toString('latin1', 0, Math.max(0, end - 1));
}

/** Makes room behind a place for a text's tokens and a gap. */
function reserve(from: number, characters: number): void {
  const needed = from + characters * PAIR_BYTES + GAP.length;
  if (needed <= scratch.length) return;
  const larger = Buffer.alloc(2 * needed);
  scratch.copy(larger, 0, 0, from);
  scratch = larger;
}

/** Writes the pairs of a text of characters that fold alone. @returns the place after them; -1 when there is another one */
function writePlain(text: string, from: number): number {
  const bytes = scratch;
  let end = from;
  for (let at = 0; at < text.length; at += 1) {
    const digits = PLAIN[text.charCodeAt(at)] || digitsAlone(text.charAt(at));
    if (digits === 0) return -1;
    if (at > 0) {
      end = writeDigits(bytes, end, digits);
      bytes[end++] = SPACE;
    }
    end = writeDigits(bytes, end, digits);
    bytes[end++] = X;
  }
  if (text.length > 0) bytes[end++] = SPACE;
  return end;
}

function writeFolded(text: string, from: number): number {
  const folded = foldForSearch(text);
  reserve(from, folded.length);
  const bytes = scratch;
  let end = from;
  let isFirst = true;
  for (const character of folded) {
    const point = character.codePointAt(0) ?? 0;
    const digits = digitsOf(point);
    if (!isFirst) {
      end = writeDigits(bytes, end, digits);
      bytes[end++] = SPACE;
    }
    end = writeDigits(bytes, end, digits);
    bytes[end++] = X;
    isFirst = false;
  }
  if (!isFirst) bytes[end++] = SPACE;
  return end;
}

function digitsAlone(character: string): number {
  if (!ALONE.test(character)) return 0;
  const digits = digitsOf(foldForSearch(character).charCodeAt(0));
  PLAIN[character.charCodeAt(0)] = digits;
  return digits;
}

/** Writes the digits of a code point; without a loop, because it is done five hundred times a case. @returns the place after */
function writeDigits(bytes: Buffer, at: number, digits: number): number {
  bytes[at] = digits;
  bytes[at + 1] = digits >>> 8;
  bytes[at + 2] = digits >>> 16;
  bytes[at + 3] = digits >>> 24;
  return at + ((39 - Math.clz32(digits)) >>> 3);
}

/** Remembered: the same two thousand characters make nearly all of every text. */
function digitsOf(point: number): number {
  const known = KNOWN[point] ?? 0;
  if (known !== 0) return known;
  let digits = 0;
  for (const digit of [...inDigits(point)].reverse()) digits = (digits << 8) | digit.charCodeAt(0);
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
      const list = codesOf(word);
      if (list.length === 1) return `"${list[0]}x"*`;
      return `"${list
        .slice(0, -1)
        .map((code, i) => `${code}x${list[i + 1]}`)
        .join(' ')}"`;
    })
    .join(' AND ');
}
