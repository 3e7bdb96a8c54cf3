import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { assignTo, type Life, openLife, recordOf, UNIT_A } from './life.ts';

const START = '2026-03-02T09:00:00+08:00';
const reward: Command = {
  type: 'record',
  step: 'reward',
  values: { code: 'J-01', rule: '省奖励办法', reward: '500元' },
};
const close = (verified: 'true' | 'false'): Command => ({
  type: 'close',
  outcome: 'resolved',
  verified,
  summary: '办结',
});

describe('质量技术监督局', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('zhijian');
  });
  afterAll(() => life.close());

  it.each(['true', 'false'] as const)(
    'goes by the office and the leader; a reward only if verified: %s',
    async (verified) => {
      life.at(START);
      const c = await life.register(recordOf('zhijian', START));
      await life.refused(c, 'unit', { type: 'accept', category: 'by_area' }, 'role_not_allowed', /局领导审批|办公室/);
      await life.act(c, 'office', { type: 'accept', category: 'by_area' });
      await life.refused(c, 'office', assignTo(UNIT_A), 'step_not_allowed', /经局领导审批后/);
      await life.act(c, 'leader', { type: 'approve', decision: 'agree', opinion: '同意' });
      await life.act(c, 'office', assignTo(UNIT_A));
      await life.act(c, 'unit', { type: 'reply', opinion: '已查处' });
      await life.refused(c, 'unit', { type: 'reply', opinion: '已查处' }, 'already_done');
      await life.act(c, 'unit', { type: 'feed_back', means: 'phone', result: '已查处', satisfaction: null });
      await life.refused(c, 'office', reward, 'step_not_allowed');
      await life.act(c, 'office', close(verified));
      if (verified === 'true') await life.act(c, 'office', reward);
      else await life.refused(c, 'office', reward, 'step_not_allowed');
      await life.act(c, 'office', { type: 'archive', note: '', items: ['办理的案件材料', '办理结果'] });
      const reported =
        verified === 'true' ? ['recorded | office | step=reward code:J-01 rule:省奖励办法 reward:500元'] : [];
      expect((await life.entries(c)).slice(1)).toEqual([
        expect.stringMatching(/^accepted \| office \| category=by_area noticeNumber=/),
        'approved | leader | decision=agree',
        expect.stringMatching(/^assigned \| office \| unit=甲单位 slipNumber=/),
        'replied | unit | unit=甲单位',
        'fed_back | unit | means=phone',
        `closed | office | outcome=resolved verified=${verified}`,
        ...reported,
        'archived | office | ',
      ]);
    },
  );
});
