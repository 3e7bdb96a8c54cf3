import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A, UNIT_B } from './life.ts';

const accept = (category: string): Command => ({ type: 'accept', category });
const approve: Command = { type: 'approve', decision: 'agree', opinion: '请窗口办理' };
const reply: Command = { type: 'reply', opinion: '已办理' };
const feedBack: Command = { type: 'feed_back', means: 'phone', result: '已告知', satisfaction: 'satisfied' };
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结' };
const archive: Command = { type: 'archive', note: '' };

describe('唐河', () => {
  let life: Life;
  beforeEach(async () => {
    life = await openLife('tanghe');
  });
  afterEach(() => life.close());

  async function registered(at: string, more: Partial<ComplaintRecord> = {}): Promise<string> {
    life.at(at);
    const record = recordOf('tanghe', at, { fields: { f_item: '不动产登记' }, ...more });
    return life.register(record, { signature: record.channel === 'in_person' });
  }

  it('asks for the item, the window and the facts, and in the hall for a signature', async () => {
    life.at('2026-03-02T09:00:00+08:00');
    const record = recordOf('tanghe', '2026-03-02T09:00:00+08:00', { channel: 'in_person', narrative: '' });
    expect(await life.notRegistered({ ...record, respondent: { ...record.respondent, unit: '' } })).toEqual([
      'fields.f_item required',
      'respondent.unit required',
      'narrative required',
    ]);
    const whole = { ...record, narrative: '示例', fields: { f_item: '不动产登记' } };
    expect(await life.notRegistered(whole)).toEqual(['signature signature_required']);
  });

  it('takes a complaint in the hall from the signature to the archive, with a second signature on the answer', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00', { channel: 'in_person' });
    await life.act(c, 'intake_officer', accept('general'));
    await life.refused(c, 'ducha', assignTo(UNIT_A), 'step_not_allowed', /报经中心分管领导阅批后/);
    await life.act(c, 'leader', { ...approve, decision: 'return' } as Command);
    await life.act(c, 'intake_officer', { type: 'investigate', text: '已询问窗口' });
    await life.act(c, 'leader', approve);
    await life.act(c, 'ducha', assignTo(UNIT_A));
    life.at('2026-03-03T09:00:00+08:00');
    await life.act(c, 'ducha', assignTo(UNIT_B));
    await life.refused(c, 'ducha', feedBack, 'step_not_allowed', /回复意见/);
    await life.refused(c, 'ducha', reply, 'role_not_allowed', /回复意见/);
    life.at('2026-03-05T16:00:00+08:00');
    await life.act(c, 'window_chief', reply);
    expect(await life.clocks(c)).toEqual(['lim_general 2026-03-05 met', 'lim_feedback 2026-03-06 running']);
    await life.refused(c, 'ducha', { ...feedBack, means: 'in_person' } as Command, 'signature_required');
    await life.feedBackSigned(c, 'ducha', '已更正登记', 'very_satisfied');
    await life.act(c, 'ducha', close);
    await life.refused(c, 'leader', archive, 'role_not_allowed', /做好档案保存/);
    await life.act(c, 'ducha', archive);
    expect(await life.entries(c)).toEqual([
      'registered | ducha | ',
      'signed | ducha | ',
      'accepted | intake_officer | category=general noticeNumber=例L1受〔2026〕1号',
      'approved | leader | decision=return',
      'investigated | intake_officer | ',
      'approved | leader | decision=agree',
      'assigned | ducha | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'assigned | ducha | unit=乙单位 slipNumber=例L1转〔2026〕2号',
      'replied | window_chief | unit=乙单位',
      'fed_back | ducha | means=in_person satisfaction=very_satisfied',
      'closed | ducha | outcome=resolved verified=true',
      'archived | ducha | ',
    ]);
    expect(await life.clocks(c)).toEqual(['lim_general 2026-03-05 met', 'lim_feedback 2026-03-06 met']);
  });

  it('lets the unit answer itself only when the citizen agreed', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00', { channel: 'web' });
    await life.act(c, 'ducha', accept('complex'));
    await life.act(c, 'leader', approve);
    await life.act(c, 'ducha', assignTo(UNIT_A));
    await life.act(c, 'unit', reply);
    await life.refused(c, 'unit', feedBack, 'consent_required');
    await life.refused(c, 'unit', { ...feedBack, consent: false } as Command, 'consent_required');
    await life.refused(c, 'ducha', { ...feedBack, satisfaction: null } as Command, 'required');
    await life.act(c, 'unit', { ...feedBack, consent: true } as Command);
    const visit: Command = { type: 'follow_up', means: 'web', satisfaction: null, opinion: '无' };
    await life.refused(c, 'unit', visit, 'role_not_allowed', /定期进行回访/);
    await life.act(c, 'ducha', close);
    await life.act(c, 'ducha', visit);
    await life.act(c, 'ducha', archive);
    expect(await life.entries(c)).toEqual([
      'registered | ducha | ',
      'accepted | ducha | category=complex noticeNumber=例L1受〔2026〕1号',
      'approved | leader | decision=agree',
      'assigned | ducha | unit=甲单位 slipNumber=例L1转〔2026〕1号',
      'replied | unit | unit=甲单位',
      'fed_back | unit | means=phone satisfaction=satisfied consent=true',
      'closed | ducha | outcome=resolved verified=true',
      'followed_up | ducha | means=web',
      'archived | ducha | ',
    ]);
    expect(await life.clocks(c)).toEqual(['lim_complex 2026-03-11 met', 'lim_feedback 2026-03-03 met']);
  });

  it('is overdue after three working days, and takes a promised date as the new end', async () => {
    const c = await registered('2026-03-02T09:00:00+08:00');
    await life.act(c, 'intake_officer', accept('general'));
    life.at('2026-03-06T00:00:00+08:00');
    expect(await life.listed('ducha', 'overdue', [c])).toEqual([0]);
    const extend: Command = { type: 'extend', promisedDate: '2026-03-16', reason: '须调档', notified: '已电话告知' };
    await life.refused(c, 'leader', extend, 'role_not_allowed', /承诺办理期限/);
    await life.refused(c, 'ducha', { ...extend, promisedDate: '2026-03-05' } as Command, 'invalid');
    await life.act(c, 'ducha', extend);
    expect(await life.listed('ducha', 'overdue', [c])).toEqual([]);
    expect(await life.clocks(c)).toEqual(['lim_general 2026-03-16 running']);
  });

  it('keeps an anonymous complaint to its end without an answer to give', async () => {
    const empty = recordOf('tanghe', '2026-03-02T09:00:00+08:00').complainant;
    const c = await registered('2026-03-02T09:00:00+08:00', {
      channel: 'letter',
      complainant: { ...empty, type: 'anonymous', name: '', phone: '', address: '' },
    });
    await life.refused(c, 'ducha', { type: 'refuse', ground: 'x', explanation: '' }, 'no_refusal_in_regime', /阅处/);
    await life.act(c, 'intake_officer', accept('instant'));
    await life.act(c, 'intake_officer', { ...feedBack, means: 'impossible', satisfaction: null } as Command);
    await life.act(c, 'ducha', close);
    await life.act(c, 'ducha', archive);
    expect(await life.entries(c)).toEqual([
      'registered | ducha | ',
      'accepted | intake_officer | category=instant noticeNumber=例L1受〔2026〕1号',
      'fed_back | intake_officer | means=impossible',
      'closed | ducha | outcome=resolved verified=true',
      'archived | ducha | ',
    ]);
  });
});
