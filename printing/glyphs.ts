import { createCanvas, Path2D } from '@napi-rs/canvas';
import type { Glyph } from 'fontkit';
import { type Bitmap, blit, emptyBitmap, setDot } from './bitmap.ts';
import { CHARACTER_DOTS, COLUMN_DOTS, columnsOf, columnsOfChar } from './columns.ts';
import { fontFor } from './fonts.ts';

/**
 * Characters as dots of a receipt printer: 24 dots high, 12 (ASCII) or 24 wide. Drawn from the font's outlines and not
 * through a system text renderer, so that the face is certain and nothing falls back behind our back.
 */
const SIZE = 22;
const BASELINE = 20;
/** Alpha from which a dot is ink; thin strokes at 24 dots need a low one. */
const INK_ALPHA = 96;

const cache = new Map<string, Bitmap | null>();

function pathOf(glyph: Glyph): Path2D {
  const path = new Path2D();
  for (const { command, args } of glyph.path.commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    if (command === 'moveTo') path.moveTo(a, b);
    else if (command === 'lineTo') path.lineTo(a, b);
    else if (command === 'quadraticCurveTo') path.quadraticCurveTo(a, b, c, d);
    else if (command === 'bezierCurveTo') path.bezierCurveTo(a, b, c, d, e, f);
    else path.closePath();
  }
  return path;
}

function draw(char: string): Bitmap | null {
  const code = char.codePointAt(0) ?? 0;
  const open = fontFor('sans', code);
  if (!open) return null;
  const width = columnsOfChar(char) * COLUMN_DOTS;
  const glyph = open.font.glyphForCodePoint(code);
  const scale = SIZE / open.font.unitsPerEm;
  const squeeze = Math.min(1, width / Math.max(1, glyph.advanceWidth * scale));
  const left = (width - glyph.advanceWidth * scale * squeeze) / 2;
  const canvas = createCanvas(width, CHARACTER_DOTS);
  const pen = canvas.getContext('2d');
  pen.setTransform(scale * squeeze, 0, 0, -scale, left, BASELINE);
  pen.fill(pathOf(glyph));
  const pixels = pen.getImageData(0, 0, width, CHARACTER_DOTS).data;
  const bitmap = emptyBitmap(width, CHARACTER_DOTS);
  for (let at = 0; at < width * CHARACTER_DOTS; at += 1) {
    if ((pixels[at * 4 + 3] ?? 0) >= INK_ALPHA) setDot(bitmap, at % width, Math.floor(at / width));
  }
  return bitmap;
}

/** Dots of one character; null when no font has it. */
export function glyphOf(char: string): Bitmap | null {
  let glyph = cache.get(char);
  if (glyph === undefined) {
    glyph = draw(char);
    cache.set(char, glyph);
  }
  return glyph;
}

/** One line of text as a picture, `columns × 12 × scaleX` dots wide and `24 × scaleY` high. */
export function lineBitmap(text: string, scaleX = 1, scaleY = 1): Bitmap {
  const bitmap = emptyBitmap(columnsOf(text) * COLUMN_DOTS * scaleX, CHARACTER_DOTS * scaleY);
  let left = 0;
  for (const char of text) {
    const width = columnsOfChar(char) * COLUMN_DOTS * scaleX;
    const glyph = width > 0 ? glyphOf(char) : null;
    if (glyph) blit(bitmap, glyph, left, 0, scaleX, scaleY);
    left += width;
  }
  return bitmap;
}
