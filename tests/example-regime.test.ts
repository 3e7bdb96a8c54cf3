import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { applyEntry } from '../domain/case-file/apply.ts';
import { decide } from '../domain/case-file/decide.ts';
import type { DecideContext } from '../domain/case-file/decide-context.ts';
import type { CaseState } from '../domain/case-file/state.ts';
import type { Command } from '../domain/contract/commands.ts';
import { DeskError } from '../domain/contract/errors.ts';
import { emptyRecord } from '../domain/contract/record.ts';
import { clocksOf } from '../domain/regimes/clocks.ts';
import { validateIntake } from '../domain/regimes/intake.ts';
import { lintProfileText, parseProfile } from '../domain/regimes/profile.ts';
import { ChainBuilder } from './builders/entries.ts';

/** docs/regimes.md and its example are what a county's clerk copies: what they show must hold. */
const text = readFileSync(new URL('../docs/examples/qinghe.yaml', import.meta.url), 'utf8');
const guide = readFileSync(new URL('../docs/regimes.md', import.meta.url), 'utf8');
const profile = parseProfile(text, 'qinghe.yaml');

const unit = { id: 'w1', name: '婚姻登记窗口', station: null };
const record = {
  ...emptyRecord('qinghe', '2026-03-02T09:00:00+08:00'),
  channel: 'phone' as const,
  complainant: { ...emptyRecord('qinghe', '').complainant, name: '示例', phone: '13800000000' },
  respondent: { unit: unit.name, window_no: '', staff: '' },
  request: '请说明材料要求',
  narrative: '来了两次，每次要的材料不一样。',
};

/** One case, acted on by roles at moments, through `decide` and the fold. */
class Case {
  readonly #chain = new ChainBuilder('QH01');
  state: CaseState;

