import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { covers, readCoverage } from './fonts-coverage.ts';

/** Small font files made here: what no font of this machine has, but one on a PC may. */
describe('coverage of a font file', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-cmap-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const u16 = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 0xff])));
  const u32 = (...values: number[]) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)));

  /** A file with a `cmap` of one subtable and a `name` table that says Small. */
  function fontWith(encoding: number, subtable: Buffer): string {
    const cmap = Buffer.concat([u16(0, 1, 3, encoding), u32(12), subtable]);
    const name = Buffer.concat([u16(0, 1, 18, 3, 1, 0x409, 6, 10, 0), Buffer.from('\0S\0m\0a\0l\0l', 'latin1')]);
    const head = Buffer.concat([u32(0x00010000), u16(2, 0, 0, 0)]);
    const records = Buffer.concat([
      Buffer.from('cmap'),
      u32(0, 44, cmap.length),
      Buffer.from('name'),
      u32(0, 44 + cmap.length, name.length),
    ]);
    const path = join(dir, 'small.ttf');
    writeFileSync(path, Buffer.concat([head, records, cmap, name]));
    return path;
  }
  const covered = (path: string): number[] => {
    const { runs } = readCoverage(path);
    return Array.from({ length: 0x30000 }, (_, code) => code).filter((code) => covers(runs, code));
  };

  it('leaves out what format 12 maps to .notdef, and joins neighbours', () => {
    const groups = u32(0x41, 0x43, 0, 0x44, 0x44, 9, 0x20bb7, 0x20bb8, 12);
    const path = fontWith(10, Buffer.concat([u16(12, 0), u32(16 + groups.length, 0, 3), groups]));
    expect(covered(path)).toEqual([0x42, 0x43, 0x44, 0x20bb7, 0x20bb8]);
    expect([...readCoverage(path).runs]).toEqual([0x42, 0x44, 0x20bb7, 0x20bb8]);
    expect(readCoverage(path).postScriptName).toBe('Small');
  });

  it('leaves out what format 4 maps to .notdef, by difference and by list', () => {
    // 中 and 丮 by difference, the first of them to glyph 0; 你, 佡 and 佢 by list, the middle one to glyph 0; the end.
    const segments = 3;
    const list = u16(5, 0, 7);
    const parts = [
      u16(4, 0, 0, segments * 2, 0, 0, 0),
      u16(0x4e2e, 0x4f62, 0xffff),
      u16(0),
      u16(0x4e2d, 0x4f60, 0xffff),
      u16(0x10000 - 0x4e2d, 3, 1),
      u16(0, 4, 0),
      list,
    ];
    expect(covered(fontWith(1, Buffer.concat(parts)))).toEqual([0x4e2e, 0x4f60, 0x4f62]);
  });

  it('is refused when the file is no font or has no cmap that is known', () => {
    const path = fontWith(10, u16(14, 0, 0, 0));
    expect(() => readCoverage(path)).toThrow(RangeError);
    writeFileSync(path, 'not a font');
    expect(() => readCoverage(path)).toThrow();
  });
});
