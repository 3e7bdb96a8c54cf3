import type { FeedbackMeans } from '../contract/commands.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { isBlank } from './blank.ts';
import type { Profile } from './profile-schema.ts';

export interface FeedbackRule {
  /** The citizen signs the result. */
  signature: boolean;
  /** The citizen's satisfaction is asked for; 不评价 is an answer. */
  satisfaction: boolean;
  /** A record of the telephone reply is written. */
  record: boolean;
  sources: string[];
}

/** What the regime demands of feedback given by these means. */
export function feedbackRule(profile: Profile, means: FeedbackMeans): FeedbackRule {
  const rules = profile.feedback.filter((r) => r.means.length === 0 || r.means.includes(means));
  if (means === 'impossible') return { signature: false, satisfaction: false, record: false, sources: [] };
  return {
    signature: rules.some((r) => r.signature),
    satisfaction: rules.some((r) => r.satisfaction),
    record: rules.some((r) => r.record),
    sources: rules.map((r) => r.source),
  };
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