  constructor() {
    this.state = applyEntry(null, this.#chain.register(record));
  }

  act(role: string, at: string, command: Command): this {
    const facts = decide(this.state, command, this.#context(role, at));
    for (const { kind, payload } of facts)
      this.state = applyEntry(this.state, this.#chain.add(kind, this.state.caseId, payload as never, { wallTime: at }));
    return this;
  }

  refusal(role: string, at: string, command: Command): { code: string; detail: string } {
    try {
      decide(this.state, command, this.#context(role, at));
    } catch (error) {
      if (error instanceof DeskError) return { code: error.code, detail: error.detail ?? '' };
      throw error;
    }
    throw new Error('allowed');
  }

  clock(limitId: string) {
    return clocksOf(profile, this.state, STATE_COUNCIL_CALENDAR).filter((c) => c.limitId === limitId);
  }

  #context(role: string, now: string): DecideContext {
    return {
      profile,
      officerId: role,
      roles: [role],
      unitName: null,
      nextPaperNumber: (paper) => `${paper} 1`,
      signed: null,
      target: null,
      now,
      calendar: STATE_COUNCIL_CALENDAR,
    };
  }
}

const at = (day: number, time = '10:00') => `2026-03-${String(day).padStart(2, '0')}T${time}:00+08:00`;
const assign: Command = { type: 'assign', unit, mode: 'handle', opinion: '请办' };
const sign: Command = { type: 'record', step: 'sign', values: { by: '示例' } };
const check: Command = { type: 'record', step: 'check', values: { opinion: '同意' } };
const handBack: Command = {
  type: 'return',
  rule: 'ret_unit',
  reason: '不属于本窗口职责',
  basis: '三定方案',
  approvedBy: '',
};

function assigned(): Case {
  return new Case()
    .act('office', at(2), { type: 'accept', category: 'general' })
    .act('leader', at(2), { type: 'approve', decision: 'agree', opinion: '同意' })
    .act('office', at(2), assign);
}

describe('the example of a fourteenth county', () => {
  it('has nothing to mend, and asks for what it needs at the desk', () => {
    expect(lintProfileText(text).filter((line) => line.severity === 'error')).toEqual([]);
    expect(validateIntake(profile, record)).toEqual([]);
    expect(validateIntake(profile, { ...record, narrative: ' ' })).toEqual([{ path: 'narrative', code: 'required' }]);
  });

  it('takes a case from intake to archive, each step by its own role', () => {
    const life = assigned();
    expect(life.refusal('unit', at(3), { type: 'reply', opinion: '已办' }).detail).toContain('签收');
    life.act('unit', at(3), sign).act('unit', at(4), { type: 'reply', opinion: '已道歉并列出清单' });
    const early: Command = { type: 'feed_back', means: 'phone', result: '已告知', satisfaction: null };
    expect(life.refusal('office', at(4), early).detail).toContain('回复须经承办窗口负责人审核');
    life.act('unit_head', at(4), check).act('office', at(5), early);
    const close: Command = { type: 'close', outcome: 'resolved', verified: 'true', summary: '办结' };
    expect(life.refusal('office', at(5), close).code).toBe('review_required');
    const review = ['c_facts', 'c_told'].map((id) => ({ id, holds: true, note: '' }));
    life.act('office', at(5), { ...close, review }).act('office', at(6), { type: 'archive', note: '' });
    expect(life.state.status).toBe('archived');
    expect(life.clock('lim_general').map((c) => [c.scope, c.due, c.state])).toEqual([
      ['case', '2026-03-09', 'met'],
      ['holder', '2026-03-09', 'met'],
    ]);
  });

  it('takes a case back from the wrong window in time, and never restarts the clock of the citizen', () => {
    const life = assigned();
    expect(life.refusal('unit', at(3), handBack)).toMatchObject({ code: 'required' });
    expect(life.refusal('unit_head', at(4), handBack).code).toBe('too_late');
    expect(life.refusal('unit_head', at(4), handBack).detail).toContain('逾期不退的，视为接受');
    life.act('unit_head', at(3), handBack).act('office', at(4), assign);
    expect(life.clock('lim_general').map((c) => [c.scope, c.due])).toEqual([
      ['case', '2026-03-09'],
      ['holder', '2026-03-09'],
      ['holder', '2026-03-11'],
    ]);
  });

  it('lets the leader alone grant one more week, asked for in time', () => {
    const wish: Command = { type: 'request_extension', promisedDate: '2026-03-16', reason: '须外调' };
    const life = assigned().act('unit', at(3), sign);
    expect(life.refusal('unit', at(9), wish).code).toBe('too_late');
    expect(life.refusal('unit', at(5), { ...wish, promisedDate: '2026-03-17' }).code).toBe('extension_too_long');
    const grant: Command = { type: 'decide_extension', decision: 'agree', opinion: '同意', notified: '电话' };
    life.act('unit', at(5), wish);
    expect(life.refusal('office', at(6), grant).code).toBe('role_not_allowed');
    life.act('leader', at(6), grant);
    expect(life.clock('lim_general')[0]?.due).toBe('2026-03-16');
    expect(life.refusal('unit', at(10), wish).code).toBe('extension_used');
  });

  it('refuses on a ground that tells the citizen where to go', () => {
    const life = new Case().act('counter', at(2), { type: 'refuse', ground: 'QH-2', explanation: '' });
    expect(life.state.refused?.groundText).toBe('已经由信访、复议或者诉讼处理的');
    life.act('office', at(3), { type: 'archive', note: '' });
    expect(life.state.status).toBe('archived');
  });
});

describe('the guide', () => {
  const fragments = [...guide.matchAll(/```yaml\n# profile: (\w+)\n([\s\S]*?)```/g)];

  it('shows fragments', () => expect(fragments.length).toBeGreaterThan(2));

  it.each(fragments.map((found) => [found[1] ?? '', found[2] ?? '']))(
    'shows %s as a profile takes it',
    (part, yaml) => {
      const whole = parse(text) as Record<string, unknown[]>;
      const shown = parse(yaml) as Record<string, unknown>[];
      const key = part === 'workflow' ? 'step' : 'id';
      const others = (whole[part] as Record<string, unknown>[]).filter((o) => !shown.some((s) => s[key] === o[key]));
      // In its place among the others: the order of a workflow counts.
      const place = (whole[part] as Record<string, unknown>[]).findIndex((o) => o[key] === shown[0]?.[key]);
      const list = place < 0 ? [...others, ...shown] : [...others.slice(0, place), ...shown, ...others.slice(place)];
      expect(() => parseProfile(stringify({ ...whole, [part]: list }), 'guide')).not.toThrow();
    },
  );
});
