import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Strokes } from '../domain/contract/signature.ts';
import { type Bitmap, emptyBitmap } from './bitmap.ts';

export interface InkBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The rectangle that was written on, in pad pixels, with a little air; the whole pad when nothing was. */
export function inkBox(strokes: Strokes): InkBox {
  const points = strokes.strokes.flat();
  if (points.length === 0) return { left: 0, top: 0, width: strokes.width, height: strokes.height };
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  const air = 6;
  return {
    left: bounds.left - air,
    top: bounds.top - air,
    width: Math.max(24, bounds.right - bounds.left + 2 * air),
    height: Math.max(24, bounds.bottom - bounds.top + 2 * air),
  };
}

/** Thinnest stroke on receipt paper, in dots: thinner ones break up, and their bytes look like printer commands. */
const STROKE_DOTS = 3;

/** Alpha (0 to 255) from which a dot is ink. */
const INK_ALPHA = 128;

/** One for all signatures, as large as the largest of them. */
let canvas: Canvas | undefined;

function cleanPen(width: number, height: number): SKRSContext2D {
  if (!canvas || canvas.width < width || canvas.height < height)
    canvas = createCanvas(Math.max(width, canvas?.width ?? 0), Math.max(height, canvas?.height ?? 0));
  const pen = canvas.getContext('2d');
  pen.resetTransform();
  pen.clearRect(0, 0, canvas.width, canvas.height);
  return pen;
}

/** A signature as dots, scaled to fit, never blown up beyond twice its size on the pad. */
export function signatureBitmap(strokes: Strokes, maxWidth: number, maxHeight: number): Bitmap {
  const box = inkBox(strokes);
  const scale = Math.min(maxWidth / box.width, maxHeight / box.height, 2);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const pen = cleanPen(width, height);
  pen.setTransform(scale, 0, 0, scale, -box.left * scale, -box.top * scale);
  pen.lineWidth = STROKE_DOTS / scale;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  for (const stroke of strokes.strokes) {
    const [first, ...rest] = stroke;
    if (!first) continue;
    pen.beginPath();
    pen.moveTo(first.x, first.y);
    if (rest.length === 0) pen.lineTo(first.x + 0.01, first.y);
    for (const point of rest) pen.lineTo(point.x, point.y);
    pen.stroke();
  }
  const pixels = pen.getImageData(0, 0, width, height).data;
  const bitmap = emptyBitmap(width, height);
  const { data, rowBytes } = bitmap;
  for (let y = 0; y < height; y += 1) {
    // The alpha of a dot is the last of its four bytes.
    const row = y * width * 4 + 3;
    for (let x = 0; x < width; x += 1) {
      if ((pixels[row + x * 4] ?? 0) < INK_ALPHA) continue;
      const at = y * rowBytes + (x >> 3);
      data[at] = (data[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bitmap;
}
