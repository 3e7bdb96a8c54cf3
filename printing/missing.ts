import type { MissingCharacter } from '../domain/contract/printing.ts';
import { codePointName, visible } from '../domain/documents/visible.ts';
import { hasNoPicture } from './drawable.ts';
import { fontFor } from './fonts.ts';

/** The characters of a text that no font of this machine draws, each once, in order of appearance. */
export function missingCharacters(text: string): MissingCharacter[] {
  const missing = new Map<string, MissingCharacter>();
  for (const char of text) {
    if (missing.has(char) || hasNoPicture(char) || char === '\n' || char === '\t') continue;
    const code = char.codePointAt(0) ?? 0;
    const hidden = visible(char) !== char;
    if (!hidden && fontFor('sans', code)) continue;
    const shown = hidden ? visible(char) : codePointName(char);
    missing.set(char, { char, codePoint: codePointName(char).slice(1, -1), shown });
  }
  return [...missing.values()];
}
