import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { heldEnclosures } from '../../domain/regimes/held-enclosures.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A, UNIT_B } from './life.ts';

const accept = (category: string): Command => ({ type: 'accept', category });
const approve: Command = { type: 'approve', decision: 'agree', opinion: '请甲单位核实处理' };
const reply: Command = { type: 'reply', opinion: '结案材料' };
const feedBack: Command = { type: 'feed_back', means: 'in_person', result: '已见面说明', satisfaction: null };
const criteria = ['cr_1', 'cr_2', 'cr_3', 'cr_4', 'cr_5', 'cr_6'];
const review = criteria.map((id) => ({ id, holds: true, note: '' }));
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结', review };
const archive: Command = { type: 'archive', note: '', items: ['结案材料'] };
const urge: Command = { type: 'urge', urging: 'urg_3d', unit: '甲单位', person: '示例承办人', progress: '正在核实' };

describe('社区事务受理中心', () => {
  let life: Life;
  beforeEach(async () => {
    life = await openLife('shequ');
  });
  afterEach(() => life.close());

  async function registered(at: string, more: Partial<ComplaintRecord> = {}): Promise<string> {
    life.at(at);
    return life.register(recordOf('shequ', at, more));
  }

  it('asks for name, home, problem and wish, and of a letter what was in it', async () => {
    const record = recordOf('shequ', '2026-03-02T09:00:00+08:00', { channel: 'letter', request: '' });
    const complainant = { ...record.complainant, name: '', address: '' };
    expect(await life.notRegistered({ ...record, complainant })).toEqual([
      'complainant.name required',
      'complainant.address required',
      'request required',
      'fields.f_enclosure required',
    ]);
  });

  it('closes a complaint only after each of the six criteria was answered', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.act(c, 'window', accept('general'));
    await life.refused(c, 'window', assignTo(UNIT_A), 'step_not_allowed', /立即交由中心领导阅处/);
    await life.refused(c, 'window', approve, 'role_not_allowed', /中心领导根据问题的性质/);
    await life.act(c, 'leader', approve);
    life.at('2026-03-03T09:00:00+08:00');
    await life.act(c, 'window', assignTo(UNIT_A));
    life.at('2026-03-05T09:00:00+08:00');
    await life.act(c, 'window', assignTo(UNIT_B));
    expect(await life.clocks(c)).toEqual([
      'lim_general 2026-03-23 running',
      'lim_general 甲单位 2026-03-24 met',
      'lim_general 乙单位 2026-03-26 running',
      'lim_to_leader - met',
      'lim_urge 2026-03-20 running soft',
    ]);
    await life.refused(c, 'unit', feedBack, 'step_not_allowed', /结案材料上报交办单位/);
    life.at('2026-03-20T10:00:00+08:00');
    await life.refused(c, 'unit', urge, 'role_not_allowed', /前三天对尚未办结的投诉件/);
    await life.act(c, 'window', urge);
    life.at('2026-03-24T00:00:00+08:00');
    expect(await life.listed('window', 'overdue', [c])).toEqual([0]);
    await life.act(c, 'unit', { type: 'investigate', text: '已核实' });
    await life.act(c, 'unit', reply);
    await life.act(c, 'unit', feedBack);
    await life.refused(c, 'unit', close, 'role_not_allowed', /逐项认真审查/);
    await life.refused(
      c,
      'window',
      { ...close, review: review.slice(0, 5) },
      'review_required',
      /不服正确处理的投诉人/,
    );
    const unclear = [{ id: 'cr_1', holds: false, note: '' }, ...review.slice(1)];
    await life.refused(c, 'window', { ...close, review: unclear }, 'review_required', /事实是否清楚/);
    await life.act(c, 'window', close);
    await life.act(c, 'window', archive);
    expect(await life.entries(c)).toEqual([
      'registered | window | ',
      'accepted | window | category=general noticeNumber=例L1受〔2026〕1号',
      'approved | leader | decision=agree',
      'assigned | window | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'assigned | window | unit=乙单位 slipNumber=例L1转〔2026〕2号',
      'urged | window | urging=urg_3d unit=甲单位 slipNumber=例L1催〔2026〕1号',
      'investigated | unit | ',
      'replied | unit | unit=乙单位',
      'fed_back | unit | means=in_person',
      'closed | window | outcome=resolved verified=true',
      'archived | window | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_general 2026-03-23 late',
      'lim_general 甲单位 2026-03-24 met',
      'lim_general 乙单位 2026-03-26 met',
      'lim_to_leader - met',
      'lim_urge 2026-03-20 met soft',
    ]);
  });

  it('sends a letter on without the leader, tells its writer, and gives back by post what was enclosed', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00', {
      channel: 'letter',
      enclosures: [{ kind: 'original', name: '户口簿', count: 1 }],
    });
    await life.act(c, 'office', accept('letter'));
    await life.act(c, 'office', assignTo(UNIT_A));
    await life.refused(c, 'unit', reply, 'step_not_allowed', /通知来信人/);
    await life.act(c, 'office', { type: 'record', step: 'notify_writer', values: { means: '电话' } });
    await life.act(c, 'unit', reply);
    await life.act(c, 'office', { ...feedBack, means: 'letter' } as Command);
    await life.refused(c, 'window', close, 'step_not_allowed', /用挂号信及时退还来信人/);
    const giveBack = (returned_on: string): Command => ({
      type: 'record',
      step: 'return_enclosures',
      values: { what: '户口簿', to: '示例来信人', post: '挂号示例1号', returned_on },
    });
    await life.refused(c, 'office', giveBack('明天'), 'invalid');
    await life.act(c, 'office', giveBack('2026-03-03'));
    await life.act(c, 'window', close);
    await life.act(c, 'office', archive);
    expect(await life.entries(c)).toEqual([
      'registered | window | ',
      'accepted | office | category=letter noticeNumber=例L1受〔2026〕1号',
      'assigned | office | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'recorded | office | step=notify_writer means:电话',
      'replied | unit | unit=甲单位',
      'fed_back | office | means=letter',
      'recorded | office | step=return_enclosures what:户口簿 to:示例来信人 post:挂号示例1号 returned_on:2026-03-03',
      'closed | window | outcome=resolved verified=true',
      'archived | office | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_letter 2026-03-23 met',
      'lim_letter 甲单位 2026-03-23 met',
      'lim_to_leader - met',
      'lim_urge 2026-03-20 met soft',
    ]);
  });

  it('holds what was enclosed until all of it is back: a part does not close the case, and is written early', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00', {
      channel: 'letter',
      enclosures: [
        { kind: 'original', name: '户口簿', count: 1 },
        { kind: 'cash', name: '', count: 1, amount: '100.00' },
      ],
    });
    const held = async () => {
      const { state } = await life.file(c);
      const { profile } = await life.call('office', 'intake.regime', { caseId: c });
      return heldEnclosures(profile, state);
    };
    await life.act(c, 'office', accept('letter'));
    expect(await held()).toMatchObject({ items: [{ name: '户口簿' }, { amount: '100.00' }], parts: [] });
    const part = { what: '户口簿', to: '示例来信人', returned_on: '2026-03-02' };
    await life.act(c, 'window', { type: 'record', step: 'return_part', values: part });
    expect((await held())?.parts.map(({ mark }) => mark.values)).toEqual([part]);
    await life.act(c, 'office', assignTo(UNIT_A));
    await life.act(c, 'office', { type: 'record', step: 'notify_writer', values: { means: '电话' } });
    await life.act(c, 'unit', reply);
    await life.act(c, 'office', { ...feedBack, means: 'letter' } as Command);
    await life.refused(c, 'window', close, 'step_not_allowed', /用挂号信及时退还来信人/);
    const rest = { what: '现金100元', to: '示例来信人', post: '挂号示例2号', returned_on: '2026-03-02' };
    await life.act(c, 'office', { type: 'record', step: 'return_enclosures', values: rest });
    expect(await held()).toBeNull();
    await life.act(c, 'window', close);
  });

  it('gives back what was enclosed in a letter whose matter goes on in another case', async () => {
    const at = '2026-03-02T09:00:00+08:00';
    const first = await registered(at, { channel: 'letter', fields: { f_enclosure: '无' } });
    const second = await registered(at, {
      channel: 'letter',
      enclosures: [{ kind: 'cash', name: '', count: 1, amount: '50.00' }],
    });
    for (const c of [first, second]) await life.act(c, 'office', accept('letter'));
    await life.act(second, 'office', { type: 'merge', intoCaseId: first, reason: '同一事项' });
    await life.refused(second, 'office', archive, 'step_not_allowed', /用挂号信及时退还来信人/);
    const values = { what: '现金50元', to: '示例来信人', post: '挂号示例3号', returned_on: '2026-03-02' };
    await life.act(second, 'office', { type: 'record', step: 'return_enclosures', values });
    await life.act(second, 'office', { type: 'archive', note: '' });
  });

  it('runs two clocks for what a superior instructs, and wants the report before the end', async () => {
    const c = await registered('2026-08-31T09:00:00+08:00', { channel: 'upstream' });
    await life.act(c, 'window', accept('instructed'));
    expect(await life.clocks(c)).toEqual([
      'lim_superior 2026-11-02 running',
      'lim_instructed 2026-11-02 running',
      'lim_instructed_given - no_date',
      'lim_to_leader - no_date',
      'lim_urge 2026-10-30 running soft',
    ]);
    const date: Command = { type: 'extend', promisedDate: '2026-11-30', reason: '批示的时限', notified: '已报' };
    await life.refused(c, 'unit', { ...date, promisedDate: '2026-08-01' } as Command, 'invalid');
    await life.act(c, 'window', date);
    expect(await life.clocks(c)).toEqual([
      'lim_superior 2026-11-02 running',
      'lim_instructed_given 2026-11-30 running',
      'lim_to_leader - no_date',
      'lim_urge 2026-11-27 running soft',
    ]);
    await life.act(c, 'leader', approve);
    await life.act(c, 'window', assignTo(UNIT_A));
    await life.act(c, 'unit', reply);
    await life.act(c, 'unit', feedBack);
    await life.refused(c, 'window', close, 'step_not_allowed', /二个月内汇报处理结果/);
    const tell: Command = { type: 'record', step: 'report_back', values: { to: '镇领导', content: '已办结' } };
    await life.refused(c, 'window', tell, 'role_not_allowed', /二个月内汇报处理结果/);
    await life.act(c, 'office', tell);
    await life.act(c, 'office', close);
    await life.act(c, 'office', archive);
    expect(await life.entries(c)).toEqual([
      'registered | window | ',
      'accepted | window | category=instructed noticeNumber=例L1受〔2026〕1号',
      'extended | window | promisedDate=2026-11-30',
      'approved | leader | decision=agree',
      'assigned | window | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'replied | unit | unit=甲单位',
      'fed_back | unit | means=in_person',
      'recorded | office | step=report_back to:镇领导 content:已办结',
      'closed | office | outcome=resolved verified=true',
      'archived | office | ',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_superior 2026-11-02 met',
      'lim_instructed_given 2026-11-30 met',
      'lim_to_leader - met',
      'lim_urge 2026-11-27 met soft',
    ]);
  });

  it('lets the leader put a case into another category, and nobody refuse one', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.refused(
      c,
      'window',
      { type: 'refuse', ground: 'x', explanation: '' },
      'no_refusal_in_regime',
      /逐件进行登记/,
    );
    await life.act(c, 'window', accept('general'));
    const complex: Command = { type: 'reclassify', category: 'complex', reason: '涉及面较广' };
    await life.refused(c, 'window', complex, 'role_not_allowed', /根据问题的性质/);
    await life.act(c, 'leader', complex);
    expect(await life.entries(c)).toEqual([
      'registered | window | ',
      'accepted | window | category=general noticeNumber=例L1受〔2026〕1号',
      'reclassified | leader | from=general category=complex',
    ]);
    expect(await life.clocks(c)).toEqual([
      'lim_complex 2026-05-06 running',
      'lim_to_leader - no_date',
      'lim_urge 2026-04-30 running soft',
    ]);
  });

  it('keeps a case from an officer who has an interest in it', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.act(c, 'window', accept('general'));
    const { id, name } = life.officerOf('unit');
    await life.act(c, 'window', { type: 'recuse', officerId: id, name, reason: '与投诉人有亲属关系' });
    await life.refused(c, 'unit', reply, 'not_found');
    expect(await life.listed('unit', 'all', [c])).toEqual([]);
    const { number } = (await life.file(c, 'window')).state;
    expect((await life.call('unit', 'search', { query: number })).rows).toEqual([]);
  });
});
