import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A, UNIT_B } from './life.ts';

const accept = (category: string): Command => ({ type: 'accept', category });
const sign: Command = { type: 'record', step: 'sign', values: {} };
const contact: Command = { type: 'record', step: 'contact', values: { findings: '已联系诉求人' } };
const reply: Command = { type: 'reply', opinion: '已按规定办理' };
const signOff: Command = {
  type: 'record',
  step: 'review_reply',
  values: { unit: '甲单位', person: '示例责任人', opinion: '同意' },
};
const feedBack: Command = { type: 'feed_back', means: 'phone', result: '已办结', satisfaction: 'satisfied' };
const review = [{ id: 'cr_1', holds: true, note: '' }];
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结', review };
const archive: Command = { type: 'archive', note: '', items: ['转办工单', '反馈件'] };
const sendBack: Command = {
  type: 'return',
  rule: 'ret_unit',
  reason: '不属于本单位职责范围',
  basis: '职责分工规定',
  approvedBy: '分管负责同志示例',
};
const redo: Command = { type: 'redo', rule: 'ret_platform', reason: '反馈件未注明责任人姓名' };
const ask = (promisedDate: string): Command => ({ type: 'request_extension', promisedDate, reason: '须勘察现场' });
const decide = (decision: 'agree' | 'refuse'): Command => ({
  type: 'decide_extension',
  decision,
  opinion: '已阅',
  notified: '已电话向诉求人解释',
});
const card = (level: 'yellow' | 'red'): Command => ({
  type: 'urge',
  urging: 'urg_card',
  level,
  unit: '甲单位',
  person: '',
  progress: '尚未回复',
});

