/**
 * How characters that nobody can see are shown for reading, on paper and on the citizen's screen. The record keeps them;
 * only the picture of the record is made safe, so nothing a citizen says can drive the printer or turn the text around.
 *
 * - C0 controls and DEL become their Unicode control picture (U+2400 block): ESC → ␛, NUL → ␀;
 * - C1 controls, bidi controls, zero-width and other default-ignorable characters, line and paragraph separators, lone
 *   surrogates and private-use characters become their code point: ⟦U+202E⟧;
 * - newline and tab stay, as layout; CR LF counts as one newline;
 * - a ZWJ, variation selector or skin tone that follows a visible character stays: it belongs to that character.
 */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/u;
const VARIATION = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const PICTOGRAPH = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;

/** `⟦U+E4F2⟧`: a code point named instead of drawn. */
export function codePointName(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return `⟦U+${code.toString(16).toUpperCase().padStart(4, '0')}⟧`;
}

function shown(char: string, before: string, after: string): string {
  if (!HIDDEN.test(char)) return char;
  if (VARIATION.test(char) && before !== '' && !/\s/u.test(before) && !HIDDEN.test(before)) return char;
  if (char === '\u200d' && PICTOGRAPH.test(before) && PICTOGRAPH.test(after)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return codePointName(char);
}

function show(text: string, layout: ReadonlySet<string>): string {
  const chars = [...text];
  let out = '';
  chars.forEach((char, at) => {
    out += layout.has(char) ? char : shown(char, chars[at - 1] ?? '', chars[at + 1] ?? '');
  });
  return out;
}

const KEEP_LAYOUT: ReadonlySet<string> = new Set(['\n', '\t']);
const KEEP_NONE: ReadonlySet<string> = new Set();

/** Text of several lines for reading. */
export function visible(text: string): string {
  return show(text.replaceAll('\r\n', '\n'), KEEP_LAYOUT);
}

/** Text of one line for reading: a newline or tab inside a name is shown (␊, ␉), it does not break the line. */
export function visibleLine(text: string): string {
  return show(text, KEEP_NONE);
}
