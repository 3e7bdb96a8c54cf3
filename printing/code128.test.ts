import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code128Bitmap, code128Modules } from './code128.ts';
import { bitmapPng } from './png.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-code128-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What zbar reads from each content's picture, in one call. */
function decoded(contents: readonly string[], maxDots: number): string[] {
  const files = contents.map((content, at) => {
    const bitmap = code128Bitmap(content, maxDots, 60);
    if (!bitmap) throw new Error(`does not fit: ${content}`);
    const file = join(dir, `${at}.png`);
    writeFileSync(file, bitmapPng(bitmap));
    return file;
  });
  // One symbology, so that nothing else is seen in a long code; one call, because each takes a moment to begin.
  const out = execFileSync('zbarimg', ['-q', '--nodbus', '--raw', '-Sdisable', '-Scode128.enable', ...files], {
    encoding: 'utf8',
  });
  return out.split('\n').slice(0, -1);
}

describe('Code 128', () => {
  it('is read by zbar at 1, 15, 16 and 40 characters', () => {
    const contents = ['A', 'TH0320261121000', 'TH03202611210007', `JSD${'0123456789'.repeat(3)}Ab-./xY`];
    expect(contents.map((content) => content.length)).toEqual([1, 15, 16, 40]);
    expect(decoded(contents, 2_000)).toEqual(contents);
  });

  it('is read whatever the mixture of letters and digits', () => {
    // zbar leaves out codes of one or two characters that it cannot tell from noise beside others, so three at least; and
    // blanks at the ends are as good as none on a line of its answer.
    const piece = fc.oneof(fc.stringMatching(/^\d{1,7}$/), fc.stringMatching(/^[!-~]{1,3}$/));
    const content = fc.array(piece, { minLength: 2, maxLength: 6 }).map((pieces) => `x${pieces.join('')}`);
    const contents = fc.sample(content, { numRuns: 80, seed: 128 });
    expect(decoded(contents, 2_000)).toEqual(contents);
  });

  it('writes digits in pairs where that is shorter, and not where it is not', () => {
    const symbols = (content: string) => (code128Modules(content).length - 13) / 11 - 2;
    expect(symbols('12345678')).toBe(4);
    expect(symbols('TH0320261121')).toBe(2 + 1 + 5);
    expect(symbols('A12B')).toBe(4);
    expect(symbols('12345')).toBe(4);
  });

  it('fits a case number on 58 mm and says so when a content does not fit', () => {
    expect(code128Bitmap('TH03202611210007K', 384, 60)?.width).toBeLessThanOrEqual(384);
    expect(code128Bitmap('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 384, 60)).toBeNull();
  });

  it('refuses what Code 128 has no sign for', () => {
    for (const content of ['', '投诉', 'A\u001b@']) expect(() => code128Modules(content)).toThrow(RangeError);
  });
});
