import { pngFile } from '../printing/png.ts';

/** A picture of greys, row by row from the top: 0 = black, 255 = white. */
export interface GreyPicture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/**
 * PNG of few greys, small enough for a repository: 1 bit a pixel for what a receipt printer does, 4 bits (16 greys) for a page.
 * Source: PNG specification (W3C), colour type 0.
 */
export function greyPng({ width, height, pixels }: GreyPicture, bits: 1 | 4): Buffer {
  const rowBytes = Math.ceil((width * bits) / 8);
  const top = (1 << bits) - 1;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grey = Math.round(((pixels[y * width + x] ?? 255) / 255) * top);
      const at = y * (rowBytes + 1) + 1 + ((x * bits) >> 3);
      rows[at] = (rows[at] ?? 0) | (grey << (8 - bits - ((x * bits) & 7)));
    }
  }
  return pngFile({ width, height }, [bits, 0], rows, { level: 9 });
}

/** Reads a binary PGM (P5, 255 greys), as poppler's pdftoppm writes it. @throws Error when it is none */
export function readPgm(bytes: Buffer): GreyPicture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  if (!head) throw new Error('not a binary PGM of 255 greys');
  const [all, width, height] = head;
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(all.length) };
}
