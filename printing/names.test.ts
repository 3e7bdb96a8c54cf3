import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentKind } from '../domain/documents/kinds.ts';
import type { Block, PrintableDocument } from '../domain/documents/model.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { contextOf, fullState } from '../tests/virtual-printer/states.ts';
import { type Bitmap, hasDot } from './bitmap.ts';
import { characterSet } from './character-set.ts';
import { COLUMN_DOTS, columnsOf } from './columns.ts';
import { fontFor } from './fonts.ts';
import { HAN_BLOCKS } from './fonts-han.ts';
import { glyphOf } from './glyphs.ts';
import { renderDocument } from './index.ts';
import { interpret } from './interpreter.ts';
import { missingCharacters } from './missing.ts';

/** With JIESU_ALL_GLYPHS=1 every name gets papers of its own and every Han character goes through a PDF. */
const LONG = process.env.JIESU_ALL_GLYPHS === '1';

/** Every Han character that the fonts cover, block by block. */
const COVERED: readonly string[][] = HAN_BLOCKS.map(({ from, to }) => {
  const chars: string[] = [];
  for (let code = from; code <= to; code += 1) if (fontFor('sans', code)) chars.push(String.fromCodePoint(code));
  return chars;
}).filter((chars) => chars.length > 0);

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'];

/** Of so many names one is tried on the wide paper. */
const EACH = LONG ? 1 : 4;

/** A thousand names, the same in every run: a surname and one or two characters from all blocks in turn. */
const NAMES: readonly string[] = Array.from({ length: 1000 }, (_, at) => {
  const pick = (block: number, step: number): string => {
    const chars = COVERED[block % COVERED.length] ?? [];
    return chars[(at * step + 13) % chars.length] ?? '';
  };
  const second = at % 2 === 0 ? '' : pick(at * 5 + 3, 7_919);
  return `${SURNAMES[at % SURNAMES.length]}${pick(at, 104_729)}${second}`;
});

const built = (name: string, document = 'registration_slip'): PrintableDocument => {
  const record = sampleRecord('tanghe-01');
  const kind = documentKind(document);
  if (!kind) throw new Error(document);
  return kind.build(contextOf(fullState({ ...record, complainant: { ...record.complainant, name } })));
};

const DESCRIBED = '赵⿰王⿱亠⿲彳⿳一口⿴囗⿵门⿶凵⿷匚⿸厂⿹气⿺辶⿻丨';

const row = (value: string): Block => ({ type: 'row', label: '姓名', value });
const NAMED_INSTEAD = /U\+[0-9A-F]{4}/;

const MORE = 12;

/**
 * Whether the dots of a character stand on the page at `left`, at any height: all of its ink, and at most twelve dots
 * more (the encoder adds one wherever picture bytes would make a real-time command: six in 𰓿).
 */
function standsAt(page: Bitmap, glyph: Bitmap, left: number): boolean {
  for (let top = 0; top + glyph.height <= page.height; top += 1) {
    let more = 0;
    for (let y = 0; y < glyph.height && more <= MORE; y += 1) {
      for (let x = 0; x < glyph.width && more <= MORE; x += 1) {
        const ink = hasDot(glyph, x, y);
        if (hasDot(page, left + x, top + y) !== ink) more += ink ? MORE + 1 : 1;
      }
    }
    if (more <= MORE) return true;
  }
  return false;
}

const printerHas = (text: string): boolean => characterSet('gbk').has(text);

/** Checks a receipt for names that stand in it at the beginning of a row. */
async function checkReceipt(model: PrintableDocument, width: '58' | '80', names: readonly string[]): Promise<void> {
  const paper = await renderDocument(model, width);
  const { unknown, overflows, page } = interpret(paper.bytes, width);
  expect({ unknown, overflows }, names.join(' ')).toEqual({ unknown: [], overflows: [] });
  expect(paper.text.join('\n')).not.toMatch(NAMED_INSTEAD);
  for (const name of names) {
    const line = paper.text.find((text) => text.includes(name));
    if (line === undefined) return expect.unreachable(`${name} is not on the paper`);
    if (printerHas(line)) continue;
    const chars = [...line];
    chars.forEach((char, at) => {
      const glyph = printerHas(char) ? null : glyphOf(char);
      const left = columnsOf(chars.slice(0, at).join('')) * COLUMN_DOTS;
      if (!printerHas(char)) expect(glyph && standsAt(page, glyph, left), `${char} of ${name}`).toBe(true);
    });
  }
}

describe('a thousand names with rare characters', () => {
  it('come from every block that the fonts cover', () => {
    expect(new Set(NAMES).size).toBe(1000);
    for (const chars of COVERED) {
      const set = new Set(chars);
      expect(NAMES.filter((name) => [...name].slice(1).some((char) => set.has(char))).length).toBeGreaterThan(50);
    }
    expect(NAMES.flatMap(missingCharacters)).toEqual([]);
  });

  it.each(['58', '80'] as const)('print on %s mm as themselves, ten to a slip', { timeout: 300_000 }, async (width) => {
    const slip = built('赵明');
    // All of them on the narrow paper; the wide one differs in nothing but its width.
    const all = width === '58' ? NAMES : NAMES.filter((_, at) => at % EACH === 0);
    for (let at = 0; at < all.length; at += 10) {
      const names = all.slice(at, at + 10);
      await checkReceipt({ ...slip, blocks: names.map(row) }, width, names);
    }
  });

  it.each(['58', '80'] as const)('print on registration slips of %s mm', { timeout: 600_000 }, async (width) => {
    for (const name of LONG ? NAMES : NAMES.slice(0, 24)) await checkReceipt(built(name), width, [name]);
  });
});

