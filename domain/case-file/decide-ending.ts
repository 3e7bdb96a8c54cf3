import type { NewFact } from '../contract/entries.ts';
import type { Satisfaction } from '../contract/words.ts';
import { isBlank } from '../regimes/blank.ts';
import { feedbackMayBeImpossible, feedbackRule } from '../regimes/feedback.ts';
import { type DecideContext, type Wish, wrong } from './decide-context.ts';
import type { CaseState } from './state.ts';

const SATISFIED: ReadonlySet<Satisfaction | 'declined'> = new Set(['very_satisfied', 'satisfied', 'fair'] as const);

/** The answer to the citizen, the end of the case, its file, and the visit afterwards. */
export function decideEnding(
  state: CaseState,
  command: Wish<'feed_back' | 'close' | 'archive' | 'follow_up'>,
  context: DecideContext,
): NewFact {
  switch (command.type) {
    case 'feed_back':
      return feedBack(state, command, context);
    case 'close':
      return close(state, command, context);
    case 'archive': {
      const { note, items } = command;
      return { kind: 'archived', payload: items === undefined ? { note } : { note, items } };
    }
    case 'follow_up': {
      const { means, satisfaction, opinion } = command;
      return { kind: 'followed_up', payload: { means, satisfaction, opinion } };
    }
  }
}

function feedBack(state: CaseState, command: Wish<'feed_back'>, context: DecideContext): NewFact {
  const { means, result, satisfaction, consent } = command;
  if (means === 'impossible' && satisfaction !== null) throw wrong('satisfaction', 'invalid');
  const of = { record: state.record, category: state.category, roles: context.roles };
  const rule = feedbackRule(context.profile, of, means);
  if (means === 'impossible' && !feedbackMayBeImpossible(state.record)) throw wrong('means', 'invalid');
  if (!rule.allowed) throw wrong('means', 'means_not_allowed', rule.sources.join('；') || undefined);
  if (rule.consent && consent !== true) throw wrong('consent', 'consent_required');
  if (rule.signature && state.record.complainant.type !== 'anonymous' && context.signed === null) {
    throw wrong('signature', 'signature_required');
  }
  if (rule.satisfaction && satisfaction === null) throw wrong('satisfaction', 'required');
  return {
    kind: 'fed_back',
    payload: {
      means,
      result,
      satisfaction,
      ...(context.signed === null ? {} : { signed: context.signed }),
      ...(consent === undefined ? {} : { consent }),
    },
  };
}

function close(state: CaseState, command: Wish<'close'>, { profile, roles }: DecideContext): NewFact {
  const { outcome, verified, summary, review, person, counted } = command;
  const { criteria, requireSatisfied } = profile.closing ?? { criteria: [], requireSatisfied: null };
  for (const { id, source } of criteria) {
    const answer = review?.find((one) => one.id === id);
    if (!answer || (!answer.holds && isBlank(answer.note))) throw wrong(`review.${id}`, 'review_required', source);
  }
  if (requireSatisfied && state.category !== null && requireSatisfied.categories.includes(state.category)) {
    const said = state.followUps.at(-1)?.satisfaction ?? state.feedback?.satisfaction ?? null;
    const unsatisfied = said !== null && !SATISFIED.has(said);
    if (unsatisfied && !requireSatisfied.unless.some((role) => roles.includes(role))) {
      throw wrong('outcome', 'not_satisfied', requireSatisfied.source);
    }
  }
  return {
    kind: 'closed',
    payload: {
      outcome,
      verified,
      summary,
      ...(review === undefined ? {} : { review }),
      ...(person === undefined ? {} : { person }),
      ...(counted === undefined ? {} : { counted }),
    },
  };
}
