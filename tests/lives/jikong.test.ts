import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { type Life, openLife, recordOf } from './life.ts';

const START = '2026-03-02T09:00:00+08:00';
const step = (id: string, values: Record<string, string | boolean>): Command => ({ type: 'record', step: id, values });
const minutes = {
  investigator_1: '调查员甲',
  investigator_2: '调查员乙',
  interviewee: '被调查人',
  interviewee_signed: true,
  minutes: '笔录',
};
const answer = (means: 'phone' | 'letter'): Command => ({
  type: 'feed_back',
  means,
  result: '答复',
  satisfaction: null,
});
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '处理完毕' };
const archive: Command = { type: 'archive', note: '', items: ['与投诉事件有关的资料'] };
const extend = (promisedDate: string): Command => ({
  type: 'extend',
  promisedDate,
  reason: '难度大',
  notified: '电话',
});

describe('市疾控中心', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('jikong');
  });
  afterAll(() => life.close());

  async function registered(): Promise<string> {
    life.at(START);
    return life.register(recordOf('jikong', START, { fields: { f_text: '笔录已签字' } }));
  }

  it('sends two to investigate, reports a grave matter to the leader and answers it by letter', async () => {
    const c = await registered();
    await life.act(c, 'dept', { type: 'accept', category: 'major' });
    const alone = await life.refused(c, 'dept', step('investigate', { ...minutes, investigator_2: '' }), 'required');
    expect(alone.fields).toEqual(['values.investigator_2 required']);
    await life.refused(
      c,
      'dept_head',
      step('escalate', { to: '分管领导', matter: '重大' }),
      'step_not_allowed',
      /两人随行/,
    );
    await life.act(c, 'dept', step('investigate', minutes));
    await life.refused(c, 'dept', answer('letter'), 'step_not_allowed', /应及时向分管领导汇报/);
    await life.act(c, 'dept_head', step('escalate', { to: '分管领导', matter: '重大' }));
    await life.refused(c, 'dept', extend('2026-05-07'), 'extension_too_long');
    await life.act(c, 'dept', extend('2026-04-30'));
    await life.refused(c, 'dept', answer('phone'), 'means_not_allowed', /书面答复/);
    await life.act(c, 'dept', answer('letter'));
    await life.act(c, 'dept', close);
    await life.act(c, 'dept', archive);
    expect(await life.entries(c)).toMatchInlineSnapshot(`
      [
        "registered | handler | ",
        "accepted | dept | category=major noticeNumber=例L1受〔2026〕1号",
        "recorded | dept | step=investigate investigator_1:调查员甲 investigator_2:调查员乙 interviewee:被调查人 interviewee_signed:true minutes:笔录",
        "recorded | dept_head | step=escalate to:分管领导 matter:重大",
        "extended | dept | promisedDate=2026-04-30",
        "fed_back | dept | means=letter",
        "closed | dept | outcome=resolved verified=true",
        "archived | dept | ",
      ]
    `);
    expect(await life.clocks(c)).toMatchInlineSnapshot(`
      [
        "lim_30 2026-04-30 met",
      ]
    `);
  });

  it('writes down what was answered on the spot', async () => {
    const c = await registered();
    await life.act(c, 'handler', { type: 'accept', category: 'oral_instant' });
    await life.refused(c, 'handler', answer('phone'), 'step_not_allowed', /必需做好处理记录/);
    await life.act(c, 'handler', step('instant', { record: '当场说明', satisfied: true }));
    await life.act(c, 'handler', answer('phone'));
  });

  it('tells whoever lacks papers what to bring, and hands on what is made up', async () => {
    const c = await registered();
    await life.act(c, 'dept', { type: 'refuse', ground: 'JK-3-3', explanation: '' });
    await life.refused(c, 'dept', archive, 'step_not_allowed', /要及时通知投诉者/);
    await life.refused(c, 'dept', step('transfer', { to: '公安', facts: '诬告' }), 'step_not_allowed');
    await life.act(c, 'dept', step('notify_incomplete', { missing: '收费凭证', told: '电话' }));
    await life.act(c, 'dept', archive);
    const other = await registered();
    await life.act(other, 'dept', { type: 'refuse', ground: 'JK-3-9', explanation: '' });
    await life.act(other, 'dept', step('transfer', { to: '公安', facts: '诬告' }));
    await life.act(other, 'dept', archive);
  });
});
