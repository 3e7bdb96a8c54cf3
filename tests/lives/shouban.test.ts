import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import type { Channel } from '../../domain/contract/record.ts';
import { type Life, openLife, recordOf } from './life.ts';

const START = '2026-03-02T09:00:00+08:00';
const step = (id: string, values: Record<string, string>): Command => ({ type: 'record', step: id, values });
const answer: Command = { type: 'feed_back', means: 'phone', result: '已处理', satisfaction: null };
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结' };

describe('首办责任', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('shouban');
  });
  afterAll(() => life.close());

  async function accepted(channel: Channel, category: string): Promise<string> {
    life.at(START);
    const c = await life.register(recordOf('shouban', START, { channel }));
    await life.act(c, 'first_handler', { type: 'accept', category });
    return c;
  }

  it('opens the box, reports upwards, looks into it and answers', async () => {
    const c = await accepted('box', 'qualified');
    const open = step('open_box', { reported: '分管领导', findings: '属实', handling: '已整改' });
    await life.refused(c, 'first_handler', open, 'role_not_allowed', /征求意见箱由中心办公室开启/);
    await life.refused(c, 'office', answer, 'step_not_allowed', /及时进行调查、核实和处理/);
    await life.act(c, 'office', open);
    await life.act(c, 'office', answer);
    await life.act(c, 'office', close);
    await life.act(c, 'office', { type: 'archive', note: '' });
    expect(await life.entries(c)).toMatchInlineSnapshot(`
      [
        "registered | first_handler | ",
        "accepted | first_handler | category=qualified noticeNumber=例L1受〔2026〕1号",
        "recorded | office | step=open_box reported:分管领导 findings:属实 handling:已整改",
        "fed_back | office | means=phone",
        "closed | office | outcome=resolved verified=true",
        "archived | office | ",
      ]
    `);
  });

  it('keeps the promised date, and is overdue after it', async () => {
    const c = await accepted('phone', 'qualified');
    await life.act(c, 'first_handler', {
      type: 'extend',
      promisedDate: '2026-03-06',
      reason: '承诺期限',
      notified: '当面',
    });
    expect(await life.clocks(c)).toEqual(['lim_promise 2026-03-06 running']);
    life.at('2026-03-07T09:00:00+08:00');
    expect(await life.clocks(c)).toEqual(['lim_promise 2026-03-06 overdue']);
  });

  it.each([
    ['unqualified', step('one_time_notice', { told: '缺少身份证明' }), /一次性交待清楚/],
    ['other_person', step('guide', { dept: '检验科', result: '' }), /引导到相关科室/],
    ['other_unit', step('explain', { told: '属他单位' }), /耐心解释清楚/],
    ['difficult', step('report_head', { to: '科室负责人', solution: '已解决' }), /及时向科室负责人汇报/],
  ] as const)('asks of the first officer what the text asks: %s', async (category, command, words) => {
    const c = await accepted('phone', category);
    await life.refused(c, 'office', answer, 'step_not_allowed', words);
    await life.act(c, 'first_handler', command);
    await life.act(c, 'office', answer);
  });
});
