import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fontChain, fontFor } from './fonts.ts';
import { readCoverage } from './fonts-coverage.ts';
import { HAN_BLOCKS } from './fonts-han.ts';
import { fontFiles, fontFolders } from './fonts-places.ts';

const at = (char: string) => char.codePointAt(0) ?? 0;

describe('coverage', () => {
  it('is what another reader of the same fonts finds, for every code point', () => {
    for (const open of new Set([...fontChain('serif_bold'), ...fontChain('sans')])) {
      const differ: string[] = [];
      for (let code = 0; code < 0x34000; code += 1)
        if (open.has(code) !== open.font.hasGlyphForCodePoint(code)) differ.push(code.toString(16));
      expect(differ, open.name).toEqual([]);
    }
  });

  it('blocks hold every unified ideograph that this Unicode version knows', () => {
    for (let code = 0x3400; code < 0x34000; code += 1) {
      const inBlock = HAN_BLOCKS.some(({ from, to }) => code >= from && code <= to);
      const unified = /\p{Unified_Ideograph}/u.test(String.fromCodePoint(code));
      if (unified && !inBlock) expect.unreachable(`U+${code.toString(16)} is in no block`);
    }
  });

  it.each([
    ['URO', 20_992],
    ['A', 6_592],
    ['B', 42_720],
    ['C', 4_154],
    ['D', 222],
    ['E', 5_762],
    ['F', 7_473],
    ['G', 3_045],
    ['H', 2_271],
    ['compatibility', 472],
    ['compatibility supplement', 542],
  ])('of %s is at least %i characters, on receipts and on A4', (name, least) => {
    const block = HAN_BLOCKS.find((one) => one.name === name);
    if (!block) return expect.unreachable();
    for (const style of ['sans', 'serif', 'serif_bold'] as const) {
      let count = 0;
      for (let code = block.from; code <= block.to; code += 1) if (fontFor(style, code)) count += 1;
      expect(count, style).toBeGreaterThanOrEqual(least);
    }
  });

  it('leaves common characters to Noto and asks Hanazono before BabelStone', () => {
    for (const char of '中龘𠮷㛃𬍛𰻝') expect(fontFor('sans', at(char))?.name, char).toBe('NotoSansCJKsc-Regular');
    for (const char of '中龘') expect(fontFor('serif', at(char))?.name, char).toBe('NotoSerifCJKsc-Regular');
    expect(fontFor('sans', at('𠔻'))?.name).toBe('HanaMinB');
    expect(fontFor('sans', at('𰀠'))?.name).toBe('BabelStoneHan');
  });

  it('has no private-use character, though BabelStone draws something there', () => {
    const babelStone = fontChain('sans').find((font) => font.name === 'BabelStoneHan');
    const codes = Array.from({ length: 0x1900 }, (_, index) => 0xe000 + index);
    expect(codes.some((code) => babelStone?.has(code))).toBe(true);
    expect(codes.filter((code) => fontFor('sans', code))).toEqual([]);
  });
});

describe('places', () => {
  it('the folder beside the printing room is looked at before the system’s, whatever the case of a name', () => {
    expect(fontFolders()[0]).toBe(join(import.meta.dirname, 'fonts'));
    const dir = mkdtempSync(join(tmpdir(), 'jiesu-places-'));
    for (const folder of ['own', 'system']) mkdirSync(join(dir, folder));
    for (const file of ['own/HanaMinB.ttf', 'system/HANAMINB.TTF', 'system/SIMSUN.TTC'])
      writeFileSync(join(dir, file), '');
    const files = fontFiles([join(dir, 'own'), join(dir, 'none'), join(dir, 'system')]);
    expect(files.get('hanaminb.ttf')).toBe(join(dir, 'own/HanaMinB.ttf'));
    expect(files.get('simsun.ttc')).toBe(join(dir, 'system/SIMSUN.TTC'));
    rmSync(dir, { recursive: true });
  });
});

describe('fonts that are not there', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-fonts-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** A desk that has these fonts only, in a process of its own because fonts are looked up once. */
  function deskWith(files: readonly string[], script: string): string {
    const folder = mkdtempSync(join(dir, 'only-'));
    for (const file of files) symlinkSync(file, join(folder, basename(file)));
    return run(folder, script);
  }
  function run(folder: string, script: string): string {
    const module = (path: string) => pathToFileURL(join(import.meta.dirname, path)).href;
    const code = script.replaceAll(/from '\.\/([^']+)'/g, (_, path: string) => `from '${module(path)}'`);
    const env = { ...process.env, JIESU_FONTS: folder };
    return execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', env }).trim();
  }
  const here = (file: string): string => fontFiles().get(file.toLowerCase()) ?? file;

  const PRINT = `
    import { renderDocument, missingCharacters } from './index.ts';
    const model = { document: 'registration_slip', title: '回执', number: 'T-1', organisation: '样县', style: 'form',
      blocks: [{ type: 'row', label: '姓名', value: '赵𰀠𠔻祥' }] };
    const text = [];
    for (const width of ['58', 'a4']) {
      try { text.push((await renderDocument(model, width)).text.join('|')); } catch (error) { text.push(error.code); }
    }
    let missing;
    try { missing = (await missingCharacters('赵𰀠𠔻祥')).map((one) => one.shown); } catch (error) { missing = error.code; }
    console.log(JSON.stringify({ text, missing }));`;

  it('no Chinese font at all: font_missing, for every paper', () => {
    const { text, missing } = JSON.parse(deskWith([here('DejaVuSans.ttf')], PRINT));
    expect(text).toEqual(['font_missing', 'font_missing']);
    expect(missing).toBe('font_missing');
  });

  it('only Noto: the rare characters are named, not boxed', () => {
    const { text, missing } = JSON.parse(deskWith([here('NotoSansCJK-Regular.ttc')], PRINT));
    for (const paper of text) expect(paper).toMatch(/赵[⟦[]U\+30020[⟧\]][⟦[]U\+2053B[⟧\]]祥/);
    expect(missing).toEqual(['⟦U+30020⟧', '⟦U+2053B⟧']);
  });

  it('a broken font file is passed over', () => {
    const folder = join(dir, 'broken');
    mkdirSync(folder);
    symlinkSync(here('NotoSansCJK-Regular.ttc'), join(folder, 'NotoSansCJK-Regular.ttc'));
    symlinkSync(here('HanaMinB.ttf'), join(folder, 'HanaMinB.ttf'));
    copyFileSync(here('BabelStoneHan.ttf'), join(folder, 'BabelStoneHan.ttf'));
    truncateSync(join(folder, 'BabelStoneHan.ttf'), 200);
    expect(() => readCoverage(join(folder, 'BabelStoneHan.ttf'))).toThrow();
    const { text } = JSON.parse(run(folder, PRINT));
    for (const paper of text) expect(paper).toMatch(/赵[⟦[]U\+30020[⟧\]]𠔻祥/);
  });
});
