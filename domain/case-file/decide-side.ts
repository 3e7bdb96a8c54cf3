import type { NewFact } from '../contract/entries.ts';
import { DeskError } from '../contract/errors.ts';
import { cardAt } from '../regimes/cards.ts';
import { type DecideContext, type Wish, wrong } from './decide-context.ts';
import type { CaseState } from './state.ts';

/** What stands beside the order of steps. */
export function decideSide(
  state: CaseState,
  command: Wish<'urge' | 'recuse' | 'merge' | 'mark' | 'note'>,
  context: DecideContext,
): NewFact {
  switch (command.type) {
    case 'urge':
      return urge(state, command, context);
    case 'recuse': {
      const { officerId, name, reason } = command;
      if (state.recusals.some((r) => r.officerId === officerId)) throw wrong('officerId', 'already_done');
      return { kind: 'recused', payload: { officerId, name, reason } };
    }
    case 'merge':
      return merge(state, command, context);
    case 'mark': {
      const { consequence, subject, reason } = command;
      const rule = context.profile.consequences?.find((c) => c.id === consequence);
      if (!rule) throw wrong('consequence', 'invalid');
      return { kind: 'marked', payload: { consequence, of: rule.trigger.of, subject, reason } };
    }
    case 'note':
      return { kind: 'noted', payload: { text: command.text } };
  }
}

function urge(state: CaseState, command: Wish<'urge'>, context: DecideContext): NewFact {
  const { profile, now, calendar } = context;
  const rule = profile.urging.find((u) => u.id === command.urging);
  if (!rule || rule.kind === 'inspection') throw wrong('urging', 'invalid');
  const { urging, level, unit, person, progress } = command;
  if ((rule.cards !== undefined) !== (level !== undefined)) throw wrong('level', level ? 'invalid' : 'required');
  if (level === 'red' && cardAt(profile, state, calendar, now) !== 'red') {
    throw wrong('level', 'step_not_allowed', '尚未逾期，不发红牌');
  }
  const slipNumber = context.nextPaperNumber(rule.kind === 'urge' ? 'urging_slip' : 'supervision_slip');
  return {
    kind: 'urged',
    payload: { urging, kind: rule.kind, ...(level ? { level } : {}), unit, person, progress, slipNumber },
  };
}

/** Two cases of one matter go on as one: in the same regime, and in a case that is still worked on. */
function merge(state: CaseState, command: Wish<'merge'>, { target }: DecideContext): NewFact {
  if (command.intoCaseId === state.caseId) throw wrong('intoCaseId', 'merge_self');
  if (!target) throw new DeskError('not_found', { fields: [{ path: 'intoCaseId', code: 'not_found' }] });
  if (target.regime.id !== state.regime.id) throw wrong('intoCaseId', 'merge_refused', '两件所用的制度不同');
  if (target.mergedInto || target.refused || target.archived || state.absorbed.some((a) => a.from === target.caseId)) {
    throw wrong('intoCaseId', 'merge_refused', '并入的案件须仍在办理');
  }
  return { kind: 'merged', payload: { into: target.caseId, number: target.number, reason: command.reason } };
}
