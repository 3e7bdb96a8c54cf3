import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Which characters a font file has, read from its `cmap` table alone: a rare name asks every font, and the big ones are
 * 20 to 50 MB that need not be in memory to answer no. Tables are as the OpenType specification lays them out (offset
 * table, `ttcf` header, `name`, `cmap` formats 4 and 12).
 */
export interface FaceCoverage {
  postScriptName: string;
  /** Place of the face in its collection; 0 in a plain file. */
  index: number;
  /** First and last code points of runs that the face maps to a glyph other than .notdef: [from, to, from, to, …]. */
  runs: Uint32Array;
}

interface Table {
  offset: number;
  length: number;
}

const POSTSCRIPT_NAME = 6;
const WINDOWS = 3;
/** Platform and encoding of Unicode subtables, the fullest first. */
const UNICODE: readonly (readonly [platform: number, encoding: number])[] = [
  [3, 10],
  [0, 6],
  [0, 4],
  [3, 1],
  [0, 3],
];

class FontFile {
  private readonly descriptor: number;

  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
  }

  close(): void {
    closeSync(this.descriptor);
  }

  bytes(offset: number, length: number): Buffer {
    const buffer = Buffer.alloc(length);
    if (readSync(this.descriptor, buffer, 0, length, offset) < length) throw new RangeError('font file is cut off');
    return buffer;
  }

  /** Offsets of the faces: several in a collection, one in a plain file. */
  faces(): number[] {
    const head = this.bytes(0, 12);
    if (head.toString('latin1', 0, 4) !== 'ttcf') return [0];
    const offsets = this.bytes(12, head.readUInt32BE(8) * 4);
    return Array.from({ length: offsets.length / 4 }, (_, at) => offsets.readUInt32BE(at * 4));
  }

  table(face: number, tag: string): Table {
    const count = this.bytes(face, 12).readUInt16BE(4);
    const records = this.bytes(face + 12, count * 16);
    for (let at = 0; at < records.length; at += 16) {
      if (records.toString('latin1', at, at + 4) === tag)
        return { offset: records.readUInt32BE(at + 8), length: records.readUInt32BE(at + 12) };
    }
    throw new RangeError(`font file has no ${tag} table`);
  }

  postScriptName(face: number): string {
    const { offset, length } = this.table(face, 'name');
    const names = this.bytes(offset, length);
    const storage = names.readUInt16BE(4);
    for (let at = 6; at < 6 + names.readUInt16BE(2) * 12; at += 12) {
      if (names.readUInt16BE(at + 6) !== POSTSCRIPT_NAME) continue;
      const from = storage + names.readUInt16BE(at + 10);
      const text = names.subarray(from, from + names.readUInt16BE(at + 8));
      // UTF-16BE under Windows' platform, one byte per letter under the Macintosh's; the name is ASCII in both.
      return text.toString('latin1').replaceAll('\0', names.readUInt16BE(at) === WINDOWS ? '' : '\0');
    }
    return '';
  }

  runs(face: number): Uint32Array {
    const { offset, length } = this.table(face, 'cmap');
    const cmap = this.bytes(offset, length);
    const subtables = new Map<string, number>();
    for (let at = 4; at < 4 + cmap.readUInt16BE(2) * 8; at += 8)
      subtables.set(`${cmap.readUInt16BE(at)}/${cmap.readUInt16BE(at + 2)}`, cmap.readUInt32BE(at + 4));
    for (const [platform, encoding] of UNICODE) {
      const at = subtables.get(`${platform}/${encoding}`);
      if (at === undefined) continue;
      const format = cmap.readUInt16BE(at);
      if (format === 12) return format12(cmap.subarray(at));
      if (format === 4) return format4(cmap.subarray(at));
    }
    throw new RangeError('font file has no Unicode cmap of format 4 or 12');
  }
}

/** Collects code points in ascending order into runs. */
class Runs {
  private readonly list: number[] = [];

  add(from: number, to: number): void {
    if (to < from) return;
    if (this.list.at(-1) === from - 1) this.list[this.list.length - 1] = to;
    else this.list.push(from, to);
  }

  get packed(): Uint32Array {
    return Uint32Array.from(this.list);
  }
}

/** Segmented coverage: first and last code point, first glyph. */
function format12(table: Buffer): Uint32Array {
  const runs = new Runs();
  const count = table.readUInt32BE(12);
  for (let at = 16; at < 16 + count * 12; at += 12) {
    const from = table.readUInt32BE(at);
    const notdef = table.readUInt32BE(at + 8) === 0;
    runs.add(notdef ? from + 1 : from, table.readUInt32BE(at + 4));
  }
  return runs.packed;
}

/** Segments of the basic plane, each a difference to add or a list of glyphs. */
function format4(table: Buffer): Uint32Array {
  const runs = new Runs();
  const segments = table.readUInt16BE(6);
  const ends = 14;
  const starts = ends + segments + 2;
  const deltas = starts + segments;
  const ranges = deltas + segments;
  for (let at = 0; at < segments; at += 2) {
    const delta = table.readUInt16BE(deltas + at);
    const range = table.readUInt16BE(ranges + at);
    const start = table.readUInt16BE(starts + at);
    for (let code = start; code <= table.readUInt16BE(ends + at) && code < 0xffff; code += 1) {
      let glyph = code;
      if (range !== 0) {
        const place = ranges + at + range + (code - start) * 2;
        glyph = place + 2 <= table.length ? table.readUInt16BE(place) : 0;
      }
      if ((range !== 0 && glyph === 0) || ((glyph + delta) & 0xffff) === 0) continue;
      runs.add(code, code);
    }
  }
  return runs.packed;
}

/**
 * Coverage of one face of a font file.
 *
 * @param face PostScript name inside a collection; without it, or when the collection lacks it, the first face
 * @throws RangeError when the file is no OpenType font or is cut off; Error when it cannot be read
 */
export function readCoverage(path: string, face?: string): FaceCoverage {
  const file = new FontFile(path);
  try {
    const offsets = file.faces();
    const wanted = face === undefined ? 0 : offsets.findIndex((offset) => file.postScriptName(offset) === face);
    const index = Math.max(0, wanted);
    const offset = offsets[index] ?? 0;
    return { postScriptName: file.postScriptName(offset), index, runs: file.runs(offset) };
  } finally {
    file.close();
  }
}

/** Whether a code point lies in one of the runs. */
export function covers(runs: Uint32Array, codePoint: number): boolean {
  let low = 0;
  let high = runs.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < (runs[middle * 2] ?? 0)) high = middle - 1;
    else if (codePoint > (runs[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}
