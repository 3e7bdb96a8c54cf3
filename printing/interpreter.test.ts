import { describe, expect, it } from 'vitest';
import { inkIn } from './bitmap.ts';
import { interpret } from './interpreter.ts';
import { USUAL } from './printers/profile.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** 投诉 in GB 18030, and what begins a job. */
const COMPLAINT = 'cdb6 cbdf';
const BEGIN = '1b40 1c26';

const read = (text: string, profile = USUAL) => interpret(hex(text), '58', profile);

describe('what the interpreter finds fault with', () => {
  it.each([
    ['an unknown command', `${BEGIN} 1b70 00 0a`, ['unknown 1b 70 00']],
    ['a truncated command', `${BEGIN} 1d21`, ['truncated: 2 bytes']],
    ['a truncated picture', `${BEGIN} 1d763000 0100 0200 ff`, ['truncated: 9 bytes']],
    ['text without line end', `${BEGIN} 41`, ['text without line end']],
    ['a cut in the middle of a line', `${BEGIN} 41 1d564200`, ['cut in the middle of a line', 'text without line end']],
    ['a picture in the middle of a line', `${BEGIN} 41 1d763000 0100 0100 00 0a`, ['picture in the middle of a line']],
    ['a real-time command in a picture', `${BEGIN} 1d763000 0300 0100 100401`, ['real-time in picture']],
    ['Chinese before FS &', `1b40 ${COMPLAINT} 0a`, ['Chinese text outside Chinese mode']],
    ['a code of four bytes', `${BEGIN} 9532 8236 0a`, expect.arrayContaining([expect.stringContaining('font')])],
    ['half a character', `${BEGIN} cd 0a`, [expect.stringContaining('font')]],
  ])('%s', (_name, bytes, faults) => {
    expect(read(bytes).unknown).toEqual(faults);
  });

  it('lines and pictures over the edge, and bands over the buffer', () => {
    const wide = COMPLAINT.repeat(8);
    expect(read(`${BEGIN} ${wide} 0a`).overflows).toEqual([]);
    expect(read(`${BEGIN} ${wide} 41 0a`).overflows).toEqual([`${'投诉'.repeat(8)}A`]);
    expect(read(`${BEGIN} 1d2110 ${wide} 0a`).overflows).toHaveLength(1);
    expect(read(`${BEGIN} 1d763000 3100 0100 ${'00'.repeat(49)}`).overflows).toEqual(['picture 392']);
    expect(read(`${BEGIN} 1d763000 0100 3100 ${'00'.repeat(49)}`).overflows).toEqual(['picture of 49 rows']);
  });
});

describe('where things come out', () => {
  it('text by justification, size and spacing; feeds and cuts by their dots', () => {
    const out = read(`${BEGIN} 1b3320 1b6102 ${COMPLAINT} 0a 1b6101 1d2111 ${COMPLAINT} 0a 1b4a0a 1d564200 1b4a05`);
    expect(out.lines).toMatchObject([
      { text: '投诉', top: 0, left: 384 - 48, width: 48, height: 24 },
      { text: '投诉', top: 32, left: (384 - 96) / 2, width: 96, height: 48 },
    ]);
    expect(out.feeds).toEqual([10, 5]);
    expect(out.cuts).toEqual([32 + 48 + 10 + 96]);
    expect(out.height).toBe(32 + 48 + 10 + 96 + 5);
    expect(inkIn(out.page, 336, 0, 48, 24)).toBeGreaterThan(50);
    expect(inkIn(out.page, 0, 0, 336, 32)).toBe(0);
  });

  it('bands without a gap are one picture', () => {
    const band = `1d763000 0100 0200 f0 0f`;
    const out = read(`${BEGIN} ${band} ${band} 1b4a01 ${band}`);
    expect(out.pictures.map(({ top, bitmap }) => [top, bitmap.height])).toEqual([
      [0, 4],
      [5, 2],
    ]);
    expect([...out.page.data.filter((_, at) => at % 48 === 0)]).toEqual([0xf0, 0x0f, 0xf0, 0x0f, 0, 0xf0, 0x0f]);
  });

  it('Chinese sizes follow GS ! or only FS !, as the printer does', () => {
    const apart = { ...USUAL, chineseSize: true };
    const widths = (bytes: string) => [read(bytes).lines[0]?.width, read(bytes, apart).lines[0]?.width];
    expect(widths(`${BEGIN} 1d2110 ${COMPLAINT} 41 0a`)).toEqual([120, 72]);
    expect(widths(`${BEGIN} 1d2110 1c2104 ${COMPLAINT} 41 0a`)).toEqual([120, 120]);
  });

  it('a printer without a knife does not cut, and NULs print nothing', () => {
    expect(read(`${BEGIN} 0000 41 0a 1d564200`, { ...USUAL, cutter: 'none' })).toMatchObject({
      cuts: [],
      unknown: [],
      text: ['A'],
    });
  });
});
