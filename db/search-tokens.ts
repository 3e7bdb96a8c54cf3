/**
 * Text search over Chinese: a text becomes the sequence of its pairs of neighbouring code points, so that any two
 * characters find it and a longer query is a phrase of pairs, which is exact substring search. Walked by code point, so
 * that names outside the basic plane are found. Tokens are written in base 36 with `x` between, because the tokenizer
 * would split at anything that is not a letter or digit, `%`, `_` and `'` included.
 */
const IGNORED = /[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

/** Full-width and half-width, upper and lower case, and invisible characters do not matter to a search. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(IGNORED, '').replace(/\s+/gu, ' ').trim();
}

function codes(text: string): string[] {
  return Array.from(foldForSearch(text), (char) => (char.codePointAt(0) ?? 0).toString(36));
}

/** Tokens of several texts. A gap token stands between texts, so that no phrase runs across two of them. */
export function searchTokens(texts: readonly string[]): string {
  const tokens: string[] = [];
  for (const text of texts) {
    const list = codes(text);
    for (let i = 0; i < list.length; i += 1) tokens.push(`${list[i]}x${list[i + 1] ?? ''}`);
    tokens.push('gap');
  }
  return tokens.join(' ');
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
