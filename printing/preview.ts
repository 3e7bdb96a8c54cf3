import { createCanvas } from '@napi-rs/canvas';
import { type Bitmap, hasDot } from './bitmap.ts';
import type { ReceiptWidth } from './columns.ts';
import { interpret } from './interpreter.ts';

/** White paper beside the printable dots, as on real rolls. */
const MARGIN = 28;

/** A page of dots as PNG, one pixel a dot, with the roll's white margin. */
export function bitmapPng(page: Bitmap): Uint8Array {
  const width = page.width + 2 * MARGIN;
  const height = page.height + 2 * MARGIN;
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(width, height);
  image.data.fill(255);
  for (let y = 0; y < page.height; y += 1) {
    for (let x = 0; x < page.width; x += 1) {
      if (hasDot(page, x, y))
        image.data.fill(24, ((y + MARGIN) * width + x + MARGIN) * 4, ((y + MARGIN) * width + x + MARGIN) * 4 + 3);
    }
  }
  pen.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}

/** What a receipt printer of this width makes of the bytes, as PNG. */
export async function previewPng(bytes: Uint8Array, width: ReceiptWidth): Promise<Uint8Array> {
  return bitmapPng(interpret(bytes, width).page);
}
