import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from '../calendar/holidays.ts';
import { applyEntry } from '../case-file/apply.ts';
import type { CaseState } from '../case-file/state.ts';
import type { CommandType } from '../contract/commands.ts';
import { type Entry, GENESIS_HASH, type NewFact } from '../contract/entries.ts';
import { type ComplaintRecord, recordSchema } from '../contract/record.ts';
import { checkPromisedDate, clockState, clocksOf, isOverdue, nextClock, nextDue } from './clocks.ts';
import { feedbackMayBeImpossible, feedbackRule } from './feedback.ts';
import { parseProfile } from './profile.ts';
import type { Profile } from './profile-schema.ts';
import { nextStep } from './steps.ts';
import { allowedActions } from './workflow.ts';

const folder = new URL('./profiles/', import.meta.url);
const profiles = readdirSync(folder).map((name) => parseProfile(readFileSync(new URL(name, folder), 'utf8'), name));
const raw: { id: string }[] = JSON.parse(
  readFileSync(new URL('../../tests/samples/complaints.json', import.meta.url), 'utf8'),
);
const records = new Map(raw.map((sample) => [sample.id, recordSchema.parse(sample)]));

function profileOf(id: string): Profile {
  const profile = profiles.find((p) => p.id === id);
  if (!profile) throw new Error(id);
  return profile;
}
function recordOf(id: string): ComplaintRecord {
  const record = records.get(id);
  if (!record) throw new Error(id);
  return record;
}

const CASE = '00000000-0000-7000-8000-000000000001';
function entryOf(fact: NewFact, at: string): Entry {
  const entry = {
    id: '00000000-0000-7000-8000-000000000002',
    caseId: CASE,
    stationId: 'TH03',
    stationSeq: 1,
    actor: { officerId: 'o', name: '示例', roles: [] },
    wallTime: at,
    baseRevision: 0,
    prevHash: GENESIS_HASH,
    hash: GENESIS_HASH,
  };
  return { ...entry, ...fact };
}
function begin(record: ComplaintRecord, at = record.received_at): CaseState {
  const payload = {
    number: 'TH03-20260302-0001-K',
    regime: { id: record.regime, version: '1' },
    stationName: '台',
    record,
  };
  return applyEntry(null, entryOf({ kind: 'registered', payload }, at));
}
const unit = { id: 'w3', name: '不动产登记窗口', station: 'TH12' };
const accepted = (category: string): NewFact => ({ kind: 'accepted', payload: { category, noticeNumber: '1' } });
const FACTS: Partial<Record<CommandType, NewFact>> = {
  investigate: { kind: 'investigated', payload: { text: '已问' } },
  approve: { kind: 'approved', payload: { decision: 'agree', opinion: '同意' } },
  assign: { kind: 'assigned', payload: { unit, mode: 'handle', opinion: '请办', slipNumber: '1' } },
  reply: { kind: 'replied', payload: { unit: unit.name, opinion: '已办' } },
  feed_back: { kind: 'fed_back', payload: { means: 'phone', result: '已告知', satisfaction: 'satisfied' } },
  close: { kind: 'closed', payload: { outcome: 'resolved', verified: 'true', summary: '办结' } },
  archive: { kind: 'archived', payload: { note: '' } },
  extend: { kind: 'extended', payload: { promisedDate: '2026-03-16', reason: '材料待查', notified: '电话' } },
  note: { kind: 'noted', payload: { text: '备注' } },
};
function factOf(profile: Profile, action: CommandType, category: string, step: string | null = null): NewFact {
  if (action === 'accept') return accepted(category);
  if (action === 'record') return { kind: 'recorded', payload: { step: step ?? '', name: '记录', values: {} } };
  const refusal = profile.acceptance.refusals[0];
  if (action === 'refuse' && refusal) {
    const payload = { ground: refusal.code, groundText: refusal.text, explanation: '', noticeNumber: '1' };
    return { kind: 'refused', payload };
  }
  const fact = FACTS[action];
  if (!fact) throw new Error(action);
  return fact;
}
function play(record: ComplaintRecord, category: string, steps: readonly [CommandType, string][]): CaseState {
  const profile = profileOf(record.regime);
  return steps.reduce(
    (state, [action, at]) => applyEntry(state, entryOf(factOf(profile, action, category), at)),
    begin(record),
  );
}
function offerOf(state: CaseState, action: CommandType, roles: string[]) {
  return allowedActions(profileOf(state.record.regime), state, roles).find((o) => o.action === action);
}
/** Actions whose fact needs nothing but the case itself. */
const isSimple = ({ action }: { action: CommandType }) =>
  action === 'accept' || action === 'refuse' || action === 'record' || action in FACTS;
