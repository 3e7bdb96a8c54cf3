import { readFileSync } from 'node:fs';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';

/**
 * Text drawn the way other programs draw it: by the canvas's own text renderer (Skia with FreeType), from the same font
 * files. It reads fonts with other code than ours, so the two can be compared.
 */
export interface SystemFont {
  /**
   * Ink (0 to 255) of a square of `side` dots, row by row, with the character in type of `size` dots. Drawn four times as
   * large and averaged, because at small sizes the renderer moves strokes to whole dots (hinting).
   */
  draw(char: string, size: number, side: number, baseline: number): Uint8Array;
}

const FINER = 4;

/** One face of a collection as a font file of its own: the face's tables one after the other behind a new directory. */
function faceAlone(file: Buffer, index: number): Buffer {
  if (file.toString('latin1', 0, 4) !== 'ttcf') return file;
  const head = file.readUInt32BE(12 + index * 4);
  const count = file.readUInt16BE(head + 4);
  const directory = Buffer.from(file.subarray(head, head + 12 + count * 16));
  const parts: Buffer[] = [directory];
  let end = directory.length;
  for (let at = 12; at < directory.length; at += 16) {
    const offset = directory.readUInt32BE(at + 8);
    const length = directory.readUInt32BE(at + 12);
    directory.writeUInt32BE(end, at + 8);
    const padded = Buffer.alloc(Math.ceil(length / 4) * 4);
    file.copy(padded, 0, offset, offset + length);
    parts.push(padded);
    end += padded.length;
  }
  return Buffer.concat(parts);
}

/**
 * @param face place of the face in a collection
 * @param family name to register under; nobody else's
 */
export function systemFont(path: string, face: number, family: string): SystemFont {
  GlobalFonts.register(faceAlone(readFileSync(path), face), family);
  const canvas = createCanvas(0, 0);
  const pen = canvas.getContext('2d');
  return {
    draw(char, size, side, baseline) {
      const wide = side * FINER;
      if (canvas.width !== wide) {
        canvas.width = wide;
        canvas.height = wide;
        pen.font = `${size * FINER}px "${family}"`;
      }
      pen.clearRect(0, 0, wide, wide);
      pen.fillText(char, ((side - size) / 2) * FINER, baseline * FINER);
      const pixels = pen.getImageData(0, 0, wide, wide).data;
      const sums = new Float64Array(side * side);
      for (let y = 0; y < wide; y += 1) {
        const row = Math.floor(y / FINER) * side;
        for (let x = 0; x < wide; x += 1) {
          const at = row + Math.floor(x / FINER);
          sums[at] = (sums[at] ?? 0) + (pixels[(y * wide + x) * 4 + 3] ?? 0);
        }
      }
      return Uint8Array.from(sums, (sum) => sum / FINER ** 2);
    },
  };
}
