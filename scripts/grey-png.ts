import { crc32, deflateSync } from 'node:zlib';

/** A picture of greys, row by row from the top: 0 = black, 255 = white. */
export interface GreyPicture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
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
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = bits;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Reads a binary PGM (P5, 255 greys), as poppler's pdftoppm writes it. @throws Error when it is none */
export function readPgm(bytes: Buffer): GreyPicture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  if (!head) throw new Error('not a binary PGM of 255 greys');
  const [all, width, height] = head;
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(all.length) };
}
