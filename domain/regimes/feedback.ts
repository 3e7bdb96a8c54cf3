import type { FeedbackMeans } from '../contract/commands.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { isBlank } from './blank.ts';
import { conditionHolds } from './conditions.ts';
import type { Profile } from './profile-schema.ts';

export interface FeedbackRule {
  /** False where the regime prescribes other means for this case (书面投诉书面答复). */
  allowed: boolean;
  /** The means that the regime prescribes; empty for any. */
  only: FeedbackMeans[];
  /** The citizen signs the result. */
  signature: boolean;
  /** The citizen's satisfaction is asked for; 不评价 is an answer. */
  satisfaction: boolean;
  /** A record of the telephone reply is written. */
  record: boolean;
  /** The citizen must have agreed to be answered this way or by this body. */
  consent: boolean;
  sources: string[];
}

export interface FeedbackOf {
  record: ComplaintRecord;
  category: string | null;
  /** Roles of the officer who gives the answer, regime role ids; some rules speak of one body only. */
  roles: readonly string[];
}

/** What the regime demands of feedback given by these means on this case. */
export function feedbackRule(profile: Profile, of: FeedbackOf, means: FeedbackMeans): FeedbackRule {
  const concerned = profile.feedback.filter(
    (rule) =>
      (rule.categories === undefined || (of.category !== null && rule.categories.includes(of.category))) &&
      (rule.when === undefined || conditionHolds(rule.when, of.record, null)),
  );
  const only = [...new Set(concerned.flatMap((rule) => rule.only ?? []))];
  const none = { signature: false, satisfaction: false, record: false, consent: false };
  if (means === 'impossible') return { allowed: true, only, ...none, sources: [] };
  const rules = concerned.filter((r) => r.means.length === 0 || r.means.includes(means));
  const allowed = only.length === 0 || only.includes(means);
  return {
    allowed,
    only,
    signature: rules.some((r) => r.signature),
    satisfaction: rules.some((r) => r.satisfaction),
    record: rules.some((r) => r.record),
    consent: rules.some((r) => r.consent === true && speaksOf(r.roles, of.roles)) && !inOwnRight(rules, of.roles),
    sources: (allowed ? rules : concerned.filter((r) => r.only)).map((r) => r.source),
  };
}

/** A rule of consent binds the body it names, e.g. the unit that answers directly; one that names nobody binds all. */
function speaksOf(named: readonly string[], roles: readonly string[]): boolean {
  return named.length === 0 || named.some((role) => roles.includes(role));
}

/** Who also holds the post that gives the answer anyway needs no consent to it. */
function inOwnRight(rules: Profile['feedback'], roles: readonly string[]): boolean {
  return rules.some((r) => r.consent !== true && r.roles.some((role) => roles.includes(role)));
}

/** Whether there is nobody to tell the result to: anonymous, or neither telephone nor address of anyone is known. */
export function feedbackMayBeImpossible(record: ComplaintRecord): boolean {
  const { complainant } = record;
  if (complainant.type === 'anonymous') return true;
  const ways = [
    complainant.phone,
    complainant.address,
    complainant.agent?.phone ?? '',
    complainant.agent?.address ?? '',
  ];
  return ways.every(isBlank) && (complainant.group?.representatives ?? []).every((r) => isBlank(r.phone));
}
