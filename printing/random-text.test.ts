import { describe, expect, it } from 'vitest';
import { loadProfiles } from '../core/load-profiles.ts';
import type { CaseState } from '../domain/case-file/state.ts';
import type { Strokes } from '../domain/contract/signature.ts';
import { paperKinds } from '../domain/documents/form-kinds.ts';
import { strayCommand } from '../tests/harness/expected-stream.ts';
import { seeded } from '../tests/harness/restarting-desk.ts';
import { contextOf, richState, validSamples } from '../tests/virtual-printer/states.ts';
import { encodeReceipt } from './escpos.ts';
import { interpret } from './interpreter.ts';
import { printerProfiles } from './printers/catalogue.ts';
import { receiptLines } from './render.ts';

/**
 * Random Unicode in every field that a person fills in, and random signatures, through every paper: the printer gets no
 * command that the layout did not put there. Many strings go into one case, because a paper holds many; the long run is
 * `JIESU_PAPER_STRINGS=200000`.
 */
const STRINGS = Number(process.env.JIESU_PAPER_STRINGS ?? 3_000);
const SEED = Number(process.env.JIESU_PAPER_SEED ?? 20261122);
/** Strings beyond those of the case's own fields, in the two that may be long. */
const EXTRA = 130;

/** What has driven printers, broken encoders or turned text around. */
const NASTY = [
  '\u001b@',
  '\u001bp\u0000\u0019\u00fa',
  '\u001dV\u0000',
  '\u001dv0\u0000',
  '\u001c.',
  '\u0010\u0004\u0001',
  '\u0010\u0005\u0002',
  '\u0010\u0014\u0001\u0000\u0005',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u009b1A',
  '\r\n',
  '\n',
  '\t',
  '\u202e',
  '\u2028',
  '\u200d',
  '\ufeff',
  '\ufe0f',
  '\ud842',
  '\udfb7',
  '\ue4f2',
  '\ufffe',
  '¥',
  '€',
  '👨‍👩‍👧',
  '🇨🇳',
  '𠮷',
  '㛃',
  '䶮',
  '\u{e0101}',
  '\u{10ffff}',
];

class Words {
  readonly next: () => number;
  made = 0;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  private unit(): string {
    const kind = this.next();
    const below = (count: number) => Math.floor(this.next() * count);
    if (kind < 0.3) return NASTY[below(NASTY.length)] ?? '';
    if (kind < 0.55) return String.fromCharCode(0x4e00 + below(0x5200));
    if (kind < 0.7) return String.fromCharCode(below(0x100));
    // Any UTF-16 unit, lone surrogates included, and any code point.
    if (kind < 0.85) return String.fromCharCode(below(0x1_0000));
    return String.fromCodePoint(below(0x11_0000));
  }

  string(): string {
    this.made += 1;
    let text = '';
    for (let left = 1 + Math.floor(this.next() * 4); left > 0; left -= 1) text += this.unit();
    return text;
  }

  signature(): Strokes {
    const strokes = Array.from({ length: 1 + Math.floor(this.next() * 6) }, () => {
      let x = this.next() * 600;
      let y = this.next() * 260;
      return Array.from({ length: 1 + Math.floor(this.next() * 25) }, (_, t) => {
        x += (this.next() - 0.5) * 60;
        y += (this.next() - 0.5) * 60;
        return { x, y, t, pressure: this.next() };
      });
    });
    return { width: 600, height: 260, strokes };
  }
}

/** Members whose text is the desk's and not a person's: ids by which papers are found, dates, choices. */
const OWN = new Set([
  'id',
  'urging',
  'rule',
  'regime',
  'kind',
  'number',
  'channel',
  'type',
  'at',
  'received_at',
  'status',
]);
/** Written without Chinese in the samples, and yet a person's words. */
const TYPED = new Set(['name', 'id_no', 'phone', 'address', 'window_no', 'staff', 'note', 'person', 'time']);

/** The case with all that people wrote replaced by other words. */
function reworded(state: CaseState, words: Words): CaseState {
  const text = JSON.stringify(state, (key, value: unknown) => {
    if (typeof value === 'string' && !OWN.has(key) && (TYPED.has(key) || /\p{Script=Han}/u.test(value)))
      return words.string();
    return value;
  });
  const copy = JSON.parse(text) as CaseState;
  const long = () => Array.from({ length: EXTRA / 2 }, () => words.string()).join(words.next() < 0.5 ? '\n' : '');
  copy.record.narrative = long();
  copy.record.request = long();
  if (copy.signature) copy.signature.signature = words.signature();
  if (copy.feedback?.signed) copy.feedback.signed.signature = words.signature();
  return copy;
}

describe('what people write and sign', () => {
  it(`puts no command into any paper (${STRINGS} strings, seed ${SEED})`, () => {
    const shipped = loadProfiles();
    const samples = validSamples();
    const printers = printerProfiles();
    const words = new Words(SEED);
    let papers = 0;
    for (let round = 0; words.made < STRINGS; round += 1) {
      const sample = samples[round % samples.length];
      const profile = sample && shipped.get(sample.record.regime);
      if (!profile) throw new Error('no such regime');
      const state = reworded(richState(sample.record, profile, round % 1_000), words);
      for (const [at, kind] of paperKinds(profile, state).entries()) {
        const printer = printers[(round + at) % printers.length];
        const width =
          kind.widths.find((one) => one !== 'a4' && printer?.widths.includes(one) && (round + at) % 2 === 0) ??
          kind.widths.findLast((one) => one !== 'a4' && printer?.widths.includes(one));
        if (!printer || !width || width === 'a4') continue;
        const why = `round ${round}, ${kind.id}, ${width} mm, ${printer.id}`;
        const model = kind.build({ ...contextOf(state), profile });
        const lines = receiptLines(model, width, printer);
        const bytes = encodeReceipt(lines, width, printer);
        const out = interpret(bytes, width, printer);
        expect([...out.unknown, ...out.overflows], why).toEqual([]);
        expect(strayCommand(bytes, lines, width, printer), why).toBeNull();
        papers += 1;
      }
    }
    process.stdout.write(`${words.made} strings through ${papers} papers\n`);
    expect(papers).toBeGreaterThan(STRINGS / 100);
  }, 900_000);
});
