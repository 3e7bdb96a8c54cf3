/**
 * Characters that any Chinese font of the last twenty years has: Latin, Chinese and full-width punctuation, signs, Kana, the
 * basic block and Extension A. Only what lies outside is worth asking about.
 */
const COMMON =
  /^[\u0000-\u024f\u0391-\u0451\u2000-\u266f\u3000-\u30ff\u3220-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]$/u;

/** The uncommon characters of a text, each once, in order; empty for nearly every name. */
export function rareCharacters(text: string): string {
  let rare = '';
  for (const char of text) {
    if (!COMMON.test(char) && !rare.includes(char)) rare += char;
  }
  return rare;
}
