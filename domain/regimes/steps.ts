import type { CaseState, StepMark } from '../case-file/state.ts';
import { COMMAND_WORDS, type CommandType } from '../contract/commands.ts';
import { conditionHolds } from './conditions.ts';
import type { Category, Profile, Step } from './profile-schema.ts';

export type ActionStep = Step & { action: CommandType };

/** The step that the case waits for, and the roles that may take it. */
export interface NextStep {
  action: CommandType;
  step: string;
  name: string;
  roles: string[];
  /** Taken by the unit that holds the case, at its own desk. */
  byHolder: boolean;
}

/** The steps of this case's path that are carried out by somebody, in the order of the text. */
export function stepsOf(profile: Profile, state: CaseState): ActionStep[] {
  return profile.workflow.filter((step): step is ActionStep => step.action !== null && concerns(step, state));
}

/** The first step that the case waits for; null when nothing is left to do. */
export function nextStep(profile: Profile, state: CaseState): NextStep | null {
  const waiting = waitingStep(profile, state);
  if (!waiting) return null;
  return {
    action: waiting.action,
    step: waiting.step,
    name: stepName(waiting),
    roles: rolesFor(profile, state, waiting),
    byHolder: waiting.action === 'reply' || waiting.per === 'assignment',
  };
}

export function waitingStep(profile: Profile, state: CaseState): ActionStep | undefined {
  if (state.archived) return undefined;
  const open = stepsOf(profile, state).filter((s) => isRequired(profile, state, s) && !isDone(profile, state, s));
  return open.find((s) => !s.deferred && !isEnd(s)) ?? open.find((s) => s.deferred) ?? open[0];
}

/** Whether one step, still open, keeps another from being taken. What is deferred stands in the way of the end only. */
export function standsBefore(open: ActionStep, step: ActionStep): boolean {
  return open.deferred ? isEnd(step) : !step.deferred;
}

function isEnd(step: ActionStep): boolean {
  return step.action === 'close' || step.action === 'archive';
}

/** The word on the button: the regime's own for what it wants on record, the house's for the rest. */
export function stepName(step: ActionStep): string {
  return step.action === 'record' ? step.name : COMMAND_WORDS[step.action];
}

export function categoryOf(profile: Profile, state: CaseState): Category | undefined {
  return profile.categories.find((c) => c.id === state.category);
}

export function isDone(profile: Profile, state: CaseState, step: ActionStep): boolean {
  switch (step.action) {
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
    case 'record':
      return marksThatCount(profile, state, step).length > 0;
    default:
      return false;
  }
}

/** Records of a step that still count: an earlier holder's or an earlier round's work is not this one's. */
export function marksThatCount(profile: Profile, state: CaseState, step: Step): StepMark[] {
  const marks = state.steps[step.step] ?? [];
  const ofHolder = step.per === 'assignment' ? marks.filter((m) => m.holding === state.holdings.length) : marks;
  return comesAfterReply(profile, step) ? ofHolder.filter((m) => m.round === state.round) : ofHolder;
}

/** Whether later steps wait for this one. An investigation is never waited for; a reply always, once a unit has the case. */
export function isRequired(profile: Profile, state: CaseState, step: ActionStep): boolean {
  if (step.action === 'investigate') return false;
  if (step.action === 'reply') return state.assignment !== null;
  if (step.per === 'assignment' && !state.assignment) return false;
  const skips = categoryOf(profile, state)?.skips ?? [];
  return !step.optional && !skips.includes(step.action) && !skips.includes(step.step);
}

export function rolesFor(profile: Profile, state: CaseState, step: ActionStep): string[] {
  if (step.action !== 'feed_back') return step.roles;
  return [...new Set([...step.roles, ...(categoryOf(profile, state)?.answeredBy ?? [])])];
}

function concerns(step: Step, state: CaseState): boolean {
  // What came in this envelope is held here still, whatever case the matter goes on in.
  if (state.mergedInto)
    return step.action === 'archive' || (givesBack(step) && conditionHolds(step.when, state.record, null));
  const on = step.action === 'archive' ? 'both' : (step.on ?? 'accepted');
  if (on !== 'both' && (on === 'refused') !== (state.refused !== null)) return false;
  if (step.grounds && !(state.refused !== null && step.grounds.includes(state.refused.ground))) return false;
  if (step.categories && !(state.category !== null && step.categories.includes(state.category))) return false;
  if (step.when === 'verified') return state.closing?.verified === 'true' || state.closing?.verified === 'partly_true';
  const area = state.assignment?.outOfArea ?? null;
  return step.when === undefined || conditionHolds(step.when, state.record, area);
}

function givesBack(step: Step): step is Step & { when: 'enclosures' } {
  return step.action === 'record' && step.when === 'enclosures';
}

function comesAfterReply(profile: Profile, step: Step): boolean {
  const reply = profile.workflow.findIndex((s) => s.action === 'reply');
  return reply >= 0 && profile.workflow.indexOf(step) > reply;
}
