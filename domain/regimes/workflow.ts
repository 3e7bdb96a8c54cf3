import type { CaseState } from '../case-file/state.ts';
import { COMMAND_WORDS, type CommandType } from '../contract/commands.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { extendableLimits, factsOf, takesDate } from './limits.ts';
import type { Profile, Step } from './profile-schema.ts';

/** One thing that might be done to a case now, and what stands against it. */
export interface ActionOffer {
  action: CommandType;
  /** The button's word. */
  name: string;
  /** Step id of the regime; null for what every regime has (不予受理、承诺延期、备注). */
  step: string | null;
  allowed: boolean;
  code: ErrorCode | null;
  /** Why not, in Chinese. */
  reason: string | null;
  /** The regime's sentence that stands behind it, or against it. */
  source: string | null;
}

type Obstacle = Pick<ActionOffer, 'code' | 'reason' | 'source'>;
type ActionStep = Step & { action: CommandType };

/**
 * What may be done to a case, in the order of the regime's workflow.
 *
 * @param roles regime role ids of the officer
 */
export function allowedActions(profile: Profile, state: CaseState, roles: readonly string[]): ActionOffer[] {
  const offers: ActionOffer[] = [];
  for (const step of actionSteps(profile)) {
    offers.push(offer(step.action, step.step, obstacleToStep(profile, state, step, roles), step.source));
    if (step.action === 'accept') {
      offers.push(offer('refuse', null, obstacleToRefusal(profile, state, roles), profile.acceptance.source));
    }
  }
  if (profile.extensions.length > 0 || profile.limits.some(takesDate)) offers.push(extendOffer(profile, state, roles));
  const note = state.archived ? obstacle('step_not_allowed', '案卷已归档，不再添加内容', null) : null;
  offers.push(offer('note', null, note, null));
  return offers;
}

/** The step that the case waits for, and the roles that may take it; null when nothing is left to do. */
export function nextStep(
  profile: Profile,
  state: CaseState,
): { action: CommandType; step: string; name: string; roles: string[] } | null {
  if (state.archived) return null;
  const waiting = actionSteps(profile).find((step) =>
    state.refused ? step.action === 'archive' : isRequired(profile, state, step) && !isDone(state, step.action),
  );
  if (!waiting) return null;
  return {
    action: waiting.action,
    step: waiting.step,
    name: COMMAND_WORDS[waiting.action],
    roles: rolesFor(profile, state, waiting),
  };
}

/** Screen names of roles, joined as Chinese lists are. */
export function roleNames(profile: Profile, roles: readonly string[]): string {
  return roles.map((id) => profile.roles.find((r) => r.id === id)?.name ?? id).join('、');
}

function actionSteps(profile: Profile): ActionStep[] {
  return profile.workflow.filter((step): step is ActionStep => step.action !== null);
}

function isDone(state: CaseState, action: CommandType): boolean {
  switch (action) {
    case 'accept':
      return state.accepted !== null;
    case 'investigate':
      return state.investigation !== null;
    case 'approve':
      return state.approval?.decision === 'agree';
    case 'assign':
      return state.assignment !== null;
    case 'reply':
      return state.reply !== null;
    case 'feed_back':
      return state.feedback !== null;
    case 'close':
      return state.closing !== null;
    case 'archive':
      return state.archived !== null;
    case 'refuse':
      return state.refused !== null;
    case 'extend':
    case 'note':
      return false;
  }
}

/** Whether later steps wait for this one. An investigation is never waited for; a reply always, once it was asked for. */
function isRequired(profile: Profile, state: CaseState, step: ActionStep): boolean {
  if (step.action === 'investigate') return false;
  if (step.action === 'reply' && state.assignment) return true;
  const category = profile.categories.find((c) => c.id === state.category);
  return !step.optional && !category?.skips?.includes(step.action);
}

function rolesFor(profile: Profile, state: CaseState, step: ActionStep): string[] {
  if (step.action !== 'feed_back') return step.roles;
  const category = profile.categories.find((c) => c.id === state.category);
  return [...new Set([...step.roles, ...(category?.answeredBy ?? [])])];
}

