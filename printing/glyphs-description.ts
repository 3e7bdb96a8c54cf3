import { type Bitmap, emptyBitmap, setDot } from './bitmap.ts';
import { CHARACTER_DOTS } from './columns.ts';

/**
 * Ideographic description characters (⿰ left and right, ⿱ above and below, …: U+2FF0 to U+2FFB) as dots. All fonts draw
 * them in dashes finer than a dot; at 24 dots ⿰ becomes what nobody may find on paper, an empty box. Here the frame is
 * dotted and the lines that part it are whole, two dots thick.
 */
const FROM = 2;
const TO = 21;
const FIRST = 0x2ff0;
/** Lines inside the frame for each character in turn: x and y of corners, in dots of a square of 24. */
const LINES: readonly (readonly (readonly number[])[])[] = [
  [[11, FROM, 11, TO]],
  [[FROM, 11, TO, 11]],
  [
    [8, FROM, 8, TO],
    [15, FROM, 15, TO],
  ],
  [
    [FROM, 8, TO, 8],
    [FROM, 15, TO, 15],
  ],
  [[7, 7, 15, 7, 15, 15, 7, 15, 7, 7]],
  [[7, TO, 7, 8, 15, 8, 15, TO]],
  [[7, FROM, 7, 14, 15, 14, 15, FROM]],
  [[TO, 7, 8, 7, 8, 15, TO, 15]],
  [[8, TO, 8, 8, TO, 8]],
  [[FROM, 8, 14, 8, 14, TO]],
  [[8, FROM, 8, 14, TO, 14]],
  [
    [FROM, FROM, 14, FROM, 14, 14, FROM, 14, FROM, FROM],
    [8, 8, 20, 8, 20, 20, 8, 20, 8, 8],
  ],
];
const OVERLAID = FIRST + LINES.length - 1;

/** The picture of a description character, 24 dots times the scale in either direction; null for any other. */
export function descriptionBitmap(codePoint: number, scaleX: number, scaleY: number): Bitmap | null {
  const lines = LINES[codePoint - FIRST];
  if (!lines) return null;
  const bitmap = emptyBitmap(CHARACTER_DOTS * scaleX, CHARACTER_DOTS * scaleY);
  const dot = (x: number, y: number) => {
    for (let dy = 0; dy < scaleY; dy += 1)
      for (let dx = 0; dx < scaleX; dx += 1) setDot(bitmap, x * scaleX + dx, y * scaleY + dy);
  };
  for (let at = FROM; at <= TO && codePoint !== OVERLAID; at += 2) {
    dot(at, FROM);
    dot(TO, at);
    dot(TO + FROM - at, TO);
    dot(FROM, TO + FROM - at);
  }
  for (const corners of lines) {
    for (let at = 2; at < corners.length; at += 2) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners.slice(at - 2, at + 2);
      for (let y = Math.min(y1, y2); y <= Math.max(y1, y2) + (y1 === y2 ? 1 : 0); y += 1)
        for (let x = Math.min(x1, x2); x <= Math.max(x1, x2) + (x1 === x2 ? 1 : 0); x += 1)
          if (x <= TO && y <= TO) dot(x, y);
    }
  }
  return bitmap;
}
