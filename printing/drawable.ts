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

/** C0 (but newline and tab, which are layout), DEL and C1: no font draws them, whatever its table says. */
function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x0a && code !== 0x09) || (code >= 0x7f && code < 0xa0);
}

const isLayout = (code: number): boolean => code === 0x0a || code === 0x09;

type Has = (codePoint: number) => boolean;

/** Whether every UTF-16 unit of a text is a character by itself that is drawn: true of nearly every text. */
function isPlain(text: string, has: Has): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x20 && unit < 0x7f) continue;
    const odd = (unit >= 0xd800 && unit < 0xe000) || unit === 0x200d || (unit >= 0xfe00 && unit < 0xfe10);
    if (odd || isControl(unit) || !(isLayout(unit) || has(unit))) return false;
  }
  return true;
}

/** The text with every character that `has` does not know replaced by its name; newline and tab stay. */
export function drawable(text: string, has: Has): string {
  if (isPlain(text, has)) return text;
  let out = '';
  let named = true;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const joins = hasNoPicture(char);
    if (joins && named) continue;
    named = isControl(code) || !(joins || isLayout(code) || has(code));
    if (!named) out += char;
    else out += has(0x27e6) ? codePointName(char) : codePointName(char).replace('⟦', '[').replace('⟧', ']');
  }
  return out;
}

/** Members of the model that are not text to be drawn. */
const NOT_TEXT = new Set(['type', 'align', 'style', 'document', 'content', 'signature']);

/** The value itself where nothing in it changes, else a copy with what does. */
function drawn(value: unknown, has: Has): unknown {
  if (typeof value === 'string') return drawable(value, has);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let at = 0; at < value.length; at += 1) {
      const member = drawn(value[at], has);
      if (member === value[at]) continue;
      copy ??= [...value];
      copy[at] = member;
    }
    return copy ?? value;
  }
  const members = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const key in members) {
    const before = members[key];
    // Numbers and truth values come often.
    if ((typeof before !== 'string' && typeof before !== 'object') || NOT_TEXT.has(key)) continue;
    const member = drawn(before, has);
    if (member === before) continue;
    copy ??= { ...members };
    copy[key] = member;
  }
  return copy ?? value;
}

/** The same document with every string made drawable; what needs no change is shared with the one given. */
export function drawableModel(model: PrintableDocument, has: Has): PrintableDocument {
  return drawn(model, has) as PrintableDocument;
}