describe('what is copied out of an A4 paper', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-names-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** The text as poppler's pdftotext copies it, without white space. */
  async function copied(model: PrintableDocument): Promise<string> {
    const file = join(dir, 'paper.pdf');
    writeFileSync(file, (await renderDocument(model, 'a4')).bytes);
    const text = execFileSync('pdftotext', ['-enc', 'UTF-8', '-raw', file, '-'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return text.replaceAll(/\s/gu, '');
  }

  /** A list whose rows are a number, the text and a closing letter, so that a row can be found again whole. */
  const list = (texts: readonly string[]): PrintableDocument => ({
    ...built('赵明', 'registration_form'),
    blocks: [
      {
        type: 'list',
        columns: [
          { label: '序号', weight: 1 },
          { label: '姓名', weight: 6 },
          { label: '止', weight: 1 },
        ],
        rows: texts.map((text, at) => [`A${at}`, text, 'Z']),
      },
    ],
  });

  async function lost(texts: readonly string[]): Promise<string[]> {
    const text = await copied(list(texts));
    return texts.filter((one, at) => !text.includes(`A${at}${one}Z`));
  }

  it('a thousand names in lists, each exactly as typed', { timeout: 120_000 }, async () => {
    for (let at = 0; at < NAMES.length; at += 250) expect(await lost(NAMES.slice(at, at + 250))).toEqual([]);
  });

  it('registration slips and forms: the name, exactly as typed', { timeout: 600_000 }, async () => {
    const names = LONG ? NAMES.filter((_, at) => at % 5 === 0) : NAMES.slice(0, 3);
    for (const name of names)
      for (const document of ['registration_slip', 'registration_form'])
        expect(await copied(built(name, document)), document).toContain(name);
  });

  it('two characters that share one glyph of the font stay two: ⼥ 女, 豈 豈, ⺠ 民, ˉ ¯', async () => {
    expect(await lost(['⼥女', '豈豈', '女⼥女', '⺠民', '⼀一⼀', '車車', '𠁢㘚ˉ¯'])).toEqual([]);
  });

  it('the order in which other papers used the glyphs makes no difference', async () => {
    expect(await lost(['⼥豈車⼀'])).toEqual([]);
    expect(await lost(['女豈車一'])).toEqual([]);
  });

  it('an ideographic description, also one that the font knows as a character (𰻞)', async () => {
    expect(await lost([DESCRIBED, '⿺辶⿳穴⿲月⿱⿲幺言幺⿲長馬長刂心'])).toEqual([]);
  });

  it('a variation sequence keeps its selector', async () => {
    expect(await lost(['葛\u{e0100}葛葛\u{e0101}', '邉\u{e0102}邉'])).toEqual([]);
  });

  it.runIf(LONG)('every Han character of the fonts', { timeout: 900_000 }, async () => {
    for (const chars of COVERED) {
      for (let at = 0; at < chars.length; at += 8_000) {
        const rows: string[] = [];
        for (let from = at; from < Math.min(at + 8_000, chars.length); from += 25)
          rows.push(chars.slice(from, Math.min(from + 25, at + 8_000)).join(''));
        expect(await lost(rows)).toEqual([]);
      }
    }
  });
});

describe('a name written as an ideographic description', () => {
  it.each(['58', '80'] as const)('prints whole on %s mm', async (width) => {
    expect(missingCharacters(DESCRIBED)).toEqual([]);
    const { text, bytes } = await renderDocument(built(DESCRIBED), width);
    expect(text.map((line) => line.trim()).join('')).toContain(DESCRIBED);
    expect(text.join('')).not.toMatch(NAMED_INSTEAD);
    expect(interpret(bytes, width).overflows).toEqual([]);
  });

  it('names the description characters of Unicode 15.1, which no font has', () => {
    const missing = missingCharacters('⿰⿼⿽⿾⿿㇯').map(({ codePoint, shown }) => [codePoint, shown]);
    expect(missing.map(([code]) => code)).toEqual(['U+2FFC', 'U+2FFD', 'U+2FFE', 'U+2FFF', 'U+31EF']);
    expect(missing[0]?.[1]).toBe('⟦U+2FFC⟧');
  });
});

describe('what cannot be drawn is named before printing', () => {
  it.each([
    ['unassigned', '\u{2ee5e}', ['U+2EE5E']],
    ['private use', '\ue4f2\u{f0001}', ['U+E4F2', 'U+F0001']],
    ['a lone surrogate', 'a\ud842b', ['U+D842']],
    ['Extensions I and J', '\u{2ebf0}\u{323b0}', ['U+2EBF0', 'U+323B0']],
    ['a noncharacter', '\uffff', ['U+FFFF']],
    ['a direction control', '\u202e', ['U+202E']],
    ['a family of emoji, its members and not its joiners', '👨‍👩‍👧', ['U+1F468', 'U+1F469', 'U+1F467']],
    ['not a variation selector', '葛\u{e0100}', []],
    ['not a rare character that some font has', '𠮷䶮㛃𬍛𰻝𪚥𱍐', []],
  ])('%s', (_, text, expected) => {
    expect(missingCharacters(text).map(({ codePoint }) => codePoint)).toEqual(expected);
  });

  it('and stands on the paper by its code point, never as a box', async () => {
    for (const width of ['58', '80', 'a4'] as const) {
      const { text } = await renderDocument(built('赵\u{2ebf0}\u{323b0}祥'), width);
      expect(text.join('').replaceAll(' ', ''), width).toContain('赵⟦U+2EBF0⟧⟦U+323B0⟧祥');
    }
  });
});
