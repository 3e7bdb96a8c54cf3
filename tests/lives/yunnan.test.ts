import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { sampleRecord } from '../harness/samples.ts';
import { assignTo, type Life, openLife, UNIT_A } from './life.ts';

const accept = (category: string): Command => ({ type: 'accept', category });
const deliver = (means: string): Command => ({ type: 'record', step: 'deliver_notice', values: { means } });
const feedBack: Command = { type: 'feed_back', means: 'phone', result: '已处理', satisfaction: null };
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结' };
const archive: Command = { type: 'archive', note: '', items: ['政务服务投诉处理情况登记表'] };
const extend = (promisedDate: string): Command => ({
  type: 'extend',
  promisedDate,
  reason: '情况复杂',
  notified: '已告知投诉人',
});

describe('云南', () => {
  let life: Life;
  beforeEach(async () => {
    life = await openLife('yunnan');
  });
  afterEach(() => life.close());

  async function registered(at: string, more: Partial<ComplaintRecord> = {}): Promise<string> {
    life.at(at);
    return life.register({ ...sampleRecord('yunnan-02'), received_at: at, ...more });
  }

  it('asks for who, whose number and against whom, but takes an empty request as a ground', async () => {
    life.at('2026-06-22T09:00:00+08:00');
    const record = sampleRecord('yunnan-02');
    const complainant = { ...record.complainant, id_no: '', address: '' };
    const bare = { ...record, complainant, request: '', respondent: { unit: '', window_no: '', staff: '' } };
    expect(await life.notRegistered(bare)).toEqual(['complainant.id_no required', 'complainant.address required']);
  });

  it('takes a case from the management department through the agency to the archive', async () => {
    const c = await registered('2026-06-22T09:00:00+08:00');
    expect(await life.clocks(c)).toEqual(['lim_assign 2026-06-24 running', 'lim_accept 2026-06-25 running']);
    await life.refused(c, 'agency', assignTo(UNIT_A), 'role_not_allowed', /2个工作日内交办/);
    life.at('2026-06-24T09:00:00+08:00');
    await life.act(c, 'admin_dept', assignTo(UNIT_A));
    expect(await life.clocks(c)).toEqual(['lim_assign 2026-06-24 met', 'lim_accept 甲单位 2026-06-29 running']);
    life.at('2026-06-26T09:00:00+08:00');
    await life.refused(c, 'admin_dept', accept('offsite'), 'role_not_allowed', /3个工作日内决定是否受理/);
    await life.act(c, 'agency', accept('offsite'));
    await life.refused(c, 'agency', assignTo(UNIT_A), 'step_not_allowed');
    await life.refused(c, 'agency', feedBack, 'step_not_allowed', /现场领取或者以其他有效方式接收/);
    await life.refused(c, 'agency', deliver('口头'), 'invalid');
    await life.act(c, 'agency', deliver('其他有效方式'));
    await life.act(c, 'agency', { type: 'investigate', text: '谈话核实' });
    await life.act(c, 'agency', feedBack);
    await life.refused(c, 'agency', archive, 'step_not_allowed');
    await life.act(c, 'agency', close);
    await life.act(c, 'agency', { type: 'follow_up', means: 'phone', satisfaction: 'satisfied', opinion: '无' });
    await life.act(c, 'agency', archive);
    expect(await life.entries(c)).toEqual([
      'registered | agency | ',
      'assigned | admin_dept | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'accepted | agency | category=offsite noticeNumber=例L1受〔2026〕1号',
      'recorded | agency | step=deliver_notice means:其他有效方式',
      'investigated | agency | ',
      'fed_back | agency | means=phone',
      'closed | agency | outcome=resolved verified=true',
      'followed_up | agency | means=phone satisfaction=satisfied',
      'archived | agency | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_assign 2026-06-24 met',
      'lim_accept 甲单位 2026-06-29 met',
      'lim_offsite 2026-07-10 met',
    ]);
  });

  it('extends to 20 working days in all, before the end only', async () => {
    const c = await registered('2026-06-23T08:00:00+08:00');
    life.at('2026-06-23T09:00:00+08:00');
    await life.act(c, 'agency', accept('offsite'));
    await life.refused(c, 'admin_dept', extend('2026-07-10'), 'role_not_allowed', /最长不得超过20个工作日/);
    await life.refused(c, 'agency', extend('2026-07-22'), 'extension_too_long');
    await life.act(c, 'agency', extend('2026-07-21'));
    expect(await life.clocks(c)).toEqual([
      'lim_assign 2026-06-25 met',
      'lim_accept 2026-06-26 met',
      'lim_offsite 2026-07-21 running',
    ]);
    const late = await registered('2026-06-23T08:00:00+08:00');
    await life.act(late, 'agency', accept('offsite'));
    life.at('2026-07-08T00:00:00+08:00');
    expect(await life.listed('agency', 'overdue', [late])).toEqual([0]);
    await life.refused(
      late,
      'agency',
      extend('2026-07-10'),
      'too_late',
      /应在2026-07-07前提出.*最长不得超过20个工作日/,
    );
  });

  it('gives a refused citizen the notice with its ground before the file is put away', async () => {
    const c = await registered('2026-06-22T09:00:00+08:00', { request: '' });
    const refuse: Command = { type: 'refuse', ground: 'YN-8-1', explanation: '没有投诉请求' };
    await life.refused(c, 'admin_dept', refuse, 'role_not_allowed', /受理\/不予受理通知书/);
    await life.refused(c, 'agency', deliver('现场领取'), 'step_not_allowed');
    await life.act(c, 'agency', refuse);
    await life.refused(c, 'agency', archive, 'step_not_allowed', /现场领取或者以其他有效方式接收/);
    await life.refused(c, 'agency', accept('onsite'), 'step_not_allowed', /没有明确被投诉人或者投诉请求/);
    await life.act(c, 'agency', deliver('现场领取'));
    await life.act(c, 'agency', archive);
    expect(await life.entries(c)).toEqual([
      'registered | agency | ',
      'refused | agency | ground=YN-8-1 noticeNumber=例L1不受〔2026〕1号',
      'recorded | agency | step=deliver_notice means:现场领取',
      'archived | agency | ',
    ]);
    expect(await life.clocks(c)).toEqual(['lim_assign 2026-06-24 met', 'lim_accept 2026-06-25 met']);
  });

  it('closes on the spot without a notice, and names a lead where several agencies are concerned', async () => {
    const c = await registered('2026-06-22T09:00:00+08:00');
    await life.act(c, 'agency', accept('onsite'));
    await life.act(c, 'agency', feedBack);
    await life.act(c, 'agency', close);
    await life.act(c, 'agency', archive);
    expect(await life.entries(c)).toEqual([
      'registered | agency | ',
      'accepted | agency | category=onsite noticeNumber=例L1受〔2026〕1号',
      'fed_back | agency | means=phone',
      'closed | agency | outcome=resolved verified=true',
      'archived | agency | ',
    ]);
    const several = await registered('2026-06-22T09:00:00+08:00');
    await life.act(several, 'agency', accept('multi_agency'));
    await life.act(several, 'agency', deliver('现场领取'));
    await life.refused(several, 'agency', feedBack, 'step_not_allowed', /及时明确牵头部门进行处理/);
    await life.act(several, 'admin_dept', { type: 'record', step: 'lead', values: { lead: '示例牵头部门' } });
    await life.act(several, 'lead_dept', feedBack);
    expect(await life.entries(several)).toEqual([
      'registered | agency | ',
      'accepted | agency | category=multi_agency noticeNumber=例L1受〔2026〕2号',
      'recorded | agency | step=deliver_notice means:现场领取',
      'recorded | admin_dept | step=lead lead:示例牵头部门',
      'fed_back | lead_dept | means=phone',
    ]);
  });

  it('joins what was complained of by two ways', async () => {
    const first = await registered('2026-06-22T09:00:00+08:00');
    const second = await registered('2026-06-22T09:05:00+08:00');
    await life.act(first, 'agency', accept('offsite'));
    await life.act(second, 'agency', { type: 'merge', intoCaseId: first, reason: '同一投诉事项' });
    await life.refused(second, 'agency', accept('offsite'), 'step_not_allowed', /本案已并入/);
    await life.act(second, 'agency', archive);
    expect([await life.entries(first), await life.entries(second)]).toEqual([
      [
        'registered | agency | ',
        'accepted | agency | category=offsite noticeNumber=例L1受〔2026〕1号',
        'absorbed | agency | ',
      ],
      ['registered | agency | ', 'merged | agency | ', 'archived | agency | '],
    ]);
  });
});
