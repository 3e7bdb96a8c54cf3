import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ChainBuilder, sampleRecord } from '../../tests/builders/entries.ts';
import { STATE_COUNCIL_CALENDAR } from '../calendar/holidays.ts';
import type { Command } from '../contract/commands.ts';
import { DeskError } from '../contract/errors.ts';
import { parseProfile } from '../regimes/profile.ts';
import { applyEntry } from './apply.ts';
import { decide } from './decide.ts';
import type { DecideContext } from './decide-context.ts';
import type { CaseState } from './state.ts';

const profileOf = (id: string) =>
  parseProfile(readFileSync(new URL(`../regimes/profiles/${id}.yaml`, import.meta.url), 'utf8'), `${id}.yaml`);

function contextOf(regime: string): DecideContext {
  const profile = profileOf(regime);
  return {
    profile,
    officerId: 'o-1',
    roles: profile.roles.map((role) => role.id),
    unitName: null,
    nextPaperNumber: (paper) => `${paper} 1`,
    signed: null,
    target: null,
    now: '2026-03-05T10:00:00+08:00',
    calendar: STATE_COUNCIL_CALENDAR,
  };
}

function registered(sample: string): CaseState {
  return applyEntry(null, new ChainBuilder('TH03').register(sampleRecord(sample)));
}

function refusalOf(state: CaseState, command: Command, context: DecideContext): string {
  try {
    decide(state, command, context);
  } catch (error) {
    if (error instanceof DeskError) return error.code;
    throw error;
  }
  return 'allowed';
}

const accept: Command = { type: 'accept', category: 'general' };

describe('deciding', () => {
  it('turns an allowed wish into its fact, with the number drawn for its paper', () => {
    expect(decide(registered('tanghe-02'), accept, contextOf('tanghe'))).toEqual([
      { kind: 'accepted', payload: { category: 'general', noticeNumber: 'acceptance_notice 1' } },
    ]);
  });

  it('draws no number for what it refuses', () => {
    const context = { ...contextOf('tanghe'), nextPaperNumber: () => expect.unreachable('a number was drawn') };
    const state = registered('tanghe-02');
    expect(refusalOf(state, { type: 'accept', category: 'nothing' }, context)).toBe('category_unknown');
    expect(refusalOf(state, accept, { ...context, roles: ['leader'] })).toBe('role_not_allowed');
    expect(refusalOf(state, accept, { ...context, roles: [] })).toBe('role_not_allowed');
    expect(refusalOf(state, { type: 'archive', note: '' }, context)).toBe('step_not_allowed');
  });

  it('refuses a case only on a ground of the regime, and not where the regime has none', () => {
    const refuse = (ground: string): Command => ({ type: 'refuse', ground, explanation: '' });
    expect(refusalOf(registered('tanghe-02'), refuse('YN-8-1'), contextOf('tanghe'))).toBe('no_refusal_in_regime');
    const yunnan = contextOf('yunnan');
    expect(refusalOf(registered('yunnan-04'), refuse('NX-1'), yunnan)).toBe('ground_unknown');
    const [fact] = decide(registered('yunnan-04'), refuse('YN-8-1'), yunnan);
    const text = yunnan.profile.acceptance.refusals.find((r) => r.code === 'YN-8-1')?.text;
    expect(fact).toMatchObject({ kind: 'refused', payload: { ground: 'YN-8-1', groundText: text } });
  });

  it('decides once', () => {
    const chain = new ChainBuilder('TH03');
    const first = chain.register(sampleRecord('tanghe-02'));
    const state = applyEntry(applyEntry(null, first), chain.accept(first.caseId));
    expect(refusalOf(state, accept, contextOf('tanghe'))).toBe('already_done');
  });

  it('lets a note be added at any time before archiving, and by anybody', () => {
    const note: Command = { type: 'note', text: '已电话告知' };
    expect(refusalOf(registered('tanghe-02'), note, { ...contextOf('tanghe'), roles: [] })).toBe('allowed');
    const archived = {
      ...registered('tanghe-02'),
      archived: { ...registered('tanghe-02').registered, note: '', items: [] },
    };
    expect(refusalOf(archived, note, contextOf('tanghe'))).toBe('step_not_allowed');
  });
});
