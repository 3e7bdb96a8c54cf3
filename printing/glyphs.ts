import { type Canvas, createCanvas, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import type { Path } from 'fontkit';
import { type Bitmap, blit, emptyBitmap, setDot } from './bitmap.ts';
import { CHARACTER_DOTS, COLUMN_DOTS, columnsOf, columnsOfChar } from './columns.ts';
import { fontFor } from './fonts.ts';
import { descriptionBitmap } from './glyphs-description.ts';

/**
 * Characters as dots of a receipt printer: 24 dots high, 12 (ASCII) or 24 wide, times the scale. Drawn from the font's
 * outlines and not through a system text renderer, so that the face is certain and nothing falls back behind our back.
 */
const SIZE = 22;
const BASELINE = 20;

/** Share of the type's square that is ink (0 to 1) from which a character counts as crowded: 龘, 𪚥, 𰻝. */
const CROWDED = 0.4;
/** Alpha (0 to 255) from which a dot is ink; a crowded character needs a high one, or its gaps close. */
const INK_ALPHA = 100;
const CROWDED_ALPHA = 128;

/**
 * The level strokes of mincho faces are half a dot thick at this size and would break up. They are drawn over with a pen
 * of up to this many dots, the wider the emptier the character is.
 */
const PEN = 0.45;
const PEN_PER_SHARE = 2.2;
/** Air left of and right of, and below what is fitted into its cell, in dots. */
const AIR = 0.25;
/** Width of a stem of Latin letters, in ems, and the dots it is widened to where a letter is squeezed into its columns. */
const STEM = 0.093;
/** Just enough that a stem is two dots wherever it falls between the dots: 1 + 2 × INK_ALPHA / 255. */
const SHARP_STEM = 1.8;

/** Faces without thin strokes. */
const EVEN_STROKES = /Sans|Hei|PingFang|YaHei|Symbol/;

const cache = new Map<string, Bitmap | null>();
const canvases = new Map<number, Canvas>();

function cleanPen(width: number, height: number): SKRSContext2D {
  const key = width * 1024 + height;
  const canvas = canvases.get(key) ?? createCanvas(width, height);
  canvases.set(key, canvas);
  const pen = canvas.getContext('2d');
  pen.resetTransform();
  pen.clearRect(0, 0, width, height);
  return pen;
}

/** Alpha of every dot, row by row, and the share of the type's square that is ink. */
function inkOf(
  pen: SKRSContext2D,
  width: number,
  height: number,
  square: number,
): { alpha: Uint8Array; share: number } {
  const pixels = pen.getImageData(0, 0, width, height).data;
  const alpha = new Uint8Array(width * height);
  let sum = 0;
  for (let at = 0; at < alpha.length; at += 1) {
    const value = pixels[at * 4 + 3] ?? 0;
    alpha[at] = value;
    sum += value;
  }
  return { alpha, share: sum / 255 / square };
}

/**
 * The outline with what hangs below the cell (g, p, |, in some faces) pressed together between the baseline and the cell's
 * edge: the letter keeps its place, and no ink is lost.
 *
 * @param dots dots per font unit
 */
function insideCell(path: Path, dots: number): Path {
  const below = (BASELINE + AIR - CHARACTER_DOTS) / dots;
  const { minY } = path.bbox;
  if (minY >= below) return path;
  return path.mapPoints((x, y) => [x, y < 0 ? (y * below) / minY : y]);
}

function draw(char: string, scaleX: number, scaleY: number): Bitmap | null {
  const code = char.codePointAt(0) ?? 0;
  const open = fontFor('sans', code);
  if (!open) return null;
  const description = descriptionBitmap(code, scaleX, scaleY);
  if (description) return description;
  const width = columnsOfChar(char) * COLUMN_DOTS * scaleX;
  const height = CHARACTER_DOTS * scaleY;
  const glyph = open.font.glyphForCodePoint(code);
  const dots = SIZE / open.font.unitsPerEm;
  const squeeze = Math.min(1, (width - 2 * AIR * scaleX) / Math.max(1, glyph.advanceWidth * dots * scaleX));
  const across = dots * scaleX * squeeze;
  const path = new Path2D(insideCell(glyph.path, dots).toSVG());
  // fontkit would keep the outline for ever, some 20 kB a character; the dots are all that is needed again.
  delete open.font._glyphs[glyph.id];
  const pen = cleanPen(width, height);
  const left = (width - glyph.advanceWidth * across) / 2;
  const smear = squeeze < 1 ? Math.max(0, SHARP_STEM - STEM * SIZE * squeeze) * scaleX : 0;
  for (const shift of smear > 0 ? [-smear / 2, smear / 2] : [0]) {
    pen.setTransform(across, 0, 0, -dots * scaleY, left + shift, BASELINE * scaleY);
    pen.fill(path);
  }
  const square = SIZE * SIZE * scaleX * scaleY;
  let { alpha, share } = inkOf(pen, width, height, square);
  const crowded = share >= CROWDED;
  if (!crowded && !EVEN_STROKES.test(open.name)) {
    pen.lineWidth = Math.min(PEN, (CROWDED - share) * PEN_PER_SHARE) / dots;
    pen.lineJoin = 'round';
    pen.stroke(path);
    ({ alpha, share } = inkOf(pen, width, height, square));
  }
  const bitmap = emptyBitmap(width, height);
  const least = crowded ? CROWDED_ALPHA : INK_ALPHA;
  alpha.forEach((value, at) => {
    if (value >= least) setDot(bitmap, at % width, Math.floor(at / width));
  });
  return bitmap;
}

/**
 * Dots of one character, drawn at the size in which it is printed; null when no font has it.
 *
 * @param scaleX times 12 dots a column
 * @param scaleY times 24 dots
 */
export function glyphOf(char: string, scaleX = 1, scaleY = 1): Bitmap | null {
  const key = scaleX === 1 && scaleY === 1 ? char : `${char}${scaleX}x${scaleY}`;
  let glyph = cache.get(key);
  if (glyph === undefined) {
    glyph = draw(char, scaleX, scaleY);
    cache.set(key, glyph);
  }
  return glyph;
}

/** One line of text as a picture, `columns × 12 × scaleX` dots wide and `24 × scaleY` high. */
export function lineBitmap(text: string, scaleX = 1, scaleY = 1): Bitmap {
  const bitmap = emptyBitmap(columnsOf(text) * COLUMN_DOTS * scaleX, CHARACTER_DOTS * scaleY);
  let left = 0;
  for (const char of text) {
    const width = columnsOfChar(char) * COLUMN_DOTS * scaleX;
    const glyph = width > 0 ? glyphOf(char, scaleX, scaleY) : null;
    if (glyph) blit(bitmap, glyph, left, 0);
    left += width;
  }
  return bitmap;
}
