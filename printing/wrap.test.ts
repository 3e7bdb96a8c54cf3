import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainWrap } from '../tests/harness/plain-wrap.ts';
import { columnsOf } from './columns.ts';
import { graphemesOf } from './graphemes.ts';
import { fitBlanks, measure } from './layout-rows.ts';
import { type Measure, wrap, wrapAtGaps, wrapEvenly, wrapTicks } from './wrap.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** Characters at the edges: marks, joiners, prefixes, flags, jamo, controls, lone surrogates beside plain ones. */
const odd = [
  ...'中文a1，。（）()〔〕年月日 \u3000□☑“”',
  '\u0301',
  '\u200d',
  '\ufe0f',
  '\u{e0100}',
  '𠮷',
  '👩',
  '👩‍👩‍👧',
  '🇨',
  '\u0600',
  '각',
  '\u1100',
  '\u1161',
  '\u3099',
  '\uff9e',
  '\u302a',
  '\r',
  '\n',
  '\t',
  '\u0000',
  '\ud842',
  '\udfb7',
  '\u00ad',
  '\u200b',
  '\u2028',
  '⿰',
  '©',
  '™',
  'ｶ',
  '\u0e33',
  'क',
  '\u094d',
  'ष',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...odd), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

describe('graphemes', () => {
  it('are those of Intl.Segmenter, however they are found', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(graphemesOf(value)).toEqual([...segmenter.segment(value)].map((part) => part.segment));
      }),
      { numRuns: 20_000 },
    );
  });

  it('each character that passes for one by itself is one, before and after every other such', () => {
    const wrong: string[] = [];
    for (let code = 0x20; code < 0xffff; code += 1) {
      const three = `中${String.fromCharCode(code)}文`;
      const exact = [...segmenter.segment(three)].map((part) => part.segment);
      if (graphemesOf(three).join('|') !== exact.join('|')) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('lines', () => {
  it('hold the whole text but blanks where they break, and are never too wide', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 48 }), (value, width) => {
        const lines = wrap(value, width, measure);
        for (const line of lines) {
          const size = graphemesOf(line).reduce((sum, one) => sum + measure(one), 0);
          expect(size <= width || graphemesOf(line).length === 1, JSON.stringify(line)).toBe(true);
        }
        const blankless = (one: string) => one.replaceAll(/[ \u3000\t\n]/gu, '');
        expect(blankless(lines.join(''))).toBe(blankless(value));
      }),
      { numRuns: 5_000 },
    );
  });

  it('are the same as by the plain way, in columns and in points', () => {
    const words = fc.string({ unit: fc.constantFrom(...'中文字a1，。（）()〔〕年月日 \u3000□☑“”'), maxLength: 90 });
    const points: Measure = (grapheme) => columnsOf(grapheme) * 5.27 + (grapheme === 'a' ? 0.31 : 0);
    const width = fc.integer({ min: 1, max: 48 });
    fc.assert(
      fc.property(fc.oneof(text, words), width, fc.integer({ min: 0, max: 4 }), (value, room, indent) => {
        expect(wrap(value, room, measure, indent)).toEqual(plainWrap(value, room, measure, indent));
        expect(wrap(value, room * 5, points, indent)).toEqual(plainWrap(value, room * 5, points, indent));
      }),
      { numRuns: 20_000 },
    );
  });

  it('measure as the paper counts columns', () => {
    fc.assert(fc.property(text, (value) => graphemesOf(value).every((one) => measure(one) === columnsOf(one))));
  });

  it.each([
    ['应于2026年3月5日前办结', 12, ['应于', '2026年3月5日', '前办结']],
    ['唐政服投受〔2026〕7号', 14, ['唐政服投受', '〔2026〕7号']],
    ['□非常满意　☑满意　□基本满意', 22, ['□非常满意　☑满意', '□基本满意']],
    ['他说：“好。”', 8, ['他说：', '“好。”']],
    ['甲　　　　乙', 4, ['甲', '乙']],
    ['□违反规定的行为，应当纠正', 16, ['□违反规定的行', '为，应当纠正']],
    ['abcdef', 4, ['abcd', 'ef']],
    ['投诉受理台（一楼大厅）', 20, ['投诉受理台', '（一楼大厅）']],
    ['见附件（一楼大厅东侧投诉受理台）', 20, ['见附件（一楼大厅东侧', '投诉受理台）']],
    ['甲\t乙', 32, ['甲\u3000\u3000\u3000乙']],
    ['', 4, ['']],
  ])('%s at %d columns', (value, width, lines) => expect(wrap(value, width, measure)).toEqual(lines));

  it('of a heading are of even length, and parts that stand apart stay whole', () => {
    expect(wrapEvenly('调查时间、地点', 12, measure)).toEqual(['调查时间、', '地点']);
    expect(wrapEvenly('电子工单（转办工单）', 16, measure)).toEqual(['电子工单', '（转办工单）']);
    expect(wrapEvenly('投诉处理单（承办部门联）', 24, measure)).toEqual(['投诉处理单（承办部门联）']);
    expect(wrapEvenly('唐河县政务服务中心咨询投诉登记表', 24, measure)).toEqual([
      '唐河县政务服务中心',
      '咨询投诉登记表',
    ]);
    expect(wrapEvenly('唐河县政务服务中心咨询投诉登记表', 16, measure)).toEqual([
      '唐河县政务服务中',
      '心咨询投诉登记表',
    ]);
    expect(wrapAtGaps('签字：　　　年　　月', 32, measure)).toEqual(['签字：　　　年　　月']);
    expect(wrapAtGaps('骑缝　唐政服投受〔2026〕7号　盖章处', 32, measure)).toEqual([
      '骑缝　唐政服投受〔2026〕7号',
      '盖章处',
    ]);
  });

  it('of an item that is ticked go on behind its box', () => {
    const two = '☑请求责令履行\n□请求对处理结果给予书面答复';
    expect(wrapTicks(two, 14, measure)).toEqual(['☑请求责令履行', '□请求对处理结', '　果给予书面答', '　复']);
    expect(wrapTicks('□满意　☑不满意　□很不满意', 14, measure)).toEqual(['□满意', '☑不满意', '□很不满意']);
    expect(wrapTicks('请求责令对方履行职责', 14, measure)).toEqual(['请求责令对方履', '行职责']);
  });

  it('places for a hand are drawn together evenly, and only as far as needed', () => {
    expect(fitBlanks('　　　年　　月　　日　　时', 24)).toBe('　　年　　月　　日　　时');
    expect(fitBlanks('　　　年　　月　　日　　时', 18)).toBe('　年　月　日　时');
    expect(fitBlanks('没有空白处', 4)).toBe('没有空白处');
  });
});