describe('宿州12345', () => {
  let life: Life;
  beforeEach(async () => {
    life = await openLife('suzhou12345');
  });
  afterEach(() => life.close());

  const record = (at: string) => recordOf('suzhou12345', at, { fields: { s_public: false } });

  /** An order accepted and forwarded to the first unit as soon as it came in. */
  async function order(category: string, at = '2026-03-02T09:00:00+08:00'): Promise<string> {
    life.at(at);
    const caseId = await life.register(record(at));
    await life.act(caseId, 'platform', accept(category));
    await life.act(caseId, 'platform', assignTo(UNIT_A));
    return caseId;
  }

  it('asks for the six elements, a way back to the citizen and their wish about publication', async () => {
    const empty = record('2026-03-02T09:00:00+08:00');
    const six = { ...empty.six_elements, time: ' ', result: '' };
    const { fields: _, ...rest } = { ...empty, six_elements: six, complainant: { ...empty.complainant, phone: '' } };
    expect(await life.notRegistered(rest)).toEqual([
      'six_elements.time required',
      'six_elements.result required',
      'complainant.phone required',
      'fields.s_public required',
    ]);
  });

  it('takes a complaint from the call to the archive, every step by its own role and after the one before', async () => {
    const c = await order('complaint');
    await life.refused(c, 'unit2', reply, 'step_not_allowed', /查看簽收電子工單/);
    await life.refused(c, 'platform', sign, 'role_not_allowed', /查看簽收電子工單/);
    await life.refused(c, 'unit2', contact, 'step_not_allowed', /查看簽收電子工單/);
    life.at('2026-03-02T15:00:00+08:00');
    await life.act(c, 'unit2', sign);
    await life.refused(c, 'unit2', sign, 'already_done');
    await life.refused(c, 'unit2', reply, 'step_not_allowed', /應及時與訴求人取得聯\(lián\)系/);
    await life.refused(c, 'unit2', { ...contact, values: {} }, 'required');
    await life.act(c, 'unit2', contact);
    life.at('2026-03-10T10:00:00+08:00');
    await life.act(c, 'unit2', reply);
    await life.refused(c, 'unit2', feedBack, 'step_not_allowed', /審核、簽批/);
    await life.refused(c, 'unit2', signOff, 'role_not_allowed', /審核、簽批/);
    await life.act(c, 'unit_head', signOff);
    await life.refused(c, 'platform', close, 'step_not_allowed', /反饋辦理情況和辦理結果/);
    await life.refused(c, 'unit2', { ...feedBack, satisfaction: null }, 'required');
    await life.act(c, 'unit2', feedBack);
    const visit: Command = { type: 'follow_up', means: 'phone', satisfaction: 'very_satisfied', opinion: '无意见' };
    await life.refused(c, 'unit2', visit, 'role_not_allowed', /隨機回訪及抽查核實/);
    await life.act(c, 'platform', visit);
    await life.refused(c, 'platform', { ...close, review: [] }, 'review_required', /一律作“退單”處理/);
    await life.act(c, 'platform', close);
    await life.act(c, 'platform', archive);
    await life.refused(c, 'platform', archive, 'already_done', /整理歸檔/);
    await life.refused(c, 'platform', { type: 'note', text: '补记' }, 'step_not_allowed');
    expect(await life.entries(c)).toEqual([
      'registered | platform | ',
      'accepted | platform | category=complaint noticeNumber=例L1受〔2026〕1号',
      'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'recorded | unit2 | step=sign',
      'recorded | unit2 | step=contact findings:已联系诉求人',
      'replied | unit2 | unit=甲单位',
      'recorded | unit_head | step=review_reply unit:甲单位 person:示例责任人 opinion:同意',
      'fed_back | unit2 | means=phone satisfaction=satisfied',
      'followed_up | platform | means=phone satisfaction=very_satisfied',
      'closed | platform | outcome=resolved verified=true',
      'archived | platform | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_complaint 2026-03-23 met',
      'lim_complaint 甲单位 2026-03-23 met',
      'lim_return 甲单位 2026-03-03 met soft',
      'lim_ext_request 2026-03-20 met soft',
    ]);
  });

  it('lets a unit hand an order back within one working day, and the complainant’s clock goes on', async () => {
    const c = await order('complaint');
    life.at('2026-03-03T17:00:00+08:00');
    await life.refused(c, 'unit2', { ...sendBack, basis: '' }, 'required', /提供相關法規\(guī\)政策依據/);
    await life.refused(c, 'unit2', { ...sendBack, approvedBy: '' }, 'required', /經分管負責同志批準同意/);
    await life.refused(c, 'platform', sendBack, 'role_not_allowed', /不屬于本單位職責范圍/);
    await life.act(c, 'unit2', sendBack);
    await life.refused(c, 'unit2', sign, 'step_not_allowed');
    life.at('2026-03-04T09:00:00+08:00');
    await life.act(c, 'platform', assignTo(UNIT_B));
    expect(await life.clocks(c)).toEqual([
      'lim_complaint 2026-03-23 running',
      'lim_complaint 甲单位 2026-03-23 met',
      'lim_complaint 乙单位 2026-03-25 running',
      'lim_return 甲单位 2026-03-03 met soft',
      'lim_return 乙单位 2026-03-05 running soft',
      'lim_ext_request 2026-03-20 running soft',
    ]);
    life.at('2026-03-06T00:00:00+08:00');
    await life.refused(
      c,
      'unit2',
      sendBack,
      'too_late',
      /2026-03-05前退回；超过1个工作日未退回的，视同已接受.*視同已接受/,
    );
    await life.act(c, 'unit2', contact);
    await life.act(c, 'unit2', reply);
    await life.refused(c, 'unit2', sendBack, 'step_not_allowed');
    await life.act(c, 'unit_head', signOff);
    await life.act(c, 'unit2', feedBack);
    await life.act(c, 'platform', close);
    await life.act(c, 'platform', archive);
    expect(await life.entries(c)).toEqual([
      'registered | platform | ',
      'accepted | platform | category=complaint noticeNumber=例L1受〔2026〕1号',
      'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'returned | unit2 | rule=ret_unit unit=甲单位 basis=职责分工规定 approvedBy=分管负责同志示例',
      'assigned | platform | unit=乙单位 slipNumber=例L1转〔2026〕2号',
      'recorded | unit2 | step=contact findings:已联系诉求人',
      'replied | unit2 | unit=乙单位',
      'recorded | unit_head | step=review_reply unit:甲单位 person:示例责任人 opinion:同意',
      'fed_back | unit2 | means=phone satisfaction=satisfied',
      'closed | platform | outcome=resolved verified=true',
      'archived | platform | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_complaint 2026-03-23 met',
      'lim_complaint 甲单位 2026-03-23 met',
      'lim_complaint 乙单位 2026-03-25 met',
      'lim_return 甲单位 2026-03-03 met soft',
      'lim_return 乙单位 2026-03-05 late soft',
      'lim_ext_request 2026-03-20 met soft',
    ]);
  });

  it('counts an order as signed at the end of the day on which it could last be handed back', async () => {
    const c = await order('help', '2026-03-06T16:00:00+08:00');
    const signed = await order('help', '2026-03-06T16:00:00+08:00');
    await life.act(signed, 'unit2', sign);
    expect(await life.clocks(c)).toEqual([
      'lim_contact 2026-03-10 running',
      'lim_contact 甲单位 2026-03-10 running',
      'lim_help 2026-03-13 running',
      'lim_help 甲单位 2026-03-13 running',
      'lim_return 甲单位 2026-03-09 running soft',
      'lim_ext_request 2026-03-12 running soft',
    ]);
    life.at('2026-03-09T23:00:00+08:00');
    await life.refused(c, 'unit2', contact, 'step_not_allowed', /查看簽收電子工單/);
    life.at('2026-03-10T09:00:00+08:00');
    await life.act(c, 'unit2', contact);
    await life.refused(c, 'unit2', sendBack, 'too_late', /視同已接受轉辦工單/);
    expect([await life.clocks(c), await life.clocks(signed)]).toEqual([
      [
        'lim_contact 2026-03-10 met',
        'lim_contact 甲单位 2026-03-10 met',
        'lim_help 2026-03-13 running',
        'lim_help 甲单位 2026-03-13 running',
        'lim_return 甲单位 2026-03-09 late soft',
        'lim_ext_request 2026-03-12 running soft',
      ],
      [
        'lim_contact 2026-03-09 overdue',
        'lim_contact 甲单位 2026-03-09 overdue',
        'lim_help 2026-03-13 running',
        'lim_help 甲单位 2026-03-13 running',
        'lim_return 甲单位 2026-03-09 running soft',
        'lim_ext_request 2026-03-12 running soft',
      ],
    ]);
  });

  it('sends a reply back to be done again, twice, and wants it signed off anew each time', async () => {
    const c = await order('suggestion');
    await life.act(c, 'unit2', sign);
    await life.act(c, 'unit2', contact);
    await life.refused(c, 'platform', redo, 'step_not_allowed', /作“退單”處理/);
    await life.act(c, 'unit2', reply);
    await life.refused(c, 'unit2', redo, 'role_not_allowed', /作“退單”處理/);
    await life.act(c, 'platform', redo);
    await life.refused(c, 'unit_head', signOff, 'step_not_allowed');
    await life.act(c, 'unit2', reply);
    await life.act(c, 'unit_head', signOff);
    await life.act(c, 'unit2', feedBack);
    await life.act(c, 'platform', redo);
    await life.refused(c, 'platform', close, 'step_not_allowed');
    await life.act(c, 'unit2', reply);
    await life.refused(c, 'unit2', feedBack, 'step_not_allowed', /審核、簽批/);
    await life.act(c, 'unit_head', signOff);
    await life.act(c, 'unit2', feedBack);
    await life.act(c, 'platform', close);
    await life.refused(c, 'platform', redo, 'step_not_allowed');
    await life.act(c, 'platform', archive);
    expect(await life.entries(c)).toEqual([
      'registered | platform | ',
      'accepted | platform | category=suggestion noticeNumber=例L1受〔2026〕1号',
      'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'recorded | unit2 | step=sign',
      'recorded | unit2 | step=contact findings:已联系诉求人',
      'replied | unit2 | unit=甲单位',
      'redo_ordered | platform | rule=ret_platform unit=甲单位',
      'replied | unit2 | unit=甲单位',
      'recorded | unit_head | step=review_reply unit:甲单位 person:示例责任人 opinion:同意',
      'fed_back | unit2 | means=phone satisfaction=satisfied',
      'redo_ordered | platform | rule=ret_platform unit=甲单位',
      'replied | unit2 | unit=甲单位',
      'recorded | unit_head | step=review_reply unit:甲单位 person:示例责任人 opinion:同意',
      'fed_back | unit2 | means=phone satisfaction=satisfied',
      'closed | platform | outcome=resolved verified=true',
      'archived | platform | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_suggest 2026-03-09 met',
      'lim_suggest 甲单位 2026-03-09 met',
      'lim_return 甲单位 2026-03-03 met soft',
      'lim_ext_request 2026-03-06 met soft',
    ]);
  });

  it('extends once, on request and with the head’s consent, by the original time at most', async () => {
    const c = await order('help');
    await life.refused(c, 'platform', ask('2026-03-12'), 'role_not_allowed', /應提出書面申請/);
    await life.refused(c, 'unit2', ask('2026-03-17'), 'extension_too_long');
    await life.refused(c, 'unit_head', decide('agree'), 'step_not_allowed');
    life.at('2026-03-06T17:00:00+08:00');
    await life.act(c, 'unit2', ask('2026-03-16'));
    await life.refused(c, 'unit2', ask('2026-03-12'), 'extension_pending');
    await life.refused(c, 'platform', decide('agree'), 'role_not_allowed', /經單位負責同志同意/);
    await life.act(c, 'unit_head', decide('refuse'));
    expect(await life.clocks(c)).toEqual([
      'lim_contact 2026-03-04 overdue',
      'lim_contact 甲单位 2026-03-04 overdue',
      'lim_help 2026-03-09 running',
      'lim_help 甲单位 2026-03-09 running',
      'lim_return 甲单位 2026-03-03 running soft',
      'lim_ext_request 2026-03-06 running soft',
    ]);
    await life.act(c, 'unit2', ask('2026-03-13'));
    await life.act(c, 'unit_head', decide('agree'));
    await life.refused(c, 'unit2', ask('2026-03-16'), 'extension_used', /延長時限不得超過原辦理時限/);
    expect(await life.entries(c)).toEqual([
      'registered | platform | ',
      'accepted | platform | category=help noticeNumber=例L1受〔2026〕1号',
      'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'extension_requested | unit2 | promisedDate=2026-03-16',
      'extension_decided | unit_head | decision=refuse promisedDate=2026-03-16',
      'extension_requested | unit2 | promisedDate=2026-03-13',
      'extension_decided | unit_head | decision=agree promisedDate=2026-03-13',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_contact 2026-03-04 overdue',
      'lim_contact 甲单位 2026-03-04 overdue',
      'lim_help 2026-03-13 running',
      'lim_help 甲单位 2026-03-13 running',
      'lim_return 甲单位 2026-03-03 running soft',
      'lim_ext_request 2026-03-12 met soft',
    ]);
  });

  it('takes no request for an extension after the last working day before the end', async () => {
    const late = await order('help');
    life.at('2026-03-07T09:00:00+08:00');
    await life.refused(late, 'unit2', ask('2026-03-12'), 'too_late', /應|应在2026-03-06前提出.*屆滿前1個工作日/);
  });

  it('gives a yellow card one working day before the end and a red one when it is past', async () => {
    const c = await order('suggestion');
    life.at('2026-03-05T23:59:00+08:00');
    await life.refused(c, 'platform', card('yellow'), 'step_not_allowed', /紅黃牌警示提醒制度/);
    expect(await life.listed('platform', 'cards', [c])).toEqual([]);
    life.at('2026-03-06T00:00:00+08:00');
    expect(await life.listed('platform', 'cards', [c])).toEqual([0]);
    await life.refused(c, 'unit2', card('yellow'), 'role_not_allowed', /紅黃牌警示提醒制度/);
    await life.refused(c, 'platform', card('red'), 'step_not_allowed');
    await life.act(c, 'platform', card('yellow'));
    expect(await life.listed('platform', 'overdue', [c])).toEqual([]);
    life.at('2026-03-10T00:00:00+08:00');
    expect(await life.listed('platform', 'overdue', [c])).toEqual([0]);
    await life.act(c, 'platform', card('red'));
    await life.act(c, 'platform', {
      type: 'urge',
      urging: 'urg_scope_1',
      unit: '甲单位',
      person: '',
      progress: '逾期未办理',
    });
    expect(await life.clocks(c)).toEqual([
      'lim_suggest 2026-03-09 overdue',
      'lim_suggest 甲单位 2026-03-09 overdue',
      'lim_return 甲单位 2026-03-03 running soft',
      'lim_ext_request 2026-03-06 running soft',
    ]);
    await life.act(c, 'unit2', contact);
    await life.act(c, 'unit2', reply);
    await life.act(c, 'unit_head', signOff);
    await life.act(c, 'unit2', feedBack);
    expect(await life.entries(c)).toEqual([
      'registered | platform | ',
      'accepted | platform | category=suggestion noticeNumber=例L1受〔2026〕1号',
      'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'urged | platform | urging=urg_card level=yellow unit=甲单位 slipNumber=例L1督〔2026〕1号',
      'urged | platform | urging=urg_card level=red unit=甲单位 slipNumber=例L1督〔2026〕2号',
      'urged | platform | urging=urg_scope_1 unit=甲单位 slipNumber=例L1督〔2026〕3号',
      'recorded | unit2 | step=contact findings:已联系诉求人',
      'replied | unit2 | unit=甲单位',
      'recorded | unit_head | step=review_reply unit:甲单位 person:示例责任人 opinion:同意',
      'fed_back | unit2 | means=phone satisfaction=satisfied',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_suggest 2026-03-09 late',
      'lim_suggest 甲单位 2026-03-09 late',
      'lim_return 甲单位 2026-03-03 late soft',
      'lim_ext_request 2026-03-06 late soft',
    ]);
  });

  it('answers what is urgent on the same day, holiday or not', async () => {
    const c = await order('urgent', '2026-05-01T22:30:00+08:00');
    expect(await life.clocks(c)).toEqual([
      'lim_urgent 2026-05-01 running',
      'lim_urgent 甲单位 2026-05-01 running',
      'lim_return 甲单位 2026-05-06 running soft',
    ]);
    life.at('2026-05-02T00:00:00+08:00');
    expect(await life.clocks(c)).toEqual([
      'lim_urgent 2026-05-01 overdue',
      'lim_urgent 甲单位 2026-05-01 overdue',
      'lim_return 甲单位 2026-05-06 running soft',
    ]);
  });

  it('puts what crosses departments before the city’s leader', async () => {
    life.at('2026-03-02T09:00:00+08:00');
    const c = await life.register(record('2026-03-02T09:00:00+08:00'));
    await life.act(c, 'platform', accept('mode_submit'));
    const approve: Command = { type: 'approve', decision: 'agree', opinion: '请甲单位牵头办理' };
    await life.refused(c, 'city_leader', approve, 'step_not_allowed', /作出擬辦意見/);
    await life.refused(c, 'platform', assignTo(UNIT_A), 'step_not_allowed', /作出擬辦意見/);
    await life.act(c, 'platform', { type: 'record', step: 'draft_opinion', values: { opinion: '拟由甲单位牵头' } });
    await life.refused(c, 'platform', assignTo(UNIT_A), 'step_not_allowed', /呈報市政府負責同志批示/);
    await life.refused(c, 'platform', approve, 'role_not_allowed', /呈報市政府負責同志批示/);
    await life.act(c, 'city_leader', approve);
    await life.act(c, 'platform', assignTo(UNIT_A));
    expect(await life.entries(c)).toEqual([
      'registered | platform | ',
      'accepted | platform | category=mode_submit noticeNumber=例L1受〔2026〕1号',
      'recorded | platform | step=draft_opinion opinion:拟由甲单位牵头',
      'approved | city_leader | decision=agree',
      'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕1号',
    ]);
    const plain = await order('complaint');
    await life.refused(plain, 'city_leader', approve, 'step_not_allowed');
  });

  it('refuses on a ground of the text and on no other, and then only archives', async () => {
    life.at('2026-03-02T09:00:00+08:00');
    const c = await life.register(record('2026-03-02T09:00:00+08:00'));
    const refuse = (ground: string): Command => ({ type: 'refuse', ground, explanation: '已由法院立案' });
    await life.refused(c, 'platform', refuse('YN-8-1'), 'ground_unknown');
    await life.refused(c, 'unit2', refuse('SZ-3-2-4'), 'role_not_allowed', /不予受理事項/);
    await life.act(c, 'phone_centre', refuse('SZ-3-2-4'));
    await life.refused(c, 'platform', accept('complaint'), 'step_not_allowed', /诉讼、仲裁、行政复议/);
    await life.refused(c, 'platform', assignTo(UNIT_A), 'step_not_allowed', /诉讼、仲裁、行政复议/);
    await life.refused(c, 'platform', refuse('SZ-3-2-1'), 'already_done');
    await life.act(c, 'platform', archive);
    expect(await life.entries(c)).toEqual([
      'registered | platform | ',
      'refused | phone_centre | ground=SZ-3-2-4 noticeNumber=例L1不受〔2026〕1号',
      'archived | platform | ',
    ]);
    expect(await life.clocks(c)).toEqual([]);
  });

  it('hides a case from an officer who withdrew from it', async () => {
    const c = await order('complaint');
    await life.act(c, 'unit2', sign);
    const { id, name } = life.officerOf('unit_head');
    await life.act(c, 'platform', { type: 'recuse', officerId: id, name, reason: '与投诉事项有利害关系' });
    await life.refused(c, 'unit_head', signOff, 'not_found');
    await expect(life.file(c, 'unit_head')).rejects.toMatchObject({ code: 'not_found' });
    expect(await life.listed('unit_head', 'all', [c])).toEqual([]);
    expect(await life.listed('platform', 'all', [c])).toEqual([0]);
    const { number } = (await life.file(c, 'platform')).state;
    expect((await life.call('unit_head', 'search', { query: number })).rows).toEqual([]);
    expect((await life.call('platform', 'search', { query: number })).rows).toHaveLength(1);
    await life.refused(c, 'platform', { type: 'recuse', officerId: id, name, reason: '同上' }, 'already_done');
  });

  it('goes on with two reports of one matter as one case', async () => {
    const [first, second] = [await order('complaint'), await order('complaint')];
    const into = (intoCaseId: string): Command => ({ type: 'merge', intoCaseId, reason: '同一工地同一时段' });
    await life.refused(second, 'platform', into(second), 'merge_self');
    await life.refused(second, 'unit2', into(first), 'role_not_allowed');
    await life.act(second, 'platform', into(first));
    await life.refused(second, 'unit2', sign, 'step_not_allowed', /本案已并入/);
    await life.refused(first, 'platform', into(second), 'merge_refused');
    await life.act(second, 'platform', archive);
    await life.act(first, 'unit2', sign);
    expect([await life.entries(first), await life.entries(second)]).toEqual([
      [
        'registered | platform | ',
        'accepted | platform | category=complaint noticeNumber=例L1受〔2026〕1号',
        'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕1号',
        'absorbed | platform | ',
        'recorded | unit2 | step=sign',
      ],
      [
        'registered | platform | ',
        'accepted | platform | category=complaint noticeNumber=例L1受〔2026〕2号',
        'assigned | platform | unit=甲单位 slipNumber=例L1转〔2026〕2号',
        'merged | platform | ',
        'archived | platform | ',
      ],
    ]);
  });
});
