const NEW_LINE = Buffer.from('\n');

/** Texts in UTF-8 that hold no line feed, each on a line of its own. */
export function linesOf(texts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(texts.flatMap((text, index) => (index === 0 ? [text] : [NEW_LINE, text])));
}
