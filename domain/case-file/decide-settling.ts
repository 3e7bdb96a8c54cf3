import type { NewFact } from '../contract/entries.ts';
import { DeskError } from '../contract/errors.ts';
import { standingAgainst } from './conflicts.ts';
import { type Wish, wrong } from './decide-context.ts';
import type { CaseState } from './state.ts';
import { obstacleToTaking } from './take-late.ts';

/** Which of two versions holds. The caller has checked that the officer may say so. @throws DeskError `conflict_gone` */
export function decideSettling(state: CaseState, { entryId, choice, reason }: Wish<'settle'>): NewFact {
  const conflict = state.conflicts.find((one) => one.entryId === entryId);
  if (!conflict) throw new DeskError('conflict_gone');
  const obstacle = choice === 'take' ? obstacleToTaking(state, conflict) : null;
  if (obstacle !== null) throw wrong('choice', 'step_not_allowed', obstacle);
  const against = standingAgainst(state, conflict)?.entryId ?? null;
  return { kind: 'settled', payload: { entryId, against, choice, reason } };
}
