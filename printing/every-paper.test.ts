import { afterAll, describe, expect, it } from 'vitest';
import { loadProfiles } from '../core/load-profiles.ts';
import { paperKinds } from '../domain/documents/form-kinds.ts';
import { linesOf, type PrintableDocument } from '../domain/documents/model.ts';
import { strayCommand } from '../tests/harness/expected-stream.ts';
import { type ReadCode, readCodes } from '../tests/harness/zbar.ts';
import { contextOf, richState, validSamples } from '../tests/virtual-printer/states.ts';
import type { Bitmap } from './bitmap.ts';
import { characterSet } from './character-set.ts';
import type { ReceiptWidth } from './columns.ts';
import { drawableModel } from './drawable.ts';
import { fontFor } from './fonts.ts';
import { interpret } from './interpreter.ts';
import { textOf } from './layout.ts';
import { printerProfiles } from './printers/catalogue.ts';
import { type PrinterProfile, USUAL } from './printers/profile.ts';
import { receiptLines, renderDocument } from './render.ts';

/**
 * Every paper that goes on a receipt, from a case in which everything happened: every kind of every regime in every width.
 * With JIESU_ALL_PAPERS=1 of every case that may be registered, else of the first that has it and of the hard ones.
 */
const ALL = process.env.JIESU_ALL_PAPERS === '1';
/** Long, rare, hostile and empty. */
const HARD = ['shequ-03', 'yongji-03', 'suzhou12345-06'];
const shipped = loadProfiles();
const samples = validSamples();
const regimes = [...new Set(samples.map(({ record }) => record.regime))];

interface Case {
  name: string;
  number: string;
  width: ReceiptWidth;
  model: PrintableDocument;
}

function casesOf(regime: string): Case[] {
  const profile = shipped.get(regime);
  if (!profile) throw new Error(regime);
  const seen = new Set<string>();
  const wanted = (id: string, paper: string): boolean => {
    const first = !seen.has(paper);
    seen.add(paper);
    return ALL || first || HARD.includes(id);
  };
  return samples
    .filter(({ record }) => record.regime === regime)
    .flatMap(({ id, record }, at) => {
      const state = richState(record, profile, at);
      return paperKinds(profile, state).flatMap((kind) =>
        (['58', '80'] as const)
          .filter((width) => kind.widths.includes(width) && kind.available(state) === null)
          .filter((width) => wanted(id, `${kind.id} ${width}`))
          .map((width) => ({
            name: `${id} ${kind.id} ${width}`,
            number: state.number,
            width,
            model: kind.build({ ...contextOf(state), profile }),
          })),
      );
    });
}

const bare = (text: string): string => text.replaceAll(/[\s\u3000]/gu, '');

/** What the codes of a model say, in order. */
function codesOf(model: PrintableDocument): ReadCode[] {
  const blocks = model.blocks as readonly { type: string; content?: string }[];
  return blocks.flatMap(({ type, content: data = '' }): ReadCode[] => {
    if (type === 'qr') return [{ type: 'QR-Code', data }];
    return type === 'barcode' ? [{ type: 'CODE-128', data }] : [];
  });
}

let papers = 0;

/** Checks one paper on one printer and gives back the pictures on it. */
async function checked({ name, width, model }: Case, profile: PrinterProfile): Promise<Bitmap[]> {
  papers += 1;
  const { bytes, text } = await renderDocument(model, width, profile);
  const lines = receiptLines(model, width, profile);
  const out = interpret(bytes, width, profile);
  expect(out.unknown, name).toEqual([]);
  expect(out.overflows, name).toEqual([]);
  expect(strayCommand(bytes, lines, width, profile), name).toBeNull();
  expect(out.cuts, name).toEqual(profile.cutter === 'none' ? [] : [out.height]);
  // The recount above has held every line of the stream against the layout; here the layout against the model.
  const set = characterSet(profile.font);
  const has = (code: number) => (set.codes[code] ?? 0) > 0 || fontFor('sans', code) !== undefined;
  expect(text, name).toEqual(textOf(lines));
  expect(bare(text.join('')), name).toBe(bare(linesOf(drawableModel(model, has)).join('')));
  return out.pictures.map(({ bitmap }) => bitmap);
}

afterAll(() => {
  process.stdout.write(`${papers} papers\n`);
});

describe.each(regimes)('%s: every paper of every sample', (regime) => {
  it('is read as laid out, with its text whole and its codes readable', async () => {
    const cases = casesOf(regime);
    expect(cases.length).toBeGreaterThanOrEqual(12);
    const pictures = new Map<string, Bitmap>();
    const on: string[][] = [];
    for (const one of cases) {
      // A rule or a line of text is too low to be a code.
      const tall = (await checked(one, USUAL)).filter(({ height }) => height >= 40);
      on.push(
        tall.map((picture) => {
          const key = Buffer.from(picture.data).toString('latin1');
          pictures.set(key, picture);
          return key;
        }),
      );
    }
    // The same dots are read once, on whatever papers they stand.
    const found = readCodes([...pictures.values()]);
    const codes = new Map([...pictures.keys()].map((key, at) => [key, found[at] ?? []]));
    for (const [at, { name, number, model }] of cases.entries()) {
      const read = (on[at] ?? []).flatMap((key) => codes.get(key) ?? []);
      const wanted = codesOf(model);
      // Codes that touch are one picture, and zbar names those of one picture in an order of its own.
      const byType = (a: ReadCode, b: ReadCode) => a.type.localeCompare(b.type);
      expect(read.sort(byType), name).toEqual(wanted.sort(byType));
      for (const { data } of wanted) expect(data.replaceAll('-', ''), name).toContain(number.replaceAll('-', ''));
    }
  }, 300_000);
});

describe('every printer profile', () => {
  it.each(printerProfiles().map((profile) => [profile.id, profile] as const))(
    '%s: prints every paper without a fault of its own',
    async (_id, profile) => {
      for (const one of casesOf('tanghe')) if (profile.widths.includes(one.width)) await checked(one, profile);
    },
  );
});
