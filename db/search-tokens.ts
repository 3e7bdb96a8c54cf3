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

/** Base 36 of the code points seen so far: the same few thousand come again in every text. */
const written: string[] = [];

function codes(text: string): string[] {
  const folded = foldForSearch(text);
  const list: string[] = [];
  for (let at = 0; at < folded.length; at += 1) {
    const point = folded.codePointAt(at) ?? 0;
    if (point > 0xffff) at += 1;
    let code = written[point];
    if (code === undefined) {
      code = point.toString(36);
      written[point] = code;
    }
    list.push(code);
  }
  return list;
}

/** Tokens of several texts. A gap token stands between texts, so that no phrase runs across two of them. */
export function searchTokens(texts: readonly string[]): string {
  let tokens = '';
  for (const text of texts) {
    const list = codes(text);
    for (let i = 0; i < list.length; i += 1) tokens += `${list[i]}x${list[i + 1] ?? ''} `;
    tokens += 'gap ';
  }
  return tokens.slice(0, -1);
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
      const list = codes(word);
      if (list.length === 1) return `"${list[0]}x"*`;
      return `"${list
        .slice(0, -1)
        .map((code, i) => `${code}x${list[i + 1]}`)
        .join(' ')}"`;
    })
    .join(' AND ');
}
