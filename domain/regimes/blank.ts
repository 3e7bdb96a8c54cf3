/** White space, and the characters that look like nothing: zero-width space and joiners, word joiner, byte order mark. */
const NOTHING_TO_SEE = /^[\s\u200B-\u200D\u2060\uFEFF]*$/u;

/** Whether a person reading the text would see an empty field. U+3000 is white space; a control byte is not. */
export function isBlank(text: string): boolean {
  return NOTHING_TO_SEE.test(text);
}
