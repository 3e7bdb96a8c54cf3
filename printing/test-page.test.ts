import { describe, expect, it } from 'vitest';
import { readCodes } from '../tests/harness/zbar.ts';
import { RECEIPT } from './columns.ts';
import { interpret } from './interpreter.ts';
import { printerProfile, printerProfiles } from './printers/catalogue.ts';
import { testPage } from './test-page.ts';

const WIDTHS = ['58', '80'] as const;

describe.each(WIDTHS)('the test page on %s mm', (width) => {
  it('stands on paper as it says, its codes readable, its ruler as wide as the paper', () => {
    const profile = printerProfile('gb18030');
    const { bytes, text } = testPage(width, profile);
    // A buffer that takes the block at once, and a printer that is in Chinese mode from the start.
    const out = interpret(bytes, width, { ...profile, bandRows: 96, chineseMode: false });
    expect(out.text).toEqual(text);
    expect(out.unknown).toEqual([]);
    expect(out.overflows).toEqual([]);
    expect(out.cuts).toEqual([out.height]);
    expect(out.lines.find((line) => line.text.startsWith('1234'))?.width).toBe(RECEIPT[width].dots);
    const codes = readCodes(out.pictures.map(({ bitmap }) => bitmap)).flat();
    expect(codes.map(({ data }) => data)).toEqual(['TEST-0001', 'TEST-0001']);
  });

  it('fits the paper and is cut once under every profile', () => {
    for (const profile of printerProfiles()) {
      const out = interpret(testPage(width, profile).bytes, width, { ...profile, bandRows: 96 });
      expect(out.overflows, profile.id).toEqual([]);
      expect(out.cuts, profile.id).toHaveLength(profile.cutter === 'none' ? 0 : 1);
    }
  });
});

it('names profiles by the names they have', () => {
  const names = printerProfiles().map((profile) => profile.name.replaceAll(' ', ''));
  const named = [
    ...testPage('80', printerProfile('usual'))
      .text.join('')
      .matchAll(/选“([^”]+)”/gu),
  ].map(([, name]) => name);
  expect(named.length).toBeGreaterThanOrEqual(5);
  for (const name of named)
    expect(
      names.some((one) => one.startsWith(name?.replaceAll(' ', '') ?? '?')),
      name,
    ).toBe(true);
});

describe('what the test page shows', () => {
  const page = testPage('80', printerProfile('usual')).bytes;
  const on = (id: string, change = {}) => interpret(page, '80', { ...printerProfile(id), bandRows: 96, ...change });
  const missing = (chars: string) => [...chars].map((char) => `not in the printer's font: ${char}`);

  it('B and C by what is missing from the font', () => {
    const start = { chineseMode: false };
    expect(on('gb2312-58', start).unknown).toEqual(missing('镕堃喆珺玥䶮㑇㖞㘎'));
    expect(on('usual', start).unknown).toEqual(missing('䶮㑇㖞㘎'));
    expect(on('gb18030', start).unknown).toEqual([]);
  });

  it('D by the line before FS &', () => {
    expect(on('gb18030').unknown).toEqual(['Chinese text outside Chinese mode']);
  });

  it('E by how wide the line comes out', () => {
    const widthOf = (id: string, mark: string) => on(id).lines.find(({ text }) => text.startsWith(mark))?.width;
    expect(widthOf('usual', 'E1')).toBe(widthOf('usual', 'E2'));
    expect(widthOf('chinese-size', 'E1')).toBeLessThan(widthOf('chinese-size', 'E2') ?? 0);
  });

  it('F2 by more rows than a small buffer takes', () => {
    expect(on('usual', { bandRows: 48 }).overflows).toEqual(['picture of 96 rows']);
  });
});