/** The way of a case from here to its end, each step by the first of its roles. */
function playOut(profile: Profile, begun: CaseState, category: string): CaseState {
  let state = begun;
  for (let n = 0; ; n += 1) {
    const next = nextStep(profile, state);
    if (!next) return state;
    if (n > 20) throw new Error(`${profile.id} ${category} is stuck at ${next.step}`);
    const offer = allowedActions(profile, state, next.roles.slice(0, 1)).find(
      (o) => o.action === next.action && (o.action !== 'record' || o.step === next.step),
    );
    expect(offer, `${profile.id} ${category} ${next.step}`).toMatchObject({ allowed: true });
    const fact = factOf(profile, next.action, category, next.step);
    state = applyEntry(state, entryOf(fact, '2026-03-02T10:00:00+08:00'));
  }
}
const everyRole = (profile: Profile) => profile.roles.map((r) => r.id);

describe('the life of a case at 唐河', () => {
  const profile = profileOf('tanghe');
  const record = recordOf('tanghe-01');
  const life: [CommandType, string, string][] = [
    ['investigate', '2026-03-02T09:50:00+08:00', 'intake_officer'],
    ['accept', '2026-03-02T10:00:00+08:00', 'intake_officer'],
    ['approve', '2026-03-02T15:00:00+08:00', 'leader'],
    ['assign', '2026-03-03T09:00:00+08:00', 'ducha'],
    ['reply', '2026-03-05T16:00:00+08:00', 'window_chief'],
    ['feed_back', '2026-03-06T10:00:00+08:00', 'ducha'],
    ['close', '2026-03-06T11:00:00+08:00', 'ducha'],
    ['archive', '2026-03-06T12:00:00+08:00', 'ducha'],
  ];

  it('goes step by step, each by its own role and by no other', () => {
    let state = begin(record);
    for (const [action, at, role] of life) {
      expect(offerOf(state, action, [role]), action).toMatchObject({ allowed: true, code: null });
      expect(offerOf(state, action, ['discipline']), action).toMatchObject({
        allowed: false,
        code: 'role_not_allowed',
      });
      if (action !== 'investigate') expect(nextStep(profile, state)?.action).toBe(action);
      state = applyEntry(state, entryOf(factOf(profile, action, 'general'), at));
    }
    expect(nextStep(profile, state)).toBeNull();
    for (const offer of allowedActions(profile, state, everyRole(profile)))
      expect([offer.action, offer.allowed]).toEqual([offer.action, false]);
  });

  it('offers the actions in the order of the text', () => {
    expect(allowedActions(profile, begin(record), []).map((o) => o.action)).toEqual([
      'accept',
      'refuse',
      'investigate',
      'approve',
      'assign',
      'reply',
      'feed_back',
      'close',
      'archive',
      'extend',
      'follow_up',
      'recuse',
      'merge',
      'mark',
      'note',
    ]);
  });

  it('refuses what comes too early, with the sentence that stands before it', () => {
    const state = play(record, 'general', [['accept', '2026-03-02T10:00:00+08:00']]);
    expect(offerOf(state, 'assign', ['ducha'])).toMatchObject({
      allowed: false,
      code: 'step_not_allowed',
      reason: '须先由中心分管领导“阅批”',
      source: '报经中心分管领导阅批后',
    });
    expect(offerOf(state, 'accept', ['ducha'])?.code).toBe('already_done');
    expect(offerOf(state, 'approve', ['ducha'])).toMatchObject({
      code: 'role_not_allowed',
      reason: '此项由中心分管领导办理',
    });
  });

  it('may refuse nothing, and says why', () => {
    expect(offerOf(begin(record), 'refuse', ['ducha'])).toMatchObject({
      allowed: false,
      code: 'no_refusal_in_regime',
      source: expect.stringContaining('转相关单位(部门)阅处'),
    });
  });

  it('waits for the leader again after a return', () => {
    const returned: NewFact = { kind: 'approved', payload: { decision: 'return', opinion: '请补充调查' } };
    const before = play(record, 'general', [['accept', '2026-03-02T10:00:00+08:00']]);
    const state = applyEntry(before, entryOf(returned, '2026-03-02T11:00:00+08:00'));
    expect(offerOf(state, 'assign', ['ducha'])).toMatchObject({
      allowed: false,
      reason: '领导已退回，须先由中心分管领导“阅批”',
    });
    expect(offerOf(state, 'approve', ['leader'])?.allowed).toBe(true);
    expect(offerOf(state, 'investigate', ['intake_officer'])?.allowed).toBe(true);
  });

  it('lets the supervision office assign again until the unit has replied', () => {
    const upTo = (n: number) =>
      play(
        record,
        'general',
        life.slice(1, n).map(([a, at]) => [a, at]),
      );
    expect(offerOf(upTo(4), 'assign', ['ducha'])?.allowed).toBe(true);
    expect(offerOf(upTo(5), 'assign', ['ducha'])).toMatchObject({ allowed: false, code: 'already_done' });
  });

  it('lets an instant matter be answered at the desk right after acceptance', () => {
    const state = play(recordOf('tanghe-07'), 'instant', [['accept', '2026-10-08T10:30:00+08:00']]);
    expect(offerOf(state, 'feed_back', ['intake_officer'])?.allowed).toBe(true);
    expect(offerOf(state, 'feed_back', ['window_rep'])?.allowed).toBe(true);
    const general = play(recordOf('tanghe-07'), 'general', [['accept', '2026-10-08T10:30:00+08:00']]);
    expect(offerOf(general, 'feed_back', ['ducha', 'intake_officer'])?.code).toBe('step_not_allowed');
    const asked = play(recordOf('tanghe-07'), 'instant', [
      ['accept', '2026-10-08T10:30:00+08:00'],
      ['assign', '2026-10-08T10:40:00+08:00'],
    ]);
    expect(offerOf(asked, 'feed_back', ['ducha'])?.reason).toContain('回复意见');
  });

  it('stops the handling clock at the reply and starts the one for feedback', () => {
    const replied = play(
      record,
      'general',
      life.slice(1, 5).map(([a, at]) => [a, at]),
    );
    const [general, feedback] = clocksOf(profile, replied, CALENDAR);
    expect(general).toMatchObject({
      limitId: 'lim_general',
      state: 'met',
      due: '2026-03-05',
      stoppedAt: '2026-03-05T16:00:00+08:00',
    });
    expect(feedback).toMatchObject({
      limitId: 'lim_feedback',
      state: 'running',
      due: '2026-03-06',
      dueAt: '2026-03-06T23:59:59.999+08:00',
    });
    expect(general?.proof).toMatchObject({
      rule: '(一)对一般性咨询投诉,应在3个工作日内办结;',
      documentNumber: '唐政服〔2022〕37号',
      summary: '自2026年3月2日受理次日起算，第3个工作日为2026年3月5日',
    });
    expect(general?.proof.days.map((d) => d.reason)).toEqual([
      '起算日不计',
      '第1个工作日',
      '第2个工作日',
      '第3个工作日',
    ]);
    const all = clocksOf(
      profile,
      play(
        record,
        'general',
        life.map(([a, at]) => [a, at]),
      ),
      CALENDAR,
    );
    expect(all.map((c) => c.state)).toEqual(['met', 'met']);
    expect(nextDue(all)).toBeNull();
  });

  it('is late from the first moment of the next day, and stays late once answered late', () => {
    const state = play(record, 'general', [['accept', '2026-03-02T10:00:00+08:00']]);
    const clock = nextClock(clocksOf(profile, state, CALENDAR));
    if (!clock) throw new Error('no clock');
    expect(clockState(clock, '2026-03-05T23:59:59+08:00')).toBe('running');
    expect(clockState(clock, '2026-03-05T16:00:00Z')).toBe('late');
    expect(isOverdue(clock, '2026-03-06T00:00:00+08:00')).toBe(true);
    const late = play(record, 'general', [
      ['accept', '2026-03-02T10:00:00+08:00'],
      ['reply', '2026-03-06T08:00:00+08:00'],
    ]);
    expect(clocksOf(profile, late, CALENDAR)[0]?.state).toBe('late');
  });

  it('moves the deadline to the promised date, with or without a day off in it', () => {
    const state = play(record, 'general', [
      ['accept', '2026-03-02T10:00:00+08:00'],
      ['extend', '2026-03-04T10:00:00+08:00'],
    ]);
    expect(clocksOf(profile, state, CALENDAR)[0]).toMatchObject({
      due: '2026-03-16',
      extended: { promisedDate: '2026-03-16' },
    });
    expect(checkPromisedDate(profile, state, '2026-03-01', '2026-03-04T10:00:00+08:00', CALENDAR)).toBe('invalid');
    expect(checkPromisedDate(profile, state, '2026-12-31', '2026-03-04T10:00:00+08:00', CALENDAR)).toBeNull();
    expect(offerOf(state, 'extend', ['unit'])?.allowed).toBe(true);
    const replied = applyEntry(state, entryOf(factOf(profile, 'reply', ''), '2026-03-10T10:00:00+08:00'));
    expect(offerOf(replied, 'extend', ['unit'])).toMatchObject({ allowed: false, code: 'step_not_allowed' });
    expect(clocksOf(profile, replied, CALENDAR)[1]).toMatchObject({
      limitId: 'lim_feedback',
      extended: null,
      due: '2026-03-11',
    });
  });

  const OF = { record: recordOf('tanghe-04'), category: 'general', roles: ['ducha'] };

  it('asks for signature and satisfaction in person, for record and satisfaction by telephone', () => {
    expect(feedbackRule(profile, OF, 'in_person')).toMatchObject({
      signature: true,
      satisfaction: true,
      record: false,
    });
    expect(feedbackRule(profile, OF, 'phone')).toMatchObject({ signature: false, satisfaction: true, record: true });
    expect(feedbackRule(profile, OF, 'letter')).toMatchObject({ signature: false, satisfaction: false });
    expect(feedbackRule(profile, { ...OF, roles: ['unit'] }, 'phone').consent).toBe(true);
    expect(feedbackRule(profile, { ...OF, roles: ['unit', 'ducha'] }, 'phone').consent).toBe(false);
    expect(feedbackMayBeImpossible(recordOf('tanghe-05'))).toBe(true);
    expect(feedbackMayBeImpossible(recordOf('tanghe-04'))).toBe(false);
  });
});