function obstacleToStep(
  profile: Profile,
  state: CaseState,
  step: ActionStep,
  roles: readonly string[],
): Obstacle | null {
  return (
    obstacleToOrder(profile, state, step) ?? obstacleToRole(profile, rolesFor(profile, state, step), roles, step.source)
  );
}

function obstacleToOrder(profile: Profile, state: CaseState, step: ActionStep): Obstacle | null {
  if (state.archived) {
    return obstacle(step.action === 'archive' ? 'already_done' : 'step_not_allowed', '案卷已归档', step.source);
  }
  if (state.refused) {
    if (step.action === 'archive') return null;
    return obstacle('step_not_allowed', `已决定不予受理：${state.refused.groundText}`, profile.acceptance.source);
  }
  if (step.action === 'investigate') {
    return state.feedback || state.closing
      ? obstacle('step_not_allowed', '结果已反馈，不再补记调查', step.source)
      : null;
  }
  const again = step.action === 'assign' && !state.reply;
  if (isDone(state, step.action) && !again) {
    return obstacle('already_done', `${COMMAND_WORDS[step.action]}已经办过`, step.source);
  }
  const steps = actionSteps(profile).filter((s) => s.action !== 'investigate');
  const place = steps.findIndex((s) => s.step === step.step);
  const later = steps.slice(place + 1).find((s) => isDone(state, s.action));
  if (later)
    return obstacle('step_not_allowed', `案卷已到“${COMMAND_WORDS[later.action]}”，不能再回到这一步`, later.source);
  const missing = steps.slice(0, place).find((s) => isRequired(profile, state, s) && !isDone(state, s.action));
  if (!missing) return null;
  const who = roleNames(profile, rolesFor(profile, state, missing));
  const returned = missing.action === 'approve' && state.approval?.decision === 'return' ? '领导已退回，' : '';
  return obstacle('step_not_allowed', `${returned}须先由${who}“${COMMAND_WORDS[missing.action]}”`, missing.source);
}

function obstacleToRefusal(profile: Profile, state: CaseState, roles: readonly string[]): Obstacle | null {
  const { refusals, source } = profile.acceptance;
  if (refusals.length === 0) return obstacle('no_refusal_in_regime', profile.acceptance.text, source);
  if (state.archived) return obstacle('step_not_allowed', '案卷已归档', source);
  if (state.refused) return obstacle('already_done', '已决定不予受理', source);
  if (state.accepted) return obstacle('step_not_allowed', '已经受理，不能再不予受理', source);
  return obstacleToRole(profile, profile.acceptance.roles, roles, source);
}

function extendOffer(profile: Profile, state: CaseState, roles: readonly string[]): ActionOffer {
  const running = extendableLimits(profile, factsOf(profile, state));
  const rules = profile.extensions.filter((e) => running.some(({ limit }) => limit.extension === e.id));
  const source = (rules[0] ?? profile.extensions[0])?.source ?? running[0]?.limit.source ?? null;
  if (state.archived || state.refused || state.closing || running.length === 0) {
    return offer('extend', null, obstacle('step_not_allowed', '现在没有可以延期的时限', source), source);
  }
  const may = [...rules.flatMap((e) => e.roles), ...running.flatMap(({ limit }) => limit.datedBy ?? [])];
  return offer('extend', null, obstacleToRole(profile, [...new Set(may)], roles, source), source);
}

function obstacleToRole(
  profile: Profile,
  may: readonly string[],
  roles: readonly string[],
  source: string | null,
): Obstacle | null {
  if (may.some((role) => roles.includes(role))) return null;
  return obstacle('role_not_allowed', `此项由${roleNames(profile, may)}办理`, source);
}

function obstacle(code: ErrorCode, reason: string, source: string | null): Obstacle {
  return { code, reason, source };
}

function offer(action: CommandType, step: string | null, against: Obstacle | null, source: string | null): ActionOffer {
  const name = COMMAND_WORDS[action];
  if (against === null) return { action, name, step, allowed: true, code: null, reason: null, source };
  return { action, name, step, allowed: false, ...against };
}
