import { describe, expect, it } from 'vitest';
import { strayCommand } from '../tests/harness/expected-stream.ts';
import { type Bitmap, emptyBitmap, hasDot } from './bitmap.ts';
import { encodeReceipt, recoveryBytes } from './escpos.ts';
import { interpret } from './interpreter.ts';
import type { ReceiptLine, TextLine } from './layout.ts';
import { printerProfiles } from './printers/catalogue.ts';
import { type PrinterProfile, USUAL } from './printers/profile.ts';
import { tokenize } from './tokens.ts';

const line = (text: string, more: Partial<TextLine> = {}): TextLine => ({
  kind: 'text',
  text,
  align: 'left',
  scaleX: 1,
  scaleY: 1,
  bold: false,
  ...more,
});

function picture(height: number, fill: (at: number) => number): Bitmap {
  const bitmap = emptyBitmap(576, height);
  return { ...bitmap, data: bitmap.data.map((_, at) => fill(at)) };
}

const SLIP: ReceiptLine[] = [
  line('登记回执单', { align: 'center', scaleX: 2, scaleY: 2, bold: true }),
  line('编号：TH03-20261121-0007-K', { align: 'center' }),
  line(''),
  line('姓　　名：赵𠮷祥', { bold: true }),
  { kind: 'picture', bitmap: picture(100, (at) => (at * 37) & 0xff) },
  { kind: 'feed', dots: 600 },
  line('右', { align: 'right', scaleY: 2 }),
];

const names = (bytes: Uint8Array) => tokenize(bytes).tokens.map((token) => token.name);

describe('a job', () => {
  it.each(printerProfiles().map((profile) => [profile.id, profile] as const))(
    '%s: holds what the lines say and nothing else',
    (_id, profile) => {
      const bytes = encodeReceipt(SLIP, '80', profile);
      expect(strayCommand(bytes, SLIP, '80', profile)).toBeNull();
      expect(names(bytes).includes('FS &')).toBe(profile.chineseMode);
      expect(names(bytes).includes('FS !')).toBe(profile.chineseSize);
      expect(names(bytes).includes('GS V')).toBe(profile.cutter !== 'none');
    },
  );

  it('says a style once and not again while it lasts', () => {
    const bytes = encodeReceipt([line('一'), line('二'), line('三', { bold: true }), line('四')], '80', USUAL);
    expect(names(bytes)).toEqual([
      ...['ESC @', 'FS &', 'ESC 3', 'text', 'LF', 'text', 'LF'],
      ...['ESC E', 'text', 'LF', 'ESC E', 'text', 'LF', 'ESC J', 'GS V'],
    ]);
  });

  it('leaves out control characters, whatever the text went through before', () => {
    const hostile = line('甲\u001b@\u001dV\u0000乙\u0010\u0004\u0001\u007f丙');
    const out = interpret(encodeReceipt([hostile], '80', USUAL), '80');
    expect(out.text).toEqual(['甲@V乙丙']);
    expect(out.unknown).toEqual([]);
    expect(out.cuts).toHaveLength(1);
  });

  it('begins anew after a job that could not be encoded', () => {
    const broken = [line('甲'), { kind: 'picture', bitmap: null }] as unknown as ReceiptLine[];
    expect(() => encodeReceipt(broken, '80', USUAL)).toThrow();
    expect(strayCommand(encodeReceipt([line('乙')], '80', USUAL), [line('乙')], '80', USUAL)).toBeNull();
  });
});

describe('real-time commands in pictures', () => {
  const hidden = [0x04, 0x05, 0x14].flatMap((byte) => [0x10, byte, 0x00, 0x10]);

  it('are broken up wherever they stand, between rows and bands too', () => {
    for (const bandRows of [8, 24, 48, 256]) {
      for (let shift = 0; shift < hidden.length; shift += 1) {
        const lines: ReceiptLine[] = [
          { kind: 'picture', bitmap: picture(60, (at) => hidden[(at + shift) % hidden.length] ?? 0) },
        ];
        const profile: PrinterProfile = { ...USUAL, bandRows };
        const bytes = encodeReceipt(lines, '80', profile);
        expect(strayCommand(bytes, lines, '80', profile)).toBeNull();
        // A printer looks at bytes as they come in, headers and borders included.
        for (let at = 1; at < bytes.length; at += 1)
          if (bytes[at - 1] === 0x10) expect([0x04, 0x05, 0x14]).not.toContain(bytes[at]);
      }
    }
  });
});

describe('after a job that died in the middle', () => {
  const tall: ReceiptLine[] = [...SLIP, { kind: 'picture', bitmap: picture(200, () => 0x55) }];

  it.each(['80', '58'] as const)('on %s mm: the next prints whole, wherever the first one stopped', (width) => {
    const lines: ReceiptLine[] = width === '80' ? tall : tall.filter((one) => one.kind !== 'picture');
    for (const profile of [USUAL, { ...USUAL, bandRows: 24 }, { ...USUAL, bandRows: 256 }]) {
      const first = encodeReceipt(lines, width, profile);
      const second = encodeReceipt([line('第二张'), ...lines], width, profile, { recover: true });
      const alone = interpret(encodeReceipt([line('第二张'), ...lines], width, profile), width, profile);
      for (let stop = 0; stop <= first.length; stop += stop < 120 ? 1 : 89) {
        const both = interpret(Buffer.concat([first.subarray(0, stop), second]), width, profile);
        const from = both.lines.findIndex(({ text }) => text === '第二张');
        expect(both.text.slice(from), `stopped at ${stop}`).toEqual(alone.text);
        // A cut of its own parts the scrap from the second paper.
        const top = both.lines[from]?.top ?? 0;
        expect(both.cuts.filter((cut) => cut <= top).length, `stopped at ${stop}`).toBeGreaterThan(0);
        expect(both.cuts.at(-1)).toBe(both.height);
        expect(both.height - top).toBe(alone.height);
      }
    }
  });

  it('sends as many NULs as the largest picture command can still be waiting for, and no more', () => {
    const { tokens } = tokenize(recoveryBytes(USUAL));
    expect(tokens.map((token) => token.name)).toEqual(['NUL', 'LF', 'ESC J', 'GS V']);
    expect(tokens[0]?.args.length).toBe(48 * 72);
  });
});

describe('the picture of a line that the printer cannot set', () => {
  it('stands where the printer would have set it', () => {
    for (const align of ['left', 'center', 'right'] as const) {
      const asText = interpret(encodeReceipt([line('赵吉祥', { align, scaleX: 2, scaleY: 2 })], '80', USUAL), '80');
      const asPicture = interpret(encodeReceipt([line('赵𠮷祥', { align, scaleX: 2, scaleY: 2 })], '80', USUAL), '80');
      expect(asPicture.height).toBe(asText.height);
      const ink = ({ page }: typeof asText) => {
        const columns: number[] = [];
        for (let x = 0; x < page.width; x += 1) {
          for (let y = 0; y < 48; y += 1) if (hasDot(page, x, y)) columns.push(x);
        }
        return [Math.min(...columns), Math.max(...columns)];
      };
      // 赵 and 祥 are on both. The printer doubles the dots of its font, a picture is drawn at full size: ink begins and
      // ends in the same of its dots, two of ours wide.
      const [begins = 0, ends = 0] = ink(asText);
      const [pictureBegins = 0, pictureEnds = 0] = ink(asPicture);
      expect(Math.abs(pictureBegins - begins)).toBeLessThan(2);
      expect(Math.abs(pictureEnds - ends)).toBeLessThan(2);
    }
  });
});
