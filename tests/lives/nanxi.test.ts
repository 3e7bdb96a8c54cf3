import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A, UNIT_B } from './life.ts';

const START = '2026-03-02T09:00:00+08:00';
const step = (id: string, values: Record<string, string>): Command => ({ type: 'record', step: id, values });
const sign = step('sign', { by: '专人示例' });
const section = step('assign_section', { section: '承办科室' });
const handle = step('handle', { solution: '更正公开内容', opinion: '已更正' });
const review = step('review', { opinion: '同意上报' });
const reply: Command = { type: 'reply', opinion: '已更正' };
const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结' };
const feedBack: Command = { type: 'feed_back', means: 'phone', result: '已更正', satisfaction: 'satisfied' };
const handBack: Command = { type: 'return', rule: 'ret_main', reason: '不属本单位办理', basis: '', approvedBy: '' };

describe('南溪镇', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('nanxi');
  });
  afterAll(() => life.close());

  async function accepted(category: string, at = START): Promise<string> {
    life.at(at);
    const c = await life.register(recordOf('nanxi', at));
    await life.act(c, 'inspection', { type: 'accept', category });
    return c;
  }

  it('lets the unit hand a letter back within one working day, and gives the next unit its own days', async () => {
    const c = await accepted('general');
    await life.refused(c, 'unit', sign, 'step_not_allowed', /转相关单位办理/);
    await life.act(c, 'inspection', assignTo(UNIT_A));
    await life.refused(c, 'inspection', handBack, 'role_not_allowed', /申请退信/);
    await life.act(c, 'unit', sign);
    life.at('2026-03-03T16:00:00+08:00');
    await life.act(c, 'unit', handBack);
    await life.act(c, 'inspection', assignTo(UNIT_B));
    await life.refused(c, 'unit_leader', section, 'step_not_allowed', /由专人签收/);
    await life.act(c, 'unit', sign);
    life.at('2026-03-05T09:00:00+08:00');
    await life.refused(c, 'unit', handBack, 'too_late', /须在1个工作日内向监察室申请退信/);
    await life.act(c, 'unit_leader', section);
    await life.act(c, 'section', handle);
    await life.refused(c, 'unit', reply, 'step_not_allowed', /报本单位领导审核后/);
    await life.act(c, 'unit_leader', review);
    await life.act(c, 'unit', reply);
    await life.refused(c, 'unit', handBack, 'step_not_allowed', /申请退信/);
    await life.refused(c, 'unit', feedBack, 'consent_required');
    await life.act(c, 'inspection', feedBack);
    await life.act(c, 'inspection', close);
    await life.act(c, 'inspection', { type: 'archive', note: '', items: ['办结的政务公开信件原始材料'] });
    expect(await life.entries(c)).toMatchInlineSnapshot(`
      [
        "registered | inspection | ",
        "accepted | inspection | category=general noticeNumber=例L1受〔2026〕1号",
        "assigned | inspection | unit=甲单位 slipNumber=例L1转〔2026〕1号",
        "recorded | unit | step=sign by:专人示例",
        "returned | unit | rule=ret_main unit=甲单位",
        "assigned | inspection | unit=乙单位 slipNumber=例L1转〔2026〕2号",
        "recorded | unit | step=sign by:专人示例",
        "recorded | unit_leader | step=assign_section section:承办科室",
        "recorded | section | step=handle solution:更正公开内容 opinion:已更正",
        "recorded | unit_leader | step=review opinion:同意上报",
        "replied | unit | unit=乙单位",
        "fed_back | inspection | means=phone satisfaction=satisfied",
        "closed | inspection | outcome=resolved verified=true",
        "archived | inspection | ",
      ]
    `);
    expect(await life.clocks(c)).toMatchInlineSnapshot(`
      [
        "lim_forward 2026-03-03 met",
        "lim_general 2026-03-09 met",
        "lim_general 甲单位 2026-03-09 met",
        "lim_general 乙单位 2026-03-10 met",
        "lim_return 甲单位 2026-03-03 met soft",
        "lim_return 乙单位 2026-03-04 late soft",
        "lim_feedback 2026-03-06 met",
      ]
    `);
  });

  it('answers at once what can be answered, changes the category once, and moves the end to what was promised', async () => {
    const instant = await accepted('instant');
    await life.act(instant, 'unit', feedBack);
    await life.act(instant, 'inspection', close);

    const c = await accepted('general', '2026-03-16T09:00:00+08:00');
    const complex: Command = { type: 'reclassify', category: 'complex', reason: '疑难' };
    await life.refused(c, 'unit', complex, 'role_not_allowed');
    await life.act(c, 'inspection', complex);
    await life.refused(c, 'inspection', { ...complex, category: 'general' }, 'already_done', /只能调整1次/);
    expect(await life.clocks(c)).toContain('lim_complex 2026-03-30 running');
    life.at('2026-03-31T09:00:00+08:00');
    expect(await life.clocks(c)).toContain('lim_complex 2026-03-30 overdue');
    await life.act(c, 'inspection', { type: 'extend', promisedDate: '2026-04-10', reason: '取证', notified: '电话' });
    expect(await life.clocks(c)).toContain('lim_complex 2026-04-10 running');
  });

  it('asks for a plan, a reason or a lead where the unit cannot solve it alone or in time', async () => {
    const wanted = [
      ['not_in_time', /应说明解决的工作计划/],
      ['cannot', /应充分说明理由/],
    ] as const;
    for (const [category, words] of wanted) {
      const c = await accepted(category, '2026-04-01T09:00:00+08:00');
      await life.act(c, 'inspection', assignTo(UNIT_A));
      for (const [role, command] of [
        ['unit', sign],
        ['unit_leader', section],
        ['section', handle],
      ] as const)
        await life.act(c, role, command);
      await life.refused(c, 'unit', reply, 'step_not_allowed', words);
    }
  });
});
