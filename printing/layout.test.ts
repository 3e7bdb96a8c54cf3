import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, linesOf, type PrintableDocument } from '../domain/documents/model.ts';
import { columnsOf, RECEIPT } from './columns.ts';
import { drawableModel } from './drawable.ts';
import { layoutReceipt } from './layout.ts';

/** Words with what moves a printer's head: tabs, line ends, controls that only a broken font claims to have. */
const words = fc
  .array(
    fc.constantFrom(
      ...'中文字，。（）□☑年月日 \u3000a1',
      '\t',
      '\n',
      '\u0000',
      '\u001b',
      '\u009b',
      '姓名',
      '𠮷',
      '葛\u{e0100}',
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));
const pair = fc.record({ label: words, value: words });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constantFrom('title', 'heading', 'paragraph'), text: words }),
  fc.record({ type: fc.constant('subtitle'), text: words, align: fc.constantFrom('left', 'center', 'right') }),
  fc.record({ type: fc.constant('number'), label: words, text: words }),
  pair.map((row) => ({ type: 'row' as const, ...row })),
  fc
    .record({ label: words, value: words, foot: words })
    .map((cell) => ({ type: 'table' as const, rows: [[cell, cell], [cell]] })),
  words.map((text) => ({ type: 'ticks' as const, items: [{ ticked: true, text }] })),
  fc.record({ type: fc.constant('signature'), label: words, signature: fc.constant(null), note: words }),
  words.map((caption) => ({ type: 'qr' as const, content: 'JSD1:1', caption })),
  words.map((caption) => ({ type: 'barcode' as const, content: '1', caption })),
  fc.record({ type: fc.constant('seal'), organisation: words, date: words }),
  fc.record({ type: fc.constant('stub'), title: words, number: words, rows: fc.array(pair, { maxLength: 2 }) }),
  pair.map(({ label, value }) => ({ type: 'list' as const, columns: [{ label, weight: 1 }], rows: [[value]] })),
  words.map((line) => ({ type: 'footer' as const, lines: [line] })),
) as fc.Arbitrary<Block>;

const documentOf = (blocks: Block[]): PrintableDocument => ({
  document: 'registration_slip',
  title: '登记回执单',
  number: 'TH03-20261121-0007-K',
  organisation: '样例中心',
  style: 'form',
  blocks,
});

describe('lines of a receipt', () => {
  it('hold no control character, fit on the paper and lose no word, whatever stands in any member of any block', () => {
    const bare = (text: string) => text.replaceAll(/[\s\u3000]/gu, '');
    const has = () => true;
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), fc.constantFrom('58', '80'), (blocks, width) => {
        const model = documentOf(blocks);
        const lines = layoutReceipt(model, width as '58' | '80', has);
        const { columns } = RECEIPT[width as '58' | '80'];
        for (const line of lines) {
          if (line.kind !== 'text') continue;
          expect(line.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(columnsOf(line.text) * line.scaleX, JSON.stringify(line)).toBeLessThanOrEqual(columns);
        }
        const text = lines.flatMap((line) => (line.kind === 'text' ? [line.text] : [])).join('');
        // A list's columns stand before each value on a receipt, and a lonely label needs its colon.
        if (!blocks.some(({ type }) => type === 'list' || type === 'number' || type === 'signature' || type === 'stub'))
          expect(bare(text)).toBe(bare(linesOf(drawableModel(model, has)).join('')));
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves the model as it was', () => {
    const model = documentOf([
      { type: 'row', label: '姓名', value: '赵\u0000祥' },
      { type: 'table', rows: [[{ label: '甲', value: '\ue4f2' }]] },
    ]);
    const before = structuredClone(model);
    const copy = drawableModel(model, (code) => code < 0xe000);
    expect(model).toEqual(before);
    expect(linesOf(copy)).toEqual(['姓名：赵⟦U+0000⟧祥', '甲：⟦U+E4F2⟧']);
    expect(drawableModel(copy, () => true)).toBe(copy);
  });
});
