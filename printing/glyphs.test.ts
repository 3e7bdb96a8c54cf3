import { beforeAll, describe, expect, it } from 'vitest';
import { type SystemFont, systemFont } from '../tests/harness/system-text.ts';
import { type Bitmap, hasDot } from './bitmap.ts';
import { fontChain, fontFor } from './fonts.ts';
import { readCoverage } from './fonts-coverage.ts';
import { HAN_BLOCKS } from './fonts-han.ts';
import { CHAINS, fontFiles } from './fonts-places.ts';
import { glyphOf, lineBitmap } from './glyphs.ts';

/** With JIESU_ALL_GLYPHS=1 every Han character of the fonts is drawn (a few minutes), else every 23rd and the edges. */
const STEP = process.env.JIESU_ALL_GLYPHS === '1' ? 1 : 23;
const SIZE = 22;
const SIDE = 24;
const BASELINE = 20;
/**
 * Least correlation between our black and white dots and the other program's grey ones. Measured over every 43rd
 * character: 0.76 or more for the same character, 0.77 or less for two different ones (0.55 or less for 95 % of them).
 */
const ALIKE = 0.7;

function covered(): number[] {
  return HAN_BLOCKS.flatMap(({ from, to }) => {
    const codes: number[] = [];
    for (let code = from; code <= to; code += 1) if (fontFor('sans', code)) codes.push(code);
    return codes.filter((_, at) => at % STEP === 0 || at < 3 || at >= codes.length - 3);
  });
}

function alike(bitmap: Bitmap, grey: Uint8Array): boolean {
  const dots = SIDE * SIDE;
  let ours = 0;
  let theirs = 0;
  let squares = 0;
  let both = 0;
  for (let at = 0; at < dots; at += 1) {
    const value = (grey[at] ?? 0) / 255;
    theirs += value;
    squares += value * value;
    if (!hasDot(bitmap, at % SIDE, Math.floor(at / SIDE))) continue;
    ours += 1;
    both += value;
  }
  const spread = Math.sqrt((squares - theirs ** 2 / dots) * (ours - ours ** 2 / dots));
  return spread > 0 && (both - (ours * theirs) / dots) / spread >= ALIKE;
}

const ink = (bitmap: Bitmap) => bitmap.data.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
const same = (one: Bitmap, other: Bitmap | null) => other !== null && Buffer.compare(one.data, other.data) === 0;
const name = (code: number) => `${String.fromCodePoint(code)} U+${code.toString(16).toUpperCase()}`;

describe('every Han character of the fonts, as a picture of 24 dots', () => {
  const system = new Map<string, SystemFont>();
  beforeAll(() => {
    const files = fontFiles();
    for (const { file, face } of CHAINS.sans) {
      const path = files.get(file.toLowerCase());
      if (path === undefined) continue;
      const { postScriptName, index } = readCoverage(path, face);
      system.set(postScriptName, systemFont(path, index, `compared ${postScriptName}`));
    }
  });

  it('is not blank, not .notdef, not a box, and looks as another program draws it', { timeout: 3_000_000 }, () => {
    const boxes = ['□', '▯', '☐', '■'].map((box) => glyphOf(box));
    const notdef = new Map(
      fontChain('sans').map((font) => [font.name, font.font.glyphForCodePoint(0x10ffff).path.toSVG()]),
    );
    const wrong: Record<'blank' | 'notdef' | 'box' | 'unlike', string[]> = {
      blank: [],
      notdef: [],
      box: [],
      unlike: [],
    };
    const drawn: { bitmap: Bitmap; grey: Uint8Array }[] = [];
    const codes = covered();
    for (const code of codes) {
      const open = fontFor('sans', code);
      const bitmap = glyphOf(String.fromCodePoint(code));
      if (!open || !bitmap) return expect.unreachable(name(code));
      const glyph = open.font.glyphForCodePoint(code);
      if (ink(bitmap) === 0) wrong.blank.push(name(code));
      if (glyph.id === 0 || glyph.path.toSVG() === notdef.get(open.name)) wrong.notdef.push(name(code));
      if (boxes.some((box) => same(bitmap, box))) wrong.box.push(name(code));
      const grey = system.get(open.name)?.draw(String.fromCodePoint(code), SIZE, SIDE, BASELINE) ?? new Uint8Array();
      if (!alike(bitmap, grey)) wrong.unlike.push(name(code));
      if (drawn.length < 4_000) drawn.push({ bitmap, grey });
    }
    expect(wrong).toEqual({ blank: [], notdef: [], box: [], unlike: [] });
    expect(codes.length).toBeGreaterThan(94_000 / STEP);

    // The comparison can tell characters apart: next to none is like the one drawn 97 places after it.
    const mistaken = drawn.filter(({ bitmap }, at) => alike(bitmap, drawn[at + 97]?.grey ?? new Uint8Array()));
    expect(mistaken.length / drawn.length).toBeLessThan(0.01);
  });
});

