import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A } from './life.ts';

const START = '2026-03-02T09:00:00+08:00';
const step = (id: string, values: Record<string, string>): Command => ({ type: 'record', step: id, values });
const investigate = step('investigate', { findings: '属实' });
const handle = step('handle', { opinion: '责令改正', by: '有关科室' });
const hear = step('hear_opinion', { opinion: '无' });
const feedBack: Command = { type: 'feed_back', means: 'phone', result: '已告知', satisfaction: null };
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结' };
const ask = (promisedDate: string): Command => ({ type: 'request_extension', promisedDate, reason: '特殊原因' });

describe('城区计生', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('jisheng');
  });
  afterAll(() => life.close());

  async function accepted(category: string): Promise<string> {
    life.at(START);
    const c = await life.register(recordOf('jisheng', START, { fields: { f_named: true } }));
    await life.act(c, 'body', { type: 'accept', category });
    return c;
  }

  it('verifies, gives its opinion, tells the named complainant and hears them', async () => {
    const c = await accepted('in_scope');
    await life.refused(c, 'body', handle, 'step_not_allowed', /应当核实有关情况/);
    await life.refused(c, 'head', investigate, 'role_not_allowed', /核实有关情况/);
    await life.act(c, 'body', investigate);
    await life.refused(c, 'body', feedBack, 'step_not_allowed', /提出处理意见/);
    await life.act(c, 'body', handle);
    await life.act(c, 'body', feedBack);
    await life.refused(c, 'body', close, 'step_not_allowed', /听取其意见/);
    await life.act(c, 'body', hear);
    await life.act(c, 'body', close);
    await life.act(c, 'body', { type: 'archive', note: '' });
    expect(await life.entries(c)).toMatchInlineSnapshot(`
      [
        "registered | body | ",
        "accepted | body | category=in_scope noticeNumber=例L1受〔2026〕1号",
        "recorded | body | step=investigate findings:属实",
        "recorded | body | step=handle opinion:责令改正 by:有关科室",
        "fed_back | body | means=phone",
        "recorded | body | step=hear_opinion opinion:无",
        "closed | body | outcome=resolved verified=true",
        "archived | body | ",
      ]
    `);
    expect(await life.clocks(c)).toMatchInlineSnapshot(`
      [
        "lim_handle 2026-04-14 met",
      ]
    `);
  });

  it('gives at most thirty working days more, by leave of the head, asked for in time', async () => {
    const c = await accepted('in_scope');
    await life.refused(c, 'body', ask('2026-06-30'), 'extension_too_long');
    await life.act(c, 'body', ask('2026-05-06'));
    const agree: Command = { type: 'decide_extension', decision: 'agree', opinion: '同意', notified: '' };
    await life.refused(c, 'body', agree, 'role_not_allowed', /报经单位负责人同意/);
    await life.act(c, 'head', agree);
    expect(await life.clocks(c)).toEqual(['lim_handle 2026-05-06 running']);
  });

  it('hands on within five working days what is to be handed on, and waits for the answer', async () => {
    const c = await accepted('transfer');
    await life.refused(c, 'body', investigate, 'step_not_allowed', /也可根据投诉举报情况转交/);
    expect(await life.clocks(c)).toEqual(['lim_transfer 2026-03-09 running']);
    life.at('2026-03-10T09:00:00+08:00');
    expect(await life.clocks(c)).toEqual(['lim_transfer 2026-03-09 overdue']);
    await life.act(c, 'body', assignTo(UNIT_A));
    await life.act(c, 'unit', investigate);
    await life.refused(c, 'body', handle, 'step_not_allowed');
    await life.act(c, 'unit', { type: 'reply', opinion: '已查' });
    await life.act(c, 'body', handle);
  });

  it('guides elsewhere whoever it refuses', async () => {
    life.at(START);
    const c = await life.register(recordOf('jisheng', START, { fields: { f_named: true } }));
    await life.act(c, 'body', { type: 'refuse', ground: 'JS-7-1', explanation: '' });
    await life.refused(c, 'body', { type: 'archive', note: '' }, 'step_not_allowed', /应当告知投诉举报者/);
    await life.act(c, 'body', step('guide', { to: '某局信访办', told: '电话告知' }));
    await life.act(c, 'body', { type: 'archive', note: '' });
  });
});
