import type { CaseState } from '../case-file/state.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Profile } from './profile-schema.ts';
import { countsAsSigned } from './returns.ts';
import {
  type ActionStep,
  isDone,
  isRequired,
  rolesFor,
  standsBefore,
  stepName,
  stepsOf,
  waitingStep,
} from './steps.ts';
import type { Moment } from './workflow.ts';

/** What stands against an action: the code, the sentence for people, and the regime's own sentence. */
export interface Obstacle {
  code: ErrorCode;
  reason: string;
  source: string | null;
}

export function obstacle(code: ErrorCode, reason: string, source: string | null): Obstacle {
  return { code, reason, source };
}

/** Screen names of roles, joined as Chinese lists are. */
export function roleNames(profile: Profile, roles: readonly string[]): string {
  return roles.map((id) => profile.roles.find((r) => r.id === id)?.name ?? id).join('、');
}

export function obstacleToRole(
  profile: Profile,
  may: readonly string[],
  roles: readonly string[],
  source: string | null,
): Obstacle | null {
  if (may.some((role) => roles.includes(role))) return null;
  return obstacle('role_not_allowed', `此项由${roleNames(profile, may)}办理`, source);
}

/** Against anything but filing, where the case is no longer worked on; null while it is. */
export function obstacleOfEnded(profile: Profile, state: CaseState): Obstacle | null {
  if (state.archived) return obstacle('step_not_allowed', '案卷已归档', null);
  if (state.mergedInto) return obstacle('step_not_allowed', `本案已并入${state.mergedInto.number}，请在该案办理`, null);
  if (state.refused) {
    return obstacle('step_not_allowed', `已决定不予受理：${state.refused.groundText}`, profile.acceptance.source);
  }
  return null;
}

export function obstacleToStep(
  profile: Profile,
  state: CaseState,
  step: ActionStep,
  roles: readonly string[],
  moment: Moment | null,
): Obstacle | null {
  return (
    obstacleToOrder(profile, state, step, moment) ??
    obstacleToRole(profile, rolesFor(profile, state, step), roles, step.source)
  );
}

function obstacleToOrder(profile: Profile, state: CaseState, step: ActionStep, moment: Moment | null): Obstacle | null {
  if (state.archived) {
    return obstacle(step.action === 'archive' ? 'already_done' : 'step_not_allowed', '案卷已归档', step.source);
  }
  const steps = stepsOf(profile, state);
  const place = steps.indexOf(step);
  if (place < 0) return offPath(profile, state, step);
  if (step.action === 'investigate') {
    return state.feedback || state.closing
      ? obstacle('step_not_allowed', '结果已反馈，不再补记调查', step.source)
      : null;
  }
  const again = step.repeat === true || (step.action === 'assign' && !state.reply);
  const name = stepName(step);
  if (isDone(profile, state, step) && !again) return obstacle('already_done', `${name}已经办过`, step.source);
  if (waitingStep(profile, state) === step) return null;
  const later = steps.slice(place + 1).find((s) => closesDoorOn(step, s) && isDone(profile, state, s));
  if (later) {
    return obstacle('step_not_allowed', `案卷已到“${stepName(later)}”，不能再回到这一步`, later.source);
  }
  const missing = steps
    .slice(0, place)
    .filter((s) => standsBefore(s, step))
    .find(
      (s) => isRequired(profile, state, s) && !isDone(profile, state, s) && !countsAsSigned(profile, state, s, moment),
    );
  if (missing) return mustComeFirst(profile, state, missing);
  return (step.action === 'reply' || step.per === 'assignment') && !state.assignment
    ? obstacle('step_not_allowed', '案件没有交到承办单位', step.source)
    : null;
}

/** Whether a later step, once done, rules an earlier one out. A record may still be written until the case is closed. */
function closesDoorOn(step: ActionStep, later: ActionStep): boolean {
  if (later.action === 'investigate') return false;
  if (step.action === 'record') return later.action === 'close' || later.action === 'archive';
  if (later.action !== 'record') return true;
  // What a unit wrote down of its own holding does not keep the case with it.
  const ofHolder = step.action === 'assign' && later.per === 'assignment';
  return !(later.optional || later.repeat || ofHolder);
}

function mustComeFirst(profile: Profile, state: CaseState, missing: ActionStep): Obstacle {
  const who = roleNames(profile, rolesFor(profile, state, missing));
  const returned = missing.action === 'approve' && state.approval?.decision === 'return' ? '领导已退回，' : '';
  return obstacle('step_not_allowed', `${returned}须先由${who}“${stepName(missing)}”`, missing.source);
}

function offPath(profile: Profile, state: CaseState, step: ActionStep): Obstacle {
  return obstacleOfEnded(profile, state) ?? obstacle('step_not_allowed', '本案不经过这一步', step.source);
}
