import type { Calendar } from '../calendar/holidays.ts';
import type { CaseState } from '../case-file/state.ts';
import { COMMAND_WORDS, type CommandType } from '../contract/commands.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { type Obstacle, obstacle, obstacleToRole, obstacleToStep } from './obstacles.ts';
import type { Profile } from './profile-schema.ts';
import { settlingOffers } from './settlers.ts';
import { sideOffers } from './side-offers.ts';
import { stepName, stepsOf } from './steps.ts';

/** One thing that might be done to a case now, and what stands against it. */
export interface ActionOffer {
  /** Unique among a case's offers: the action, and after a colon the step or rule where an action has several. */
  key: string;
  action: CommandType;
  /** The button's word. */
  name: string;
  /** Step or rule id of the regime; null for what every regime has (不予受理、备注). */
  step: string | null;
  allowed: boolean;
  code: ErrorCode | null;
  /** Why not, in Chinese. */
  reason: string | null;
  /** The regime's sentence that stands behind it, or against it. */
  source: string | null;
}

/** Who acts and when: what turns on the moment or on the person is refused only when it is known. */
export interface Moment {
  officerId: string;
  /** ISO 8601 with offset. */
  now: string;
  calendar: Calendar;
}

/** An offer before it is known who stands in the way. */
export interface Possible {
  action: CommandType;
  step: string | null;
  name: string;
  source: string | null;
  against: Obstacle | null;
}

/**
 * What may be done to a case, in the order of the regime's workflow, and after it what may be done at any time.
 *
 * @param roles regime role ids of the officer
 * @param only  the one action that is asked about: the others are left out, and what they cost
 */
export function allowedActions(
  profile: Profile,
  state: CaseState,
  roles: readonly string[],
  moment: Moment | null = null,
  only: CommandType | null = null,
): ActionOffer[] {
  const possible: Possible[] = [];
  const asked = (action: CommandType) => only === null || only === action;
  for (const step of stepsShown(profile, state)) {
    if (asked(step.action)) {
      possible.push({
        action: step.action,
        step: step.step,
        name: stepName(step),
        source: step.source,
        against: obstacleToStep(profile, state, step, roles, moment),
      });
    }
    if (step.action === 'accept' && asked('refuse')) possible.push(refusalOffer(profile, state, roles));
  }
  if (only === null || !STEPS_ONLY.has(only)) {
    possible.push(...sideOffers(profile, state, roles, moment).filter(({ action }) => asked(action)));
    if (asked('settle')) possible.push(...settlingOffers(profile, state, roles));
  }
  const note = state.archived ? obstacle('step_not_allowed', '案卷已归档，不再添加内容', null) : null;
  if (asked('note')) {
    possible.push({ action: 'note', step: null, name: COMMAND_WORDS.note, source: null, against: note });
  }
  const recused = moment !== null && state.recusals.some((r) => r.officerId === moment.officerId);
  return possible.map((one) => offer(recused ? { ...one, against: recusal(profile) } : one));
}

/** Actions that stand in the order of steps and never beside it. */
const STEPS_ONLY: ReadonlySet<CommandType> = new Set<CommandType>([
  'accept',
  'refuse',
  'investigate',
  'approve',
  'assign',
  'reply',
  'feed_back',
  'close',
  'archive',
  'record',
  'note',
]);

/** The steps of the case's path, and of the others those that a person would look for: accept … archive. */
function stepsShown(profile: Profile, state: CaseState) {
  const path = stepsOf(profile, state);
  return profile.workflow.flatMap((step) => {
    const onPath = path.find((s) => s === step);
    if (onPath) return [onPath];
    return step.action === null || step.action === 'record' ? [] : [{ ...step, action: step.action }];
  });
}

function refusalOffer(profile: Profile, state: CaseState, roles: readonly string[]): Possible {
  const { source } = profile.acceptance;
  const against = obstacleToRefusal(profile, state, roles);
  return { action: 'refuse', step: null, name: COMMAND_WORDS.refuse, source, against };
}

function obstacleToRefusal(profile: Profile, state: CaseState, roles: readonly string[]): Obstacle | null {
  const { refusals, source } = profile.acceptance;
  if (refusals.length === 0) return obstacle('no_refusal_in_regime', profile.acceptance.text, source);
  if (state.archived) return obstacle('step_not_allowed', '案卷已归档', source);
  if (state.mergedInto) return obstacle('step_not_allowed', '本案已并入他案', source);
  if (state.refused) return obstacle('already_done', '已决定不予受理', source);
  if (state.accepted) return obstacle('step_not_allowed', '已经受理，不能再不予受理', source);
  return obstacleToRole(profile, profile.acceptance.roles, roles, source);
}

function recusal(profile: Profile): Obstacle {
  return obstacle('recused', '您已回避本案，由他人办理', profile.recusal?.[0]?.source ?? null);
}

/** Actions of which a case has several at a time, told apart by step or rule. */
const SEVERAL: ReadonlySet<CommandType> = new Set<CommandType>(['record', 'urge', 'return', 'redo', 'settle']);

function offer({ action, step, name, source, against }: Possible): ActionOffer {
  const key = SEVERAL.has(action) ? `${action}:${step}` : action;
  if (against === null) return { key, action, name, step, allowed: true, code: null, reason: null, source };
  return { key, action, name, step, allowed: false, ...against };
}
