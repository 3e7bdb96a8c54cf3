import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintProfileText } from '../profile.ts';

/** The example of the guide, which has nothing to mend, with one thing spoilt at a time. */
const example = readFileSync(new URL('../../../docs/examples/qinghe.yaml', import.meta.url), 'utf8');

function linesOf(right: string, wrong: string): { text: string; line: number; found: string[] } {
  if (!example.includes(right)) throw new Error(`the example has no “${right}”`);
  const text = example.replace(right, wrong);
  const line = example.slice(0, example.indexOf(right)).split('\n').length;
  return { text, line, found: lintProfileText(text).map((one) => `${one.line}: ${one.severity} ${one.rule}`) };
}

describe('the linter', () => {
  it.each([
    [
      'a limit that nothing but the archive stops',
      'stopsAt: [signed, returned]',
      'stopsAt: [arrived]',
      'lim_sign 只有归档才停',
      'warning',
    ],
    ['a start that never happens', 'from: unit_replied', 'from: arrived', 'lim_feedback 没有起算的事件', 'error'],
    [
      'a limit that counts back from another such limit',
      'before: [lim_general',
      'before: [lim_remind',
      '不能从另一个倒数的时限',
      'error',
    ],
    ['a form that nobody prints', 'form: 催办单', 'form: null', '没有一步会出具文书“催办单”', 'error'],
    [
      'a category that nobody decides',
      'decidedBy: office }\n  - { id: complex',
      'decidedBy: out }\n  - { id: complex',
      '没有这个岗位：out',
      'error',
    ],
    [
      'a role that does not exist, in a return',
      'approver: [unit_head]',
      'approver: [boss]',
      '没有这个岗位：boss',
      'error',
    ],
    [
      'a limit that a card does not know',
      'limits: [lim_general, lim_complex] }',
      'limits: [lim_none] }',
      '没有这个时限：lim_none',
      'error',
    ],
    [
      'a step that a category skips and nobody has',
      'skips: [approve, assign, reply]',
      'skips: [aprove]',
      '没有这个可略去的步骤：aprove',
      'error',
    ],
    ['a channel nobody offers', 'when: channel=in_person', 'when: channel=fax', '没有这个渠道：fax', 'error'],
    ['a name twice', '- { id: c_told,', '- { id: c_facts,', '结案审核项重名：c_facts', 'error'],
    [
      'a choice without choices',
      'type: choice, choices: [一次, 两次, 三次以上]',
      'type: choice',
      '须写明 choices',
      'error',
    ],
    [
      'what only a record may say',
      'action: record\n    event: signed',
      'action: null\n    event: signed',
      '不能写 event',
      'error',
    ],
    [
      'a step that only others could take',
      'name: 分管领导 }',
      'name: 分管领导, outside: true }',
      'approve 只有外单位能办',
      'error',
    ],
    [
      'a step of a category before there is one',
      'action: accept, forms',
      'action: investigate, categories: [general], forms',
      '缺少 accept',
      'error',
    ],
    [
      'a refusal that sends nobody anywhere',
      'next: 向正在处理该事项的机关查询',
      'next: null',
      'QH-2 没有写明群众应当去哪里',
      'warning',
    ],
    [
      'a number that was forgotten',
      'amount: 5\n    unit: working_day\n    extension: ext_leader',
      'amount: null\n    unit: working_day\n    extension: ext_leader',
      'lim_general 没有写数量',
      'error',
    ],
  ])('finds %s', (_, right, wrong, rule, severity) => {
    const { found } = linesOf(right, wrong);
    const said = found.filter((line) => line.includes(rule));
    expect(said, found.join('\n')).toHaveLength(1);
    expect(said[0]).toContain(` ${severity} `);
  });

  it('names the line at which the thing stands', () => {
    const { text, found } = linesOf('approver: [leader]', 'approver: [boss]');
    const line = text.slice(0, text.indexOf('- id: ext_leader')).split('\n').length;
    expect(found).toContain(`${line}: error 没有这个岗位：boss`);
  });

  it('walks every category of the shipped institutions to the archive', () => {
    const folder = new URL('../profiles/', import.meta.url);
    for (const name of readdirSync(folder)) {
      const said = lintProfileText(readFileSync(new URL(name, folder), 'utf8'));
      expect(said.filter((one) => one.rule.includes('走不到归档')).map((one) => `${name}: ${one.rule}`)).toEqual([]);
    }
  });

  it('says everything that is wrong, in the order of the lines', () => {
    const text = example.replace('form: 催办单', 'form: 催办簿').replace('from: unit_replied', 'from: arrived');
    const found = lintProfileText(text).filter((one) => one.severity === 'error');
    expect(found.length).toBeGreaterThan(2);
    expect(found.map((one) => one.line)).toEqual(found.map((one) => one.line).sort((a, b) => a - b));
  });
});
