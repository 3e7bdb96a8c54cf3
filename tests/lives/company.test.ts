import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A } from './life.ts';

const accept = (category: string): Command => ({ type: 'accept', category });
const enter: Command = { type: 'record', step: 'central_register', values: {} };
const analyse = (responsibility: string): Command => ({
  type: 'record',
  step: 'analyse',
  values: { cause: '内胆涂层脱落', responsibility, plan: '更换内胆' },
});
const reply: Command = { type: 'reply', opinion: '已更换' };
const answered = (satisfaction: 'satisfied' | 'dissatisfied'): Command => ({
  type: 'feed_back',
  means: 'phone',
  result: '已更换',
  satisfaction,
});
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '已更换' };
const opinion: Command = { type: 'record', step: 'penalty', values: { opinion: '加强检验' } };
const archive: Command = { type: 'archive', note: '' };

describe('公司客户投诉', () => {
  let life: Life;
  beforeEach(async () => {
    life = await openLife('company');
  });
  afterEach(() => life.close());

  async function registered(at: string, fields: Record<string, string> = {}): Promise<string> {
    life.at(at);
    return life.register(recordOf('company', at, { fields: { f_reason: '产品质量问题', ...fields } }));
  }
  async function given(at: string, fields: Record<string, string> = {}): Promise<string> {
    const c = await registered(at, fields);
    await life.act(c, 'first_handler', accept('company_cause'));
    await life.act(c, 'market', enter);
    await life.act(c, 'market', analyse('公司原因'));
    await life.act(c, 'market', assignTo(UNIT_A));
    return c;
  }

  it('asks what, why and what is wanted', async () => {
    const record = recordOf('company', '2026-03-02T09:00:00+08:00', { narrative: '', request: '' });
    expect(await life.notRegistered(record)).toEqual([
      'narrative required',
      'fields.f_reason required',
      'request required',
    ]);
  });

  it('works until the customer is satisfied, and files the improvement and the opinion', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00', { f_deadline: '2026-03-05' });
    await life.act(c, 'first_handler', accept('company_cause'));
    expect(await life.clocks(c)).toEqual(['lim_main 2026-03-09 running', 'lim_customer 2026-03-05 running']);
    await life.refused(c, 'market', assignTo(UNIT_A), 'step_not_allowed', /各部门转呈的客户投诉进行登记/);
    await life.refused(c, 'first_handler', enter, 'role_not_allowed');
    await life.act(c, 'market', enter);
    await life.refused(c, 'market', assignTo(UNIT_A), 'step_not_allowed', /判定责任归属,制定处理方案/);
    await life.refused(c, 'market', analyse('不明'), 'invalid');
    await life.act(c, 'market', analyse('公司原因'));
    await life.act(c, 'market', assignTo(UNIT_A));
    await life.act(c, 'market', { type: 'urge', urging: 'urg_1', unit: '甲单位', person: '', progress: '备货中' });
    await life.act(c, 'dept', reply);
    await life.act(c, 'dept', answered('dissatisfied'));
    await life.refused(c, 'market', close, 'not_satisfied', /直到客户满意/);
    await life.act(c, 'vp', close);
    const improve: Command = { type: 'record', step: 'improve', values: { dept: '生产部', advice: '改进涂层' } };
    await life.act(c, 'market', improve);
    await life.refused(c, 'market', archive, 'step_not_allowed', /提出投诉处理意见/);
    await life.refused(c, 'market', opinion, 'role_not_allowed', /提出投诉处理意见/);
    await life.act(c, 'supervisor', opinion);
    const appeal: Command = {
      type: 'record',
      step: 'appeal',
      values: { person: '示例员工', appeal: '处罚过重', decision: '维持' },
    };
    await life.refused(c, 'market', appeal, 'role_not_allowed', /向总经理申诉/);
    await life.act(c, 'gm', appeal);
    await life.act(c, 'market', archive);
    expect(await life.entries(c)).toEqual([
      'registered | first_handler | ',
      'accepted | first_handler | category=company_cause noticeNumber=例L1受〔2026〕1号',
      'recorded | market | step=central_register',
      'recorded | market | step=analyse cause:内胆涂层脱落 responsibility:公司原因 plan:更换内胆',
      'assigned | market | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'urged | market | urging=urg_1 unit=甲单位 slipNumber=例L1催〔2026〕1号',
      'replied | dept | unit=甲单位',
      'fed_back | dept | means=phone satisfaction=dissatisfied',
      'closed | vp | outcome=resolved verified=true',
      'recorded | market | step=improve dept:生产部 advice:改进涂层',
      'recorded | supervisor | step=penalty opinion:加强检验',
      'recorded | gm | step=appeal person:示例员工 appeal:处罚过重 decision:维持',
      'archived | market | ',
    ]);
    expect(await life.clocks(c)).toEqual(['lim_main 2026-03-09 met', 'lim_customer 2026-03-05 met']);
  });

  it('closes by the department itself when the customer is satisfied', async () => {
    const c = await given('2026-03-02T09:00:00+08:00');
    await life.act(c, 'dept', reply);
    await life.act(c, 'dept', answered('satisfied'));
    await life.act(c, 'market', close);
    expect((await life.file(c)).state.status).toBe('closed');
  });

  it('takes a date agreed with the customer in place of five working days', async () => {
    const c = await given('2026-03-02T09:00:00+08:00');
    life.at('2026-03-10T00:00:00+08:00');
    expect(await life.listed('market', 'overdue', [c])).toEqual([0]);
    const extend: Command = { type: 'extend', promisedDate: '2026-03-20', reason: '须订货', notified: '客户同意' };
    await life.refused(c, 'supervisor', extend, 'role_not_allowed', /客户与公司协商确定的日期|协商确定的日期/);
    await life.act(c, 'market', extend);
    expect(await life.clocks(c)).toEqual(['lim_main 2026-03-20 running', 'lim_customer - no_date']);
  });

  it('brings what nobody answers for before the management, which decides whose it is', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.act(c, 'market', accept('unclear'));
    await life.act(c, 'market', enter);
    await life.act(c, 'market', analyse('难以明确'));
    await life.refused(c, 'market', assignTo(UNIT_A), 'step_not_allowed', /提交公司分管副总或总经理处理/);
    const approve: Command = { type: 'approve', decision: 'agree', opinion: '属公司原因' };
    await life.refused(c, 'market', approve, 'role_not_allowed', /提交公司分管副总或总经理处理/);
    await life.act(c, 'vp', approve);
    await life.refused(
      c,
      'dept',
      { type: 'reclassify', category: 'company_cause', reason: '已判定' },
      'role_not_allowed',
    );
    await life.act(c, 'vp', { type: 'reclassify', category: 'company_cause', reason: '已判定' });
    await life.act(c, 'market', assignTo(UNIT_A));
    expect(await life.entries(c)).toEqual([
      'registered | first_handler | ',
      'accepted | market | category=unclear noticeNumber=例L1受〔2026〕1号',
      'recorded | market | step=central_register',
      'recorded | market | step=analyse cause:内胆涂层脱落 responsibility:难以明确 plan:更换内胆',
      'approved | vp | decision=agree',
      'reclassified | vp | from=unclear category=company_cause',
      'assigned | market | unit=甲单位 slipNumber=例L1转〔2026〕1号',
    ]);
  });

  it('is done at once where the first who heard of it can', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.refused(
      c,
      'market',
      { type: 'refuse', ground: 'x', explanation: '' },
      'no_refusal_in_regime',
      /首问责任人/,
    );
    await life.act(c, 'first_handler', accept('instant'));
    await life.act(c, 'first_handler', answered('satisfied'));
    await life.act(c, 'market', close);
    await life.act(c, 'supervisor', opinion);
    await life.act(c, 'market', archive);
    expect(await life.entries(c)).toEqual([
      'registered | first_handler | ',
      'accepted | first_handler | category=instant noticeNumber=例L1受〔2026〕1号',
      'fed_back | first_handler | means=phone satisfaction=satisfied',
      'closed | market | outcome=resolved verified=true',
      'recorded | supervisor | step=penalty opinion:加强检验',
      'archived | market | ',
    ]);
    expect(await life.clocks(c)).toEqual(['lim_main 2026-03-09 met', 'lim_instant - met']);
  });
});
