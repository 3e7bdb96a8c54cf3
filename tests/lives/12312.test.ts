import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A, UNIT_B } from './life.ts';

const NIGHT = {
  e_name: '示例投诉人',
  e_phone: '13900000000',
  e_time: '22时许',
  e_place: '示例路',
  e_range: '一处',
  e_degree: '较重',
  e_scene: '尚无人处置',
};
const accept = (category: string): Command => ({ type: 'accept', category });
const report: Command = { type: 'record', step: 'report', values: { to: '值班领导示例', content: '私宰生猪' } };
const relay: Command = { type: 'record', step: 'relay', values: { order: '立即到场', notified: '业务中队' } };
const arrive: Command = { type: 'record', step: 'arrive', values: { scene: '已控制现场' } };
const follow: Command = { type: 'record', step: 'follow', values: { progress: '已查封' } };
const reply: Command = { type: 'reply', opinion: '已查处' };
const feedBack: Command = { type: 'feed_back', means: 'phone', result: '已查处', satisfaction: null };
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结' };
const archive: Command = { type: 'archive', note: '' };

describe('12312', () => {
  let life: Life;
  beforeEach(async () => {
    life = await openLife('12312');
  });
  afterEach(() => life.close());

  async function registered(at: string, more: Partial<ComplaintRecord> = {}): Promise<string> {
    life.at(at);
    return life.register(recordOf('12312', at, more));
  }

  it('asks the night questions once an emergency is begun', async () => {
    const at = '2026-07-18T22:50:00+08:00';
    life.at(at);
    const { e_place: _, ...incomplete } = NIGHT;
    expect(await life.notRegistered(recordOf('12312', at, { emergency: incomplete }))).toEqual([
      'emergency.e_place required',
    ]);
    const blank = recordOf('12312', at);
    expect(await life.notRegistered({ ...blank, six_elements: { ...blank.six_elements, cause: '' } })).toEqual([
      'six_elements.cause required',
    ]);
  });

  it('takes an emergency by night through 接报传跟, dispatch within 10 minutes and arrival within 30', async () => {
    const c = await registered('2026-07-18T22:50:00+08:00', { emergency: NIGHT });
    await life.refused(c, 'operator', report, 'role_not_allowed', /第一时间向值班领导报告/);
    await life.refused(c, 'duty_officer', { ...report, values: { to: '值班领导示例' } }, 'required');
    await life.act(c, 'duty_officer', report);
    await life.act(c, 'operator', accept('onsite'));
    expect(await life.clocks(c)).toEqual(['lim_dispatch 2026-07-18T23:00:00 running', 'lim_report - met']);
    life.at('2026-07-18T22:58:00+08:00');
    await life.refused(c, 'station', assignTo(UNIT_A), 'required', /承诺区域范围内/);
    await life.refused(
      c,
      'station',
      { ...assignTo(UNIT_A, { outOfArea: false }), opinion: ' ' } as Command,
      'required',
      /必须详细记录案由及转办意见/,
    );
    await life.act(c, 'station', assignTo(UNIT_A, { outOfArea: false }));
    expect(await life.clocks(c)).toEqual([
      'lim_dispatch 2026-07-18T23:00:00 met',
      'lim_arrive 2026-07-18T23:28:00 running',
      'lim_arrive 甲单位 2026-07-18T23:28:00 running',
      'lim_report - met',
    ]);
    await life.refused(c, 'brigade', reply, 'step_not_allowed', /必须到达现场进行处理/);
    await life.refused(c, 'operator', arrive, 'role_not_allowed', /必须到达现场进行处理/);
    life.at('2026-07-18T23:29:00+08:00');
    expect(await life.listed('station', 'overdue', [c])).toEqual([0]);
    await life.act(c, 'squad', arrive);
    await life.act(c, 'brigade', reply);
    await life.act(c, 'operator', feedBack);
    // Somebody was sent before all was written down; the case does not end before it is.
    await life.refused(c, 'station', close, 'step_not_allowed', /通知相关应急工作人员/);
    await life.act(c, 'duty_officer', relay);
    await life.refused(c, 'station', close, 'step_not_allowed', /跟踪检查命令、指示执行情况/);
    await life.act(c, 'duty_officer', follow);
    await life.act(c, 'duty_officer', follow);
    await life.refused(c, 'operator', close, 'role_not_allowed');
    await life.act(c, 'station', close);
    await life.act(c, 'station', archive);
    expect(await life.entries(c, 'duty_leader')).toEqual([
      'registered | operator | ',
      'recorded | duty_officer | step=report to:值班领导示例 content:私宰生猪',
      'accepted | operator | category=onsite noticeNumber=例L1受〔2026〕1号',
      'assigned | station | unit=甲单位 slipNumber=例L1转〔2026〕1号 outOfArea=false',
      'recorded | squad | step=arrive scene:已控制现场',
      'replied | brigade | unit=甲单位',
      'fed_back | operator | means=phone',
      'recorded | duty_officer | step=relay order:立即到场 notified:业务中队',
      'recorded | duty_officer | step=follow progress:已查封',
      'recorded | duty_officer | step=follow progress:已查封',
      'closed | station | outcome=resolved verified=true',
      'archived | station | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_dispatch 2026-07-18T23:00:00 met',
      'lim_arrive 2026-07-18T23:28:00 late',
      'lim_arrive 甲单位 2026-07-18T23:28:00 late',
      'lim_report - met',
    ]);
  });

  it('counts no 30 minutes outside the promised area, but wants the arrival written down', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.act(c, 'operator', accept('onsite'));
    life.at('2026-03-02T09:11:00+08:00');
    await life.act(c, 'station', assignTo(UNIT_A, { outOfArea: true }));
    expect(await life.clocks(c)).toEqual(['lim_dispatch 2026-03-02T09:10:00 late', 'lim_report - met']);
    await life.act(c, 'station', assignTo(UNIT_B, { outOfArea: false }));
    expect(await life.clocks(c)).toEqual([
      'lim_dispatch 2026-03-02T09:10:00 late',
      'lim_arrive 2026-03-02T09:41:00 running',
      'lim_arrive 乙单位 2026-03-02T09:41:00 running',
      'lim_report - met',
    ]);
    await life.refused(c, 'brigade', reply, 'step_not_allowed', /必须到达现场进行处理/);
    await life.act(c, 'squad', arrive);
    await life.act(c, 'brigade', reply);
    expect(await life.entries(c)).toEqual([
      'registered | operator | ',
      'accepted | operator | category=onsite noticeNumber=例L1受〔2026〕1号',
      'assigned | station | unit=甲单位 slipNumber=例L1转〔2026〕1号 outOfArea=true',
      'assigned | station | unit=乙单位 slipNumber=例L1转〔2026〕2号 outOfArea=false',
      'recorded | squad | step=arrive scene:已控制现场',
      'replied | brigade | unit=乙单位',
    ]);
  });

  it('brings what is major before the head of the station, urges and supervises', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.act(c, 'operator', accept('major'));
    await life.refused(c, 'station', assignTo(UNIT_A), 'step_not_allowed', /及时向12312服务站站长汇报/);
    const tell: Command = { type: 'record', step: 'report_head', values: { content: '群体性投诉' } };
    await life.act(c, 'operator', tell);
    await life.act(c, 'station', assignTo(UNIT_A));
    const urge = (urging: string): Command => ({
      type: 'urge',
      urging,
      unit: '甲单位',
      person: '',
      progress: '未回复',
    });
    await life.refused(c, 'operator', urge('urg_press'), 'role_not_allowed', /及时催办/);
    await life.act(c, 'station', urge('urg_press'));
    await life.act(c, 'station', urge('urg_notice'));
    expect(await life.entries(c)).toEqual([
      'registered | operator | ',
      'accepted | operator | category=major noticeNumber=例L1受〔2026〕1号',
      'recorded | operator | step=report_head content:群体性投诉',
      'assigned | station | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'urged | station | urging=urg_press unit=甲单位 slipNumber=例L1催〔2026〕1号',
      'urged | station | urging=urg_notice unit=甲单位 slipNumber=例L1督〔2026〕1号',
    ]);
    expect(await life.clocks(c)).toEqual(['lim_report - met']);
  });

  it('answers what it does itself without a unit, and refuses on its own grounds only', async () => {
    const self = await registered('2026-03-02T09:00:00+08:00');
    await life.act(self, 'station', accept('self'));
    await life.refused(self, 'brigade', reply, 'step_not_allowed');
    await life.refused(self, 'squad', arrive, 'step_not_allowed');
    await life.act(self, 'operator', feedBack);
    await life.act(self, 'station', close);
    await life.act(self, 'station', archive);
    expect(await life.entries(self)).toEqual([
      'registered | operator | ',
      'accepted | station | category=self noticeNumber=例L1受〔2026〕1号',
      'fed_back | operator | means=phone',
      'closed | station | outcome=resolved verified=true',
      'archived | station | ',
    ]);
    const c = await registered('2026-03-02T09:00:00+08:00');
    const refuse = (ground: string): Command => ({ type: 'refuse', ground, explanation: '已告知交通部门' });
    await life.refused(c, 'operator', refuse('SZ-3-2-1'), 'ground_unknown');
    await life.refused(c, 'squad', refuse('B12-R3'), 'role_not_allowed');
    await life.act(c, 'operator', refuse('B12-R3'));
    await life.refused(c, 'operator', accept('complaint'), 'step_not_allowed', /不属商务行政管理部门管辖/);
    await life.act(c, 'station', archive);
    expect(await life.entries(c)).toEqual([
      'registered | operator | ',
      'refused | operator | ground=B12-R3 noticeNumber=例L1不受〔2026〕1号',
      'archived | station | ',
    ]);
  });
});
