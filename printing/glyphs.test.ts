import { beforeAll, describe, expect, it } from 'vitest';
import { type SystemFont, systemFont } from '../tests/harness/system-text.ts';
import { type Bitmap, hasDot } from './bitmap.ts';
import { fontChain, fontFor } from './fonts.ts';
import { readCoverage } from './fonts-coverage.ts';
import { HAN_BLOCKS } from './fonts-han.ts';
import { CHAINS, fontFiles } from './fonts-places.ts';
import { glyphOf, lineBitmap } from './glyphs.ts';

/** With JIESU_ALL_GLYPHS=1 every Han character of the fonts is drawn (a few minutes), else every seventeenth and the edges. */
const STEP = process.env.JIESU_ALL_GLYPHS === '1' ? 1 : 17;
const SIZE = 22;
const SIDE = 24;
const BASELINE = 20;
/** Shares of dots that must have a counterpart in the other program's picture, at most one dot away. */
const ALIKE = 0.97;
/** Alpha of a dot that no threshold would leave out. */
const STRONG = 200;

type Picture = (x: number, y: number) => boolean;

function covered(): number[] {
  return HAN_BLOCKS.flatMap(({ from, to }) => {
    const codes: number[] = [];
    for (let code = from; code <= to; code += 1) if (fontFor('sans', code)) codes.push(code);
    return codes.filter((_, at) => at % STEP === 0 || at < 3 || at >= codes.length - 3);
  });
}

function share(of: Picture, near: Picture): number {
  let dots = 0;
  let met = 0;
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      if (!of(x, y)) continue;
      dots += 1;
      let found = false;
      for (let at = 0; at < 9 && !found; at += 1) found = near(x + (at % 3) - 1, y + Math.floor(at / 3) - 1);
      if (found) met += 1;
    }
  }
  return dots === 0 ? 1 : met / dots;
}

const ours =
  (bitmap: Bitmap): Picture =>
  (x, y) =>
    hasDot(bitmap, x, y);
const theirs =
  (alpha: Uint8Array, least: number): Picture =>
  (x, y) =>
    x >= 0 && y >= 0 && x < SIDE && y < SIDE && (alpha[y * SIDE + x] ?? 0) >= least;

function alike(bitmap: Bitmap, alpha: Uint8Array): boolean {
  const inside = share(ours(bitmap), theirs(alpha, 1));
  const whole = share(theirs(alpha, STRONG), ours(bitmap));
  return inside >= ALIKE && whole >= ALIKE;
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

  it('is not blank, not .notdef, not a box, and looks as another program draws it', { timeout: 900_000 }, () => {
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
    const drawn: { bitmap: Bitmap; alpha: Uint8Array }[] = [];
    const codes = covered();
    for (const code of codes) {
      const open = fontFor('sans', code);
      const bitmap = glyphOf(String.fromCodePoint(code));
      if (!open || !bitmap) return expect.unreachable(name(code));
      const glyph = open.font.glyphForCodePoint(code);
      if (ink(bitmap) === 0) wrong.blank.push(name(code));
      if (glyph.id === 0 || glyph.path.toSVG() === notdef.get(open.name)) wrong.notdef.push(name(code));
      if (boxes.some((box) => same(bitmap, box))) wrong.box.push(name(code));
      const alpha = system.get(open.name)?.draw(String.fromCodePoint(code), SIZE, SIDE, BASELINE) ?? new Uint8Array();
      if (!alike(bitmap, alpha)) wrong.unlike.push(name(code));
      if (code % 16 === 0) drawn.push({ bitmap, alpha });
    }
    expect(wrong).toEqual({ blank: [], notdef: [], box: [], unlike: [] });
    expect(codes.length).toBeGreaterThan(94_000 / STEP);

    // The comparison can tell characters apart: next to none is like the one after the next of its own kind.
    const mistaken = drawn.filter(({ bitmap }, at) => alike(bitmap, drawn[at + 1]?.alpha ?? new Uint8Array()));
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
