import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A } from './life.ts';

const START = '2026-03-02T09:00:00+08:00';
const step = (id: string, values: Record<string, string>): Command => ({ type: 'record', step: id, values });
const investigate = step('investigate', { findings: '已核实' });
const answer = (means: 'phone' | 'letter'): Command => ({
  type: 'feed_back',
  means,
  result: '答复',
  satisfaction: null,
});
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '处理决定' };

describe('永济', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('yongji');
  });
  afterAll(() => life.close());

  async function accepted(category: string, form: '口头' | '书面'): Promise<string> {
    life.at(START);
    const respondent = { unit: '示例窗口', window_no: '', staff: '示例人员' };
    const c = await life.register(recordOf('yongji', START, { respondent, fields: { f_form: form } }));
    await life.act(c, 'officer', { type: 'accept', category });
    return c;
  }

  it('answers a written complaint in writing, and hands over what breaks the rules before it is filed', async () => {
    const c = await accepted('violation', '书面');
    await life.refused(c, 'ducha', assignTo(UNIT_A), 'step_not_allowed', /应进行调查核实/);
    await life.refused(c, 'window', investigate, 'role_not_allowed', /应进行调查核实/);
    await life.act(c, 'ducha', investigate);
    await life.act(c, 'ducha', assignTo(UNIT_A));
    await life.act(c, 'window', { type: 'reply', opinion: '处理意见' });
    await life.refused(c, 'ducha', answer('phone'), 'means_not_allowed', /书面投诉必须书面答复/);
    await life.act(c, 'ducha', answer('letter'));
    await life.act(c, 'ducha', close);
    await life.refused(c, 'ducha', { type: 'archive', note: '' }, 'step_not_allowed', /应移交相关部门处理/);
    await life.act(c, 'ducha', step('transfer', { to: '纪检部门', facts: '违规收费' }));
    await life.act(c, 'ducha', { type: 'archive', note: '' });
    expect(await life.entries(c)).toMatchInlineSnapshot(`
      [
        "registered | officer | ",
        "accepted | officer | category=violation noticeNumber=例L1受〔2026〕1号",
        "recorded | ducha | step=investigate findings:已核实",
        "assigned | ducha | unit=甲单位 slipNumber=例L1转〔2026〕1号",
        "replied | window | unit=甲单位",
        "fed_back | ducha | means=letter",
        "closed | ducha | outcome=resolved verified=true",
        "recorded | ducha | step=transfer to:纪检部门 facts:违规收费",
        "archived | ducha | ",
      ]
    `);
    expect(await life.clocks(c)).toMatchInlineSnapshot(`
      [
        "lim_feedback - met",
      ]
    `);
  });

  it('lets the window answer at once, and an oral complaint by word of mouth', async () => {
    const c = await accepted('onsite', '口头');
    await life.refused(c, 'ducha', answer('phone'), 'step_not_allowed', /由窗口现场予以答复/);
    await life.act(c, 'window', step('onsite', { answer: '当场说明' }));
    await life.act(c, 'ducha', answer('phone'));
    await life.act(c, 'ducha', close);
  });

  it('is overdue on the sixth working day, and an explanation moves no date', async () => {
    const c = await accepted('coordinate', '口头');
    await life.act(c, 'ducha', { type: 'extend', promisedDate: '2026-03-20', reason: '客观原因', notified: '电话' });
    expect(await life.clocks(c)).toContain('lim_answer 2026-03-09 running');
    life.at('2026-03-10T09:00:00+08:00');
    expect(await life.clocks(c)).toContain('lim_answer 2026-03-09 overdue');
  });
});
