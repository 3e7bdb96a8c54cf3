import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A } from './life.ts';

const START = '2026-03-02T09:00:00+08:00';
const submit: Command = { type: 'record', step: 'submit', values: { opinion: '拟请有关处室查办' } };
const approve: Command = { type: 'approve', decision: 'agree', opinion: '同意' };
const feedBack: Command = { type: 'feed_back', means: 'phone', result: '已告知', satisfaction: null };
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '查结' };
const archive: Command = { type: 'archive', note: '', items: ['有关资料'] };
const ask = (promisedDate: string): Command => ({ type: 'request_extension', promisedDate, reason: '情况复杂' });
const decision = (word: 'agree' | 'refuse'): Command => ({
  type: 'decide_extension',
  decision: word,
  opinion: '阅',
  notified: '',
});

describe('成都市局', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('chengdu');
  });
  afterAll(() => life.close());

  async function registered(): Promise<string> {
    life.at(START);
    return life.register(recordOf('chengdu', START, { fields: { f_nature: '服务质量', f_named: true } }));
  }

  it('goes from the form to the archive, and no step before the one that stands before it', async () => {
    const c = await registered();
    await life.act(c, 'inspection', { type: 'accept', category: 'superior' });
    await life.refused(c, 'leader', approve, 'step_not_allowed', /提出拟办意见,送分管领导阅批/);
    await life.refused(c, 'leader', submit, 'role_not_allowed', /呈报/);
    await life.act(c, 'inspection', submit);
    await life.refused(c, 'inspection', submit, 'already_done', /呈报/);
    await life.act(c, 'leader', approve);
    await life.act(c, 'inspection', assignTo(UNIT_A));
    await life.refused(c, 'inspection', feedBack, 'step_not_allowed', /应在30日内办理完毕/);
    await life.act(c, 'unit', { type: 'reply', opinion: '已查办' });
    await life.act(c, 'inspection', feedBack);
    await life.refused(c, 'inspection', close, 'step_not_allowed', /应书面及时报告/);
    await life.act(c, 'inspection', {
      type: 'record',
      step: 'report_superior',
      values: { to: '上级机关', report: '查办情况' },
    });
    await life.act(c, 'inspection', close);
    await life.act(c, 'inspection', archive);
    await life.refused(c, 'inspection', archive, 'already_done', /整理归档/);
    expect(await life.entries(c)).toMatchInlineSnapshot(`
      [
        "registered | inspection | ",
        "accepted | inspection | category=superior noticeNumber=例L1受〔2026〕1号",
        "recorded | inspection | step=submit opinion:拟请有关处室查办",
        "approved | leader | decision=agree",
        "assigned | inspection | unit=甲单位 slipNumber=例L1转〔2026〕1号",
        "replied | unit | unit=甲单位",
        "fed_back | inspection | means=phone",
        "recorded | inspection | step=report_superior to:上级机关 report:查办情况",
        "closed | inspection | outcome=resolved verified=true",
        "archived | inspection | ",
      ]
    `);
    expect(await life.clocks(c)).toMatchInlineSnapshot(`
      [
        "lim_register - met",
        "lim_opinion 2026-03-02 met",
        "lim_tell 2026-03-04 met",
        "lim_superior - met",
      ]
    `);
  });

  it('puts the end off only by leave of the leader, by thirty days at most, and not after the end', async () => {
    const c = await registered();
    await life.act(c, 'inspection', { type: 'accept', category: 'normal' });
    await life.refused(c, 'leader', ask('2026-04-20'), 'role_not_allowed', /经领导批准/);
    await life.refused(c, 'unit', ask('2026-06-01'), 'extension_too_long');
    await life.act(c, 'unit', ask('2026-04-20'));
    await life.refused(c, 'unit', ask('2026-04-21'), 'extension_pending', /经领导批准/);
    await life.refused(c, 'unit', decision('agree'), 'role_not_allowed', /经领导批准/);
    await life.act(c, 'leader', decision('refuse'));
    expect(await life.clocks(c)).toContain('lim_handle 2026-04-01 running');
    await life.act(c, 'unit', ask('2026-04-20'));
    await life.act(c, 'leader', decision('agree'));
    expect(await life.clocks(c)).toContain('lim_handle 2026-04-20 running');
    const late = await registered();
    await life.act(late, 'inspection', { type: 'accept', category: 'normal' });
    life.at('2026-04-02T09:00:00+08:00');
    expect(await life.clocks(late)).toContain('lim_handle 2026-04-01 overdue');
    await life.refused(late, 'unit', ask('2026-04-20'), 'too_late', /延期不得超过30日/);
  });

  it('hands over within five days what is not its own, and files it only then', async () => {
    const c = await registered();
    await life.act(c, 'inspection', { type: 'refuse', ground: 'CD-6-3', explanation: '属他局' });
    await life.refused(c, 'inspection', archive, 'step_not_allowed', /应在5日内移交有管辖权的部门/);
    expect(await life.clocks(c)).toContain('lim_transfer 2026-03-09 running');
    const transfer: Command = { type: 'record', step: 'transfer', values: { to: '某局', told: '' } };
    expect((await life.refused(c, 'inspection', transfer, 'required')).fields).toEqual(['values.told required']);
    life.at('2026-03-05T09:00:00+08:00');
    await life.act(c, 'inspection', { ...transfer, values: { to: '某局', told: '电话告知' } });
    expect(await life.clocks(c)).toContain('lim_transfer 2026-03-09 met');
    await life.act(c, 'inspection', archive);
  });
});