describe('extensions elsewhere', () => {
  it('reach at most the total that the text grants (yunnan: 20 working days from acceptance)', () => {
    const profile = profileOf('yunnan');
    const state = play(recordOf('yunnan-02'), 'offsite', [['accept', '2026-06-23T09:00:00+08:00']]);
    const now = '2026-06-30T09:00:00+08:00';
    expect(nextClock(clocksOf(profile, state, CALENDAR))?.due).toBe('2026-07-07');
    expect(checkPromisedDate(profile, state, '2026-07-21', now, CALENDAR)).toBeNull();
    expect(checkPromisedDate(profile, state, '2026-07-22', now, CALENDAR)).toBe('extension_too_long');
  });

  it('are added to the base and rolled once where the text says so (chengdu: 30 + 30 days)', () => {
    const profile = profileOf('chengdu');
    const state = play(recordOf('chengdu-01'), 'special', [['accept', '2026-04-30T17:35:00+08:00']]);
    expect(checkPromisedDate(profile, state, '2026-06-29', '2026-05-20T09:00:00+08:00', CALENDAR)).toBeNull();
    expect(checkPromisedDate(profile, state, '2026-06-30', '2026-05-20T09:00:00+08:00', CALENDAR)).toBe(
      'extension_too_long',
    );
    expect(offerOf(state, 'request_extension', ['unit'])?.allowed).toBe(true);
    expect(offerOf(state, 'request_extension', ['leader'])?.code).toBe('role_not_allowed');
  });

  it('keep the handing-over clock of a refused case (chengdu-02: day 5 rolls over the holiday)', () => {
    const profile = profileOf('chengdu');
    const state = play(recordOf('chengdu-02'), '', [['refuse', '2026-09-28T15:00:00+08:00']]);
    expect(nextClock(clocksOf(profile, state, CALENDAR))).toMatchObject({ limitId: 'lim_transfer', due: '2026-10-08' });
  });
});

