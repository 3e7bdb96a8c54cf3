import { describe, expect, it } from 'vitest';
import { calendarOf, tanghe } from '../../tests/builders/rulebooks.ts';
import { parseCalendar } from './calendar-file.ts';
import { readRulebook, recogniseFile } from './read-rulebook.ts';

const calendar = (off: string, work = '[]') => `schema: calendar/1
year: 2027
version: '1'
source: 样例通知
off:
${off}
work: ${work}
`;
const holiday = (from: string, to: string) => `  - { name: 元旦, from: ${from}, to: ${to} }`;

describe('a calendar file', () => {
  it.each([
    ['another year', calendar(holiday('2026-11-30', '2027-01-02')), 6, '元旦不在2027年'],
    ['an end before its beginning', calendar(holiday('2027-01-03', '2027-01-01')), 6, '结束日在开始日之前'],
    [
      'days named twice',
      calendar(`${holiday('2027-01-01', '2027-01-03')}\n${holiday('2027-01-03', '2027-01-04')}`),
      7,
      '重叠',
    ],
    ['a day that no calendar has', calendar(holiday('2027-02-29', '2027-03-01')), 6, '不是日期'],
    ['a worked holiday', calendar(holiday('2027-01-01', '2027-01-03'), '[2027-01-02]'), 7, '既放假（元旦）又上班'],
    ['a worked weekday', calendar(holiday('2027-01-01', '2027-01-03'), '[2027-01-04]'), 7, '不是周六或周日'],
    [
      'a worked day written twice',
      calendar(holiday('2027-01-01', '2027-01-03'), '[2027-01-09, 2027-01-09]'),
      7,
      '两次',
    ],
    ['an unknown member', `${calendar(holiday('2027-01-01', '2027-01-03'))}colour: red\n`, 1, 'colour'],
    ['no YAML', 'schema: calendar/1\nyear: [2027\n', 3, '不是合格的YAML'],
  ])('with %s is refused by line and rule', (_what, text, line, rule) => {
    expect(() => parseCalendar(text, 'c.yaml')).toThrow(new RegExp(`^c\\.yaml 第${line}行：.*${rule}`));
  });

  it('is refused when its aliases multiply without end', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    const bomb = `a0: &a0 [x]\n${rows.join('\n')}\n${calendar(holiday('2027-01-01', '2027-01-03'))}`;
    expect(() => parseCalendar(bomb, 'c.yaml')).toThrow(/^c\.yaml 第1行：/);
  });
});

describe('a rulebook', () => {
  it.each(['constructor', 'toString'])('is refused when an id is %s, which every object has already', (name) => {
    const text = tanghe('9', (shipped) => shipped.replace(/step: [a-z_]+/, `step: ${name}`));
    expect(() => readRulebook({ kind: 'regime', id: 'tanghe', version: '9', body: text })).toThrow('step');
  });

  it('is recognised by what the file says of itself', () => {
    expect(recogniseFile(calendarOf(2027, '2a'), 'c.yaml')).toEqual({ kind: 'calendar', id: '2027', version: '2a' });
    expect(recogniseFile(tanghe('7'), 't.yaml')).toEqual({ kind: 'regime', id: 'tanghe', version: '7' });
    expect(() => recogniseFile('schema: other/1\n', 't.yaml')).toThrow('t.yaml 第1行：schema 只能是');
    expect(() => recogniseFile('a: [1\nb: 2\n', 't.yaml')).toThrow('不是合格的YAML');
    expect(() => recogniseFile('', 't.yaml')).toThrow('t.yaml 第1行');
  });

  it('must be called what its text calls itself', () => {
    const body = tanghe('2');
    expect(() => readRulebook({ kind: 'regime', id: 'tanghe', version: '3', body })).toThrow(
      'tanghe@3.yaml 第3行：version 应为 3，文件里是 2',
    );
    expect(() => readRulebook({ kind: 'regime', id: 'yunnan', version: '2', body })).toThrow('id 应为 yunnan');
    expect(() => readRulebook({ kind: 'calendar', id: '2028', version: '1', body: calendarOf(2027) })).toThrow(
      'calendar-2028@1.yaml 第2行：year 应为 2028',
    );
  });
});
