import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printerProfile, printerProfiles, readPrinterProfiles } from './catalogue.ts';
import { USUAL } from './profile.ts';

describe('printer profiles', () => {
  it('are read from the files beside the code, the usual one first, each once', () => {
    const ids = printerProfiles().map((profile) => profile.id);
    expect(ids[0]).toBe('usual');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('epson-tm-t82-t88');
    expect(printerProfile('gb2312-58')).toMatchObject({ font: 'gb2312', bandRows: 24, cutter: 'none' });
    expect(printerProfile('nobody-has-this')).toBe(USUAL);
  });

  it('cover every font level, every kind of cutter that is in use, and every way of answering', () => {
    const all = printerProfiles();
    expect(new Set(all.map((profile) => profile.font))).toEqual(new Set(['gb2312', 'gbk', 'gb18030']));
    expect(new Set(all.map((profile) => profile.status))).toEqual(new Set(['full', 'realtime', 'none']));
    expect(new Set(all.map((profile) => profile.cutter))).toEqual(new Set(['partial', 'none']));
    expect(all.some((profile) => profile.chineseSize)).toBe(true);
    // One paper command at 80 mm must fit the smallest buffer that is left to a profile.
    for (const { bandRows } of all) expect(bandRows * 72).toBeLessThan(4_096);
  });

  it('a file that is no profile, or bears another name than its id, is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jiesu-profiles-'));
    try {
      const { widths, ...rest } = USUAL;
      const yaml = JSON.stringify({ ...rest, widths, known: [], assumed: [] });
      writeFileSync(join(folder, 'usual.yaml'), yaml);
      expect(readPrinterProfiles(folder)).toEqual([USUAL]);
      writeFileSync(join(folder, 'other.yaml'), yaml);
      expect(() => readPrinterProfiles(folder)).toThrow('other.yaml');
      writeFileSync(join(folder, 'other.yaml'), JSON.stringify({ ...rest, id: 'other', known: [], assumed: [] }));
      expect(() => readPrinterProfiles(folder)).toThrow('widths');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
