import { localDate } from '../calendar/dates.ts';
import type { CaseState } from '../case-file/state.ts';
import { COMMAND_WORDS } from '../contract/commands.ts';
import { cardAt } from './cards.ts';
import { extensionOffers } from './extension-offers.ts';
import { type Obstacle, obstacle, obstacleOfEnded, obstacleToRole } from './obstacles.ts';
import type { Profile, ReturnRule, Urging } from './profile-schema.ts';
import { latestReturn } from './returns.ts';
import type { Moment, Possible } from './workflow.ts';

/** What stands beside the order of steps: returns, redo, extension, urging, visits, recusal, merging, counting. */
export function sideOffers(
  profile: Profile,
  state: CaseState,
  roles: readonly string[],
  moment: Moment | null,
): Possible[] {
  const ended = obstacleOfEnded(profile, state);
  const finished = ended ?? (state.closing ? obstacle('step_not_allowed', '案卷已结案', null) : null);
  const offers: Possible[] = [];
  const add = (
    action: Possible['action'],
    step: string | null,
    name: string,
    source: string | null,
    against: Obstacle | null,
  ) => offers.push({ action, step, name, source, against });

  if (state.assignment && state.assignment.assisting.length > 0) {
    const repliers = profile.workflow.find((s) => s.action === 'reply');
    const against = finished ?? obstacleToRole(profile, repliers?.roles ?? [], roles, repliers?.source ?? null);
    add('contribute', null, COMMAND_WORDS.contribute, repliers?.source ?? null, against);
  }
  for (const rule of profile.returns ?? []) {
    const against =
      finished ?? obstacleToReturn(rule, state, moment) ?? obstacleToRole(profile, rule.roles, roles, rule.source);
    add(rule.kind, rule.id, rule.name, rule.source, against);
  }
  offers.push(...extensionOffers(profile, state, roles, moment, finished));
  for (const rule of profile.urging) {
    if (rule.kind === 'inspection' || rule.roles.length === 0) continue;
    const against =
      finished ??
      obstacleToUrging(profile, rule, state, moment) ??
      obstacleToRole(profile, rule.roles, roles, rule.source);
    add('urge', rule.id, urgingName(rule), rule.source, against);
  }
  const { reclassify } = profile.acceptance;
  if (reclassify) {
    const against =
      finished ??
      obstacleToReclassify(state, reclassify) ??
      obstacleToRole(profile, reclassify.roles, roles, reclassify.source);
    add('reclassify', null, COMMAND_WORDS.reclassify, reclassify.source, against);
  }
  for (const rule of (profile.followup ?? []).slice(0, 1)) {
    const early = state.feedback ? null : obstacle('step_not_allowed', '反馈之后才回访', rule.source);
    add(
      'follow_up',
      rule.id,
      COMMAND_WORDS.follow_up,
      rule.source,
      ended ?? early ?? obstacleToRole(profile, rule.roles, roles, rule.source),
    );
  }
  const recusalSource = profile.recusal?.[0]?.source ?? null;
  add('recuse', null, COMMAND_WORDS.recuse, recusalSource, finished);
  const late = state.feedback ? obstacle('step_not_allowed', '结果已反馈，不再并案', null) : null;
  add(
    'merge',
    null,
    COMMAND_WORDS.merge,
    null,
    finished ?? late ?? obstacleToRole(profile, profile.acceptance.roles, roles, null),
  );
  if ((profile.consequences ?? []).length > 0) {
    const archived = state.archived ? obstacle('step_not_allowed', '案卷已归档', null) : null;
    add('mark', null, COMMAND_WORDS.mark, null, archived ?? obstacleToRole(profile, closers(profile), roles, null));
  }
  return offers;
}

function urgingName(rule: Urging): string {
  if (rule.cards) return '黄牌、红牌警示';
  return rule.kind === 'supervise' ? `督办：${rule.trigger}` : `催办：${rule.trigger}`;
}

/** Whoever closes a case answers for what is counted of it. */
function closers(profile: Profile): string[] {
  return profile.workflow.filter((s) => s.action === 'close').flatMap((s) => s.roles);
}

function obstacleToReturn(rule: ReturnRule, state: CaseState, moment: Moment | null): Obstacle | null {
  if (!state.assignment) return obstacle('step_not_allowed', '案件没有交到承办单位', rule.source);
  if (rule.kind === 'redo') {
    return state.reply ? null : obstacle('step_not_allowed', '承办单位还没有回复，不能退回重办', rule.source);
  }
  if (state.reply) return obstacle('step_not_allowed', '已经回复，不能再退回', rule.source);
  const latest = moment && latestReturn(rule, state.assignment.at, moment.calendar);
  if (moment && latest && localDate(moment.now) > latest) {
    return obstacle('too_late', `应在${latest}前退回${rule.lateEffect ? `；${rule.lateEffect}` : ''}`, rule.source);
  }
  return null;
}

function obstacleToUrging(profile: Profile, rule: Urging, state: CaseState, moment: Moment | null): Obstacle | null {
  if (!state.accepted) return obstacle('step_not_allowed', '受理之后才催办、督办', rule.source);
  if (rule.categories && !(state.category !== null && rule.categories.includes(state.category))) {
    return obstacle('step_not_allowed', '本类别不适用', rule.source);
  }
  if (!rule.cards || moment === null) return null;
  const card = cardAt(profile, state, moment.calendar, moment.now);
  return card === null ? obstacle('step_not_allowed', '尚未临近办理时限', rule.source) : null;
}

function obstacleToReclassify(
  state: CaseState,
  rule: NonNullable<Profile['acceptance']['reclassify']>,
): Obstacle | null {
  if (!state.accepted) return obstacle('step_not_allowed', '受理时再定类别', rule.source);
  if (state.feedback) return obstacle('step_not_allowed', '结果已反馈，不再调整类别', rule.source);
  return rule.times !== null && state.reclassified.length >= rule.times
    ? obstacle('already_done', `类别只能调整${rule.times}次`, rule.source)
    : null;
}