describe('what is not a Han character', () => {
  it('has no picture when no font has it: Extension I and J, unassigned, private use, lone surrogates', () => {
    for (const char of ['\u{2ebf0}', '\u{323b0}', '\u{2ee5e}', '\ue4f2', '\ud842', '\uffff', '\u{f0000}'])
      expect(glyphOf(char), name(char.codePointAt(0) ?? 0)).toBeNull();
  });

  it('stands in its own half of the column grid: letters 12 dots wide, punctuation 24', () => {
    for (const [char, width] of [
      ['W', 12],
      ['m', 12],
      ['·', 24],
      ['—', 24],
      ['⿰', 24],
    ] as const) {
      const glyph = glyphOf(char);
      expect(glyph?.width, char).toBe(width);
      expect(glyph && ink(glyph), char).toBeGreaterThan(0);
    }
  });
});

/** Dots by which two pictures differ. */
const apart = (one: Bitmap, other: Bitmap): number =>
  ink({ ...one, data: one.data.map((byte, at) => byte ^ (other.data[at] ?? 0)) });

describe('description characters', () => {
  const glyphs = [...'⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻'].map((char) => glyphOf(char));

  it('are parted by whole lines: none is an empty box at 24 dots', () => {
    for (const glyph of glyphs) {
      if (!glyph) return expect.unreachable();
      let whole = 0;
      for (let at = 4; at < SIDE - 4; at += 1) {
        const row = Array.from({ length: SIDE }, (_, x) => hasDot(glyph, x, at) && hasDot(glyph, x + 1, at));
        const column = Array.from({ length: SIDE }, (_, y) => hasDot(glyph, at, y) && hasDot(glyph, at, y + 1));
        whole = Math.max(whole, row.filter(Boolean).length, column.filter(Boolean).length);
      }
      expect(whole).toBeGreaterThanOrEqual(8);
    }
  });

  it('can be told apart', () => {
    glyphs.forEach((one, at) => {
      for (const other of glyphs.slice(at + 1)) expect(one && other && apart(one, other)).toBeGreaterThan(20);
    });
  });
});

describe('thin strokes', () => {
  /** Longest run of ink in any row. */
  const longest = (bitmap: Bitmap): number => {
    let best = 0;
    for (let y = 0; y < bitmap.height; y += 1) {
      for (let x = 0, run = 0; x < bitmap.width; x += 1) {
        run = hasDot(bitmap, x, y) ? run + 1 : 0;
        best = Math.max(best, run);
      }
    }
    return best;
  };

  it('of mincho faces do not break up: the long level stroke of 𢀘 𠦌 𠄞 𫳎 𡴳 is one line', () => {
    for (const char of '𢀘𠦌𠄞𫳎𡴳') {
      expect(fontFor('sans', char.codePointAt(0) ?? 0)?.name).toBe('HanaMinB');
      const glyph = glyphOf(char);
      expect(glyph && longest(glyph), char).toBeGreaterThanOrEqual(17);
    }
  });

  it('leave gaps in crowded characters: 𪚥 𠔻 𰻝 are less than two thirds black', () => {
    for (const char of '𪚥𠔻𰻝龘') {
      const glyph = glyphOf(char);
      expect(glyph && ink(glyph) / (SIZE * SIZE), char).toBeLessThan(0.66);
    }
  });
});

describe('a line as a picture', () => {
  it('is drawn at its own size, not enlarged: double size has twice the detail', () => {
    const one = lineBitmap('赵𠔻');
    const two = lineBitmap('赵𠔻', 2, 2);
    expect([two.width, two.height]).toEqual([one.width * 2, one.height * 2]);
    let uneven = 0;
    for (let y = 0; y < two.height; y += 2)
      for (let x = 0; x < two.width; x += 2)
        if (hasDot(two, x, y) !== hasDot(two, x + 1, y) || hasDot(two, x, y) !== hasDot(two, x, y + 1)) uneven += 1;
    expect(uneven).toBeGreaterThan(50);
  });
});

describe('letters and digits in cells of 12 × 24 dots', () => {
  const ASCII = Array.from({ length: 0x7f - 0x21 }, (_, at) => String.fromCharCode(0x21 + at));

  it('lose no ink at the edges of the cell', () => {
    // Eight times as fine, what is cut off shows as ink on the outermost dots.
    const cut = ASCII.filter((char) => {
      const fine = glyphOf(char, 8, 8);
      if (!fine) return true;
      const { width, height } = fine;
      const across = Array.from({ length: width }, (_, x) => hasDot(fine, x, 0) || hasDot(fine, x, height - 1));
      const down = Array.from({ length: height }, (_, y) => hasDot(fine, 0, y) || hasDot(fine, width - 1, y));
      return [...across, ...down].some(Boolean);
    });
    expect(cut).toEqual([]);
  });

  it.each([...'HIMNU'])('%s: every stem is at least two dots', (char) => {
    const glyph = glyphOf(char);
    const row = Array.from({ length: 12 }, (_, x) => (glyph && hasDot(glyph, x, 15) ? '#' : ' ')).join('');
    for (const run of row.trim().split(/ +/)) expect(run.length, row).toBeGreaterThanOrEqual(2);
    expect(row.trim()).not.toBe('');
  });
});
