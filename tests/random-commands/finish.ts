import { decide } from '../../domain/case-file/decide.ts';
import type { DecideContext } from '../../domain/case-file/decide-context.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { type Command, feedbackMeans } from '../../domain/contract/commands.ts';
import type { NewFact } from '../../domain/contract/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type NextStep, nextStep } from '../../domain/regimes/steps.ts';
import { answersTo } from './wishes.ts';

/** An officer whom nobody has put out of the case. */
const FRESH = 'o-9';

/**
 * What takes the case one step on: the step it waits for, taken by one of its roles alone. A closing that waits for a
 * satisfied citizen is helped by a visit.
 *
 * @param turn which of the step's roles; over many turns each has its own
 * @returns null when nothing is left to do
 * @throws Error when that role cannot take the step: the case is stuck
 */
export function oneStepOn(state: CaseState, context: DecideContext, turn: number): Taken | null {
  const step = nextStep(context.profile, state);
  if (!step) return null;
  const role = step.roles[turn % step.roles.length] ?? '';
  return takenStep(state, step, { ...context, officerId: FRESH, roles: [role] }, turn);
}

/** What was decided, and the roles in which it was. */
interface Taken {
  facts: NewFact[];
  roles: readonly string[];
}

function takenStep(state: CaseState, step: NextStep, context: DecideContext, turn: number): Taken {
  let last: unknown = null;
  for (const command of waysToTake(state, step, context, turn)) {
    try {
      return taken(state, command, context);
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      if (error.code === 'not_satisfied') return satisfied(state, command, context);
      last = error;
    }
  }
  const { code, detail } = last as DeskError;
  throw new Error(`stuck at ${step.action} ${step.step} for ${context.roles.join()}: ${code} ${detail ?? ''}`);
}

function waysToTake(state: CaseState, step: NextStep, { profile, now }: DecideContext, turn: number): Command[] {
  switch (step.action) {
    case 'accept':
      return [{ type: 'accept', category: profile.categories[turn % profile.categories.length]?.id ?? '' }];
    case 'approve':
      return [{ type: 'approve', decision: 'agree', opinion: '同意' }];
    case 'assign':
      return [
        {
          type: 'assign',
          unit: { id: 'u', name: '承办单位', station: null },
          mode: 'handle',
          opinion: '请办理',
          outOfArea: false,
        },
      ];
    case 'reply':
      return [{ type: 'reply', opinion: '已办理' }];
    case 'feed_back':
      return feedbackMeans.map((means) => {
        const satisfaction = means === 'impossible' ? null : 'satisfied';
        return { type: 'feed_back', means, result: '处理结果', satisfaction, consent: true };
      });
    case 'close': {
      const review = (profile.closing?.criteria ?? []).map(({ id }) => ({ id, holds: true, note: '' }));
      return [{ type: 'close', outcome: 'resolved', verified: 'true', summary: '办结', review }];
    }
    case 'archive':
      return [{ type: 'archive', note: '' }];
    case 'record': {
      const found = profile.workflow.find((s) => s.step === step.step);
      return found ? [{ type: 'record', step: step.step, values: answersTo(found, now) }] : [];
    }
    default:
      throw new Error(`${step.action} is nothing a case waits for (${state.status})`);
  }
}

/** Where citizens must be satisfied: a visit finds them so, or whoever the text names closes all the same. */
function satisfied(state: CaseState, close: Command, context: DecideContext): Taken {
  const [visit] = context.profile.followup ?? [];
  if (!visit) {
    const roles = [...context.roles, ...(context.profile.closing?.requireSatisfied?.unless ?? [])];
    return taken(state, close, { ...context, roles });
  }
  const command: Command = { type: 'follow_up', means: 'phone', satisfaction: 'satisfied', opinion: '已满意' };
  return taken(state, command, { ...context, roles: visit.roles });
}

const taken = (state: CaseState, command: Command, context: DecideContext): Taken => ({
  facts: decide(state, command, context),
  roles: context.roles,
});
