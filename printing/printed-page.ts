import { type Bitmap, blit, emptyBitmap, setDot } from './bitmap.ts';
import { CHARACTER_DOTS, COLUMN_DOTS } from './columns.ts';
import { glyphOf } from './glyphs.ts';
import type { RomCharacter } from './printer-rom.ts';

/** One picture; bands that lie without a gap one below the other are one. `top` in dots from the top of the paper. */
export interface PrintedPicture {
  top: number;
  bitmap: Bitmap;
}

/** A character where the printer set it, in dots. */
export interface PlacedCharacter {
  character: RomCharacter;
  left: number;
  top: number;
  scaleX: number;
  scaleY: number;
  bold: boolean;
}

/** What stands for a character that the printer does not have. */
function emptyBox(width: number): Bitmap {
  const box = emptyBitmap(width, CHARACTER_DOTS);
  for (let y = 2; y < CHARACTER_DOTS - 2; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      if (x === 1 || x === width - 2 || y === 2 || y === CHARACTER_DOTS - 3) setDot(box, x, y);
    }
  }
  return box;
}

/** All that came out of the printer, as dots. */
export function drawPage(
  width: number,
  height: number,
  pictures: readonly PrintedPicture[],
  characters: readonly PlacedCharacter[],
): Bitmap {
  const page = emptyBitmap(width, Math.max(1, height));
  for (const { top, bitmap } of pictures) blit(page, bitmap, 0, top);
  for (const { character, left, top, scaleX, scaleY, bold } of characters) {
    const glyph = character.has ? glyphOf(character.char) : emptyBox(character.columns * COLUMN_DOTS);
    if (!glyph) continue;
    blit(page, glyph, left, top, scaleX, scaleY);
    if (bold) blit(page, glyph, left + 1, top, scaleX, scaleY);
  }
  return page;
}
