import { type FeedbackMeans, feedbackMeans, MEANS_WORDS } from '../../../../domain/contract/commands.ts';
import type { ComplaintRecord } from '../../../../domain/contract/record.ts';
import {
  type FeedbackOf,
  type FeedbackRule,
  feedbackMayBeImpossible,
  feedbackRule,
} from '../../../../domain/regimes/feedback.ts';
import type { Profile } from '../../../../domain/regimes/profile-schema.ts';

export interface MeansChoice {
  means: FeedbackMeans;
  rule: FeedbackRule;
  /** Why it may not be chosen; null when it may. */
  against: string | null;
}

/** Every means of giving the answer, with what the regime demands of it or has against it. */
export function meansChoices(profile: Profile, of: FeedbackOf): MeansChoice[] {
  return feedbackMeans.map((means) => {
    const rule = feedbackRule(profile, of, means);
    return { means, rule, against: against(means, rule, of.record, profile) };
  });
}

function against(means: FeedbackMeans, rule: FeedbackRule, record: ComplaintRecord, profile: Profile): string | null {
  if (means === 'impossible') return feedbackMayBeImpossible(record) ? null : '留有联系方式，应当反馈';
  if (rule.allowed) return null;
  const sentence = profile.feedback.find((one) => one.only?.some((only) => rule.only.includes(only)))?.source;
  const only = rule.only.map((one) => MEANS_WORDS[one]).join('、');
  return `本案应${only}${sentence ? `：“${sentence}”` : ''}`;
}
