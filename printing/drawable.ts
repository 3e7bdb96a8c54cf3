import type { PrintableDocument } from '../domain/documents/model.ts';
import { codePointName } from '../domain/documents/visible.ts';

/**
 * Characters that no font of this machine has are named instead of drawn, before anything is measured: ⟦U+E4F2⟧ is
 * ugly, an empty box is a lie. Joiners and variation selectors have no picture of their own and are passed over.
 */
const WITHOUT_PICTURE = /[\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;

/** Whether a code point is drawn as nothing on purpose. */
export function hasNoPicture(char: string): boolean {
  return WITHOUT_PICTURE.test(char);
}

/** The text with every character that `has` does not know replaced by its name; newline and tab stay. */
export function drawable(text: string, has: (codePoint: number) => boolean): string {
  let out = '';
  let named = true;
  for (const char of text) {
    const joins = hasNoPicture(char);
    if (joins && named) continue;
    named = !(joins || char === '\n' || char === '\t' || has(char.codePointAt(0) ?? 0));
    if (!named) out += char;
    else out += has(0x27e6) ? codePointName(char) : codePointName(char).replace('⟦', '[').replace('⟧', ']');
  }
  return out;
}

/** Members of the model that are not text to be drawn. */
const NOT_TEXT = new Set(['type', 'align', 'style', 'document', 'content']);

/** The same document with every string made drawable. */
export function drawableModel(model: PrintableDocument, has: (codePoint: number) => boolean): PrintableDocument {
  return JSON.parse(JSON.stringify(model), (key, value: unknown) =>
    typeof value === 'string' && !NOT_TEXT.has(key) ? drawable(value, has) : value,
  ) as PrintableDocument;
}
