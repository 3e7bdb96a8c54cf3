import type { Calendar } from '../calendar/holidays.ts';
import type { Command } from '../contract/commands.ts';
import type { NewFact } from '../contract/entries.ts';
import { DeskError } from '../contract/errors.ts';
import type { SignedText } from '../contract/signature.ts';
import { checkPromisedDate } from '../regimes/clocks.ts';
import { feedbackMayBeImpossible, feedbackRule } from '../regimes/feedback.ts';
import type { Profile } from '../regimes/profile-schema.ts';
import { allowedActions } from '../regimes/workflow.ts';
import type { CaseState } from './state.ts';

/** What a decision needs from outside, so that it stays pure. */
export interface DecideContext {
  profile: Profile;
  /** Regime roles of the officer who acts. */
  roles: readonly string[];
  /** Name of the unit the officer speaks for, for replies; the assigned unit's name where unknown. */
  unitName: string | null;
  /** Next number of a numbered paper (`accept`, `refuse`, `assign`): final once used, so drawn by the caller's transaction. */
  nextPaperNumber: (paper: 'acceptance_notice' | 'refusal_notice' | 'assignment_slip') => string;
  /** The signature that a signing task collected, already checked against the text shown. */
  signed: SignedText | null;
  /** ISO 8601 with offset. */
  now: string;
  calendar: Calendar;
}

/**
 * Turns a person's wish into facts, or refuses it. The same function runs on the desk and at the centre.
 *
 * @throws DeskError with the code and, as `detail`, the regime's own sentence that stands against it
 */
export function decide(state: CaseState, command: Command, context: DecideContext): NewFact[] {
  const offer = allowedActions(context.profile, state, [...context.roles]).find((o) => o.action === command.type);
  if (!offer) throw new DeskError('step_not_allowed');
  if (!offer.allowed) {
    throw new DeskError(offer.code ?? 'step_not_allowed', offer.reason === null ? {} : { detail: offer.reason });
  }
  switch (command.type) {
    case 'accept': {
      if (!context.profile.categories.some((c) => c.id === command.category)) {
        throw new DeskError('category_unknown', { fields: [{ path: 'category', code: 'category_unknown' }] });
      }
      const { category, note } = command;
      const noticeNumber = context.nextPaperNumber('acceptance_notice');
      return [
        {
          kind: 'accepted',
          payload: note === undefined ? { category, noticeNumber } : { category, note, noticeNumber },
        },
      ];
    }
    case 'refuse': {
      const ground = context.profile.acceptance.refusals.find((r) => r.code === command.ground);
      if (!ground) throw new DeskError('ground_unknown', { fields: [{ path: 'ground', code: 'ground_unknown' }] });
      return [
        {
          kind: 'refused',
          payload: {
            ground: ground.code,
            groundText: ground.text,
            explanation: command.explanation,
            noticeNumber: context.nextPaperNumber('refusal_notice'),
          },
        },
      ];
    }
    case 'investigate':
      return [{ kind: 'investigated', payload: { text: command.text } }];
    case 'approve':
      return [{ kind: 'approved', payload: { decision: command.decision, opinion: command.opinion } }];
    case 'assign': {
      const { unit, mode, opinion } = command;
      return [
        { kind: 'assigned', payload: { unit, mode, opinion, slipNumber: context.nextPaperNumber('assignment_slip') } },
      ];
    }
    case 'reply': {
      const unit = context.unitName ?? state.assignment?.unit.name ?? '';
      return [{ kind: 'replied', payload: { unit, opinion: command.opinion } }];
    }
    case 'feed_back':
      return [feedBack(state, command, context)];
    case 'close':
      return [
        { kind: 'closed', payload: { outcome: command.outcome, verified: command.verified, summary: command.summary } },
      ];
    case 'archive':
      return [{ kind: 'archived', payload: { note: command.note } }];
    case 'extend': {
      const { promisedDate, reason, notified } = command;
      const refusal = checkPromisedDate(context.profile, state, promisedDate, context.now, context.calendar);
      if (refusal) throw new DeskError(refusal, { fields: [{ path: 'promisedDate', code: refusal }] });
      return [{ kind: 'extended', payload: { promisedDate, reason, notified } }];
    }
    case 'note':
      return [{ kind: 'noted', payload: { text: command.text } }];
  }
}

function feedBack(state: CaseState, command: Extract<Command, { type: 'feed_back' }>, context: DecideContext): NewFact {
  const { means, result, satisfaction } = command;
  if (means === 'impossible' && satisfaction !== null) {
    throw new DeskError('invalid', { fields: [{ path: 'satisfaction', code: 'invalid' }] });
  }
  const rule = feedbackRule(context.profile, means);
  if (means === 'impossible' && !feedbackMayBeImpossible(state.record)) {
    throw new DeskError('invalid', { fields: [{ path: 'means', code: 'invalid' }] });
  }
  if (rule.signature && state.record.complainant.type !== 'anonymous' && context.signed === null) {
    throw new DeskError('signature_required', { fields: [{ path: 'signature', code: 'signature_required' }] });
  }
  if (rule.satisfaction && satisfaction === null) {
    throw new DeskError('required', { fields: [{ path: 'satisfaction', code: 'required' }] });
  }
  const payload = { means, result, satisfaction };
  return { kind: 'fed_back', payload: context.signed === null ? payload : { ...payload, signed: context.signed } };
}