describe('all thirteen', () => {
  it('have a life from registration to archive in every category', () => {
    for (const profile of profiles) {
      const record = [...records.values()].find((r) => r.regime === profile.id);
      if (!record) throw new Error(profile.id);
      for (const category of profile.categories) {
        const state = playOut(profile, begin(record), category.id);
        expect(state.status).toBe('archived');
        expect(clocksOf(profile, state, CALENDAR).filter((c) => c.stoppedAt === null)).toEqual([]);
      }
    }
  });

  it('run no clock in a case that was merged into another', () => {
    const profile = profileOf('tanghe');
    const state = play(recordOf('tanghe-01'), 'general', [['accept', '2026-03-02T10:00:00+08:00']]);
    const merged: NewFact = {
      kind: 'merged',
      payload: { into: CASE, number: 'TH03-20260301-0001-K', reason: '同一事' },
    };
    const clocks = clocksOf(profile, applyEntry(state, entryOf(merged, '2026-03-03T10:00:00+08:00')), CALENDAR);
    expect(clocks.filter((c) => c.stoppedAt === null)).toEqual([]);
    expect(nextClock(clocks)).toBeNull();
  });

  it('end a refused case with nothing but notes and the archive', () => {
    for (const profile of profiles.filter((p) => p.acceptance.refusals.length > 0)) {
      const record = [...records.values()].find((r) => r.regime === profile.id);
      if (!record) throw new Error(profile.id);
      const state = applyEntry(begin(record), entryOf(factOf(profile, 'refuse', ''), '2026-03-02T10:00:00+08:00'));
      const allowed = allowedActions(profile, state, everyRole(profile)).filter(
        (o) => o.allowed && !['extend', 'mark', 'record'].includes(o.action),
      );
      for (const { action } of allowed) expect(['archive', 'note'], profile.id).toContain(action);
      expect(playOut(profile, state, '').status).toBe('archived');
    }
  });

  it('never get stuck and never let a step pass out of order, whatever people try', () => {
    const order: CommandType[] = ['accept', 'reply', 'feed_back', 'close', 'archive'];
    fc.assert(
      fc.property(
        fc.constantFrom(...profiles),
        fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.boolean()), { maxLength: 40 }),
        fc.nat(20),
        (profile, wishes, pick) => {
          const record = [...records.values()].find((r) => r.regime === profile.id);
          const category = profile.categories[pick % profile.categories.length]?.id ?? '';
          if (!record) return;
          let state = begin(record);
          const done: CommandType[] = [];
          for (const [wish, who, all] of wishes) {
            const role = profile.roles[who % profile.roles.length]?.id ?? '';
            const offers = allowedActions(profile, state, all ? everyRole(profile) : [role]).filter(isSimple);
            const offer = offers[wish % offers.length];
            if (!offer?.allowed) {
              expect(offer?.code).not.toBeNull();
              expect(offer?.reason).toMatch(/\p{Script=Han}/u);
              continue;
            }
            state = applyEntry(
              state,
              entryOf(factOf(profile, offer.action, category, offer.step), '2026-03-02T10:00:00+08:00'),
            );
            done.push(offer.action);
          }
          const main = done.filter((a) => order.includes(a));
          expect(main).toEqual([...main].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
          expect(new Set(main).size).toBe(main.length);
          if (
            done.includes('assign') &&
            done.includes('feed_back') &&
            profile.workflow.some((s) => s.action === 'reply')
          )
            expect(done).toContain('reply');
          const open = allowedActions(profile, state, everyRole(profile)).filter((o) => o.allowed && isSimple(o));
          const step = nextStep(profile, state);
          if (state.archived) expect([open, step]).toEqual([[], null]);
          else expect(open.map((o) => o.action)).toContain(step?.action);
        },
      ),
      { numRuns: 300 },
    );
  });
});
