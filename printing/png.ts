import { crc32, deflateSync } from 'node:zlib';
import { type Bitmap, blit, emptyBitmap } from './bitmap.ts';

/** White paper beside the printable dots, as on real rolls. */
const MARGIN = 28;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** White paper and the black of thermal paper, which is not quite black. */
const PALETTE = Buffer.from([255, 255, 255, 24, 24, 24]);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/**
 * A PNG file. Source: W3C PNG (third edition).
 *
 * @param format bit depth and colour type
 * @param rows   each row after its filter byte
 */
export function pngFile(
  size: { width: number; height: number },
  format: readonly [depth: number, colours: number],
  rows: Uint8Array,
  options: { palette?: Uint8Array; level?: number } = {},
): Buffer {
  const { palette, ...deflate } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size.width, 0);
  header.writeUInt32BE(size.height, 4);
  header.set(format, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(rows, deflate)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * A page of dots as PNG, one pixel a dot, with the roll's white margin. Written by hand: at one bit a dot it takes a
 * millisecond where a canvas takes forty.
 */
export function bitmapPng(page: Bitmap): Uint8Array {
  const paper = emptyBitmap(page.width + 2 * MARGIN, page.height + 2 * MARGIN);
  blit(paper, page, MARGIN, MARGIN);
  const rows = new Uint8Array((paper.rowBytes + 1) * paper.height);
  for (let y = 0; y < paper.height; y += 1)
    rows.set(paper.data.subarray(y * paper.rowBytes, (y + 1) * paper.rowBytes), y * (paper.rowBytes + 1) + 1);
  // One bit deep, colours from a palette.
  return pngFile(paper, [1, 3], rows, { palette: PALETTE });
}
