import { localDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import type { CaseState } from '../case-file/state.ts';
import { COMMAND_WORDS } from '../contract/commands.ts';
import { countedBack, requestLead } from './before.ts';
import { clocksOf } from './clocks.ts';
import { extendableLimits, factsOf, takesDate } from './limits.ts';
import { type Obstacle, obstacle, obstacleToRole } from './obstacles.ts';
import type { Extension, Profile } from './profile-schema.ts';
import type { Moment, Possible } from './workflow.ts';

/**
 * Another date: promised at once by whoever may, or asked for and decided where the text names an approver.
 *
 * @param ended what stands against anything at all on this case
 */
export function extensionOffers(
  profile: Profile,
  state: CaseState,
  roles: readonly string[],
  moment: Moment | null,
  ended: Obstacle | null,
): Possible[] {
  const approved = profile.extensions.filter((e) => e.approver);
  const direct = profile.extensions.length > approved.length || profile.limits.some(takesDate);
  const running = extendableLimits(profile, factsOf(profile, state, moment?.calendar ?? null));
  const offers: Possible[] = [];
  if (direct) offers.push(directOffer(profile, state, roles, moment, ended));
  if (approved.length > 0) {
    const rules = approved.filter((e) => running.some(({ limit }) => limit.extension === e.id));
    const source = (rules[0] ?? approved[0])?.source ?? null;
    offers.push({
      action: 'request_extension',
      step: rules[0]?.id ?? null,
      name: COMMAND_WORDS.request_extension,
      source,
      against:
        ended ??
        obstacleToExtension(profile, state, rules, moment, source) ??
        obstacleToRole(
          profile,
          rules.flatMap((e) => e.roles),
          roles,
          source,
        ),
    });
    const undecided = state.extensionRequest ? null : obstacle('step_not_allowed', '没有待审批的延期申请', source);
    const deciders = [...new Set((rules.length > 0 ? rules : approved).flatMap((e) => e.approver ?? []))];
    offers.push({
      action: 'decide_extension',
      step: rules[0]?.id ?? null,
      name: COMMAND_WORDS.decide_extension,
      source,
      against: ended ?? undecided ?? obstacleToRole(profile, deciders, roles, source),
    });
  }
  return offers;
}

function directOffer(
  profile: Profile,
  state: CaseState,
  roles: readonly string[],
  moment: Moment | null,
  ended: Obstacle | null,
): Possible {
  const running = extendableLimits(profile, factsOf(profile, state, moment?.calendar ?? null)).filter(
    ({ limit }) => takesDate(limit) || profile.extensions.some((e) => e.id === limit.extension && !e.approver),
  );
  const rules = profile.extensions.filter((e) => !e.approver && running.some(({ limit }) => limit.extension === e.id));
  const source = (rules[0] ?? profile.extensions[0])?.source ?? running[0]?.limit.source ?? null;
  const may = [...new Set([...rules.flatMap((e) => e.roles), ...running.flatMap(({ limit }) => limit.datedBy ?? [])])];
  const none = running.length === 0 ? obstacle('step_not_allowed', '现在没有可以延期的时限', source) : null;
  const dated = running.some(({ limit }) => takesDate(limit));
  const against =
    ended ??
    none ??
    (dated ? null : obstacleToExtension(profile, state, rules, moment, source)) ??
    obstacleToRole(profile, may, roles, source);
  return { action: 'extend', step: rules[0]?.id ?? null, name: COMMAND_WORDS.extend, source, against };
}

function obstacleToExtension(
  profile: Profile,
  state: CaseState,
  rules: readonly Extension[],
  moment: Moment | null,
  source: string | null,
): Obstacle | null {
  if (rules.length === 0) return obstacle('step_not_allowed', '现在没有可以延期的时限', source);
  if (state.extensionRequest) return obstacle('extension_pending', '已有一份延期申请等待审批', source);
  if (rules.every((e) => e.once) && state.extensions > 0) {
    return obstacle('extension_used', '本案已经延期过', source);
  }
  if (moment === null) return null;
  const clocks = clocksOf(profile, state, moment.calendar).filter((c) => c.state === 'running');
  const latest = rules.flatMap((rule) =>
    clocks
      .filter((clock) => profile.limits.some((l) => l.id === clock.limitId && l.extension === rule.id))
      .map((clock) => latestRequest(rule, clock.due, moment.calendar)),
  );
  const today = localDate(moment.now);
  const tooLate = latest.length > 0 && latest.every((date) => date !== null && today > date);
  return tooLate ? obstacle('too_late', `应在${latest[0]}前提出`, source) : null;
}

/** Last day on which an extension may be asked for; null while any day will do, or while the limit has no date. */
function latestRequest(extension: Extension, due: string | null, calendar: Calendar): string | null {
  const lead = requestLead(extension);
  return lead === null || due === null ? null : countedBack(due.slice(0, 10), lead, calendar).date;
}
