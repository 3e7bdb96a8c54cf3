import type { Command } from '../contract/commands.ts';
import type { NewFact } from '../contract/entries.ts';
import { DeskError } from '../contract/errors.ts';
import { obstacleOfEnded } from '../regimes/obstacles.ts';
import { type ActionOffer, allowedActions } from '../regimes/workflow.ts';
import type { DecideContext } from './decide-context.ts';
import { decideEnding } from './decide-ending.ts';
import { decideExtending } from './decide-extending.ts';
import { decideHandling } from './decide-handling.ts';
import { decideSettling } from './decide-settling.ts';
import { decideSide } from './decide-side.ts';
import type { CaseState } from './state.ts';

/**
 * Turns a person's wish into facts, or refuses it. The same function runs on the desk and at the centre.
 *
 * @throws DeskError with the code and, as `detail`, the regime's own sentence that stands against it
 */
export function decide(state: CaseState, command: Command, context: DecideContext): NewFact[] {
  const { profile, roles, officerId, now, calendar } = context;
  const found = offerOf(allowedActions(profile, state, roles, { officerId, now, calendar }, command.type), command);
  if (!found) {
    if (command.type === 'settle') throw new DeskError('conflict_gone');
    const ended = obstacleOfEnded(profile, state);
    throw new DeskError('step_not_allowed', { detail: ended?.reason ?? '本案不经过这一步' });
  }
  if (!found.allowed) throw new DeskError(found.code ?? 'step_not_allowed', sentenceAgainst(found));
  return carryOut(state, command, context);
}

/** The facts of a command that is offered. @throws DeskError for what its own words lack, or may not say */
export function carryOut(state: CaseState, command: Command, context: DecideContext): NewFact[] {
  switch (command.type) {
    case 'accept':
    case 'refuse':
    case 'investigate':
    case 'approve':
    case 'reclassify':
    case 'assign':
    case 'contribute':
    case 'reply':
    case 'return':
    case 'redo':
    case 'record':
      return [decideHandling(state, command, context)];
    case 'extend':
    case 'request_extension':
    case 'decide_extension':
      return [decideExtending(state, command, context)];
    case 'feed_back':
    case 'close':
    case 'archive':
    case 'follow_up':
      return [decideEnding(state, command, context)];
    case 'settle':
      return [decideSettling(state, command)];
    case 'urge':
    case 'recuse':
    case 'merge':
    case 'mark':
    case 'note':
      return [decideSide(state, command, context)];
  }
}

/** Among a case's offers the one that a command takes up. */
export function offerOf(offers: readonly ActionOffer[], command: Command): ActionOffer | undefined {
  switch (command.type) {
    case 'record':
      return offers.find((o) => o.action === 'record' && o.step === command.step);
    case 'urge':
      return offers.find((o) => o.action === 'urge' && o.step === command.urging);
    case 'settle':
      return offers.find((o) => o.action === 'settle' && o.step === command.entryId);
    case 'return':
    case 'redo':
      return offers.find((o) => o.action === command.type && o.step === command.rule);
    default:
      return offers.find((o) => o.action === command.type);
  }
}

/** What is said to people: why not, and the article it would offend. */
function sentenceAgainst(offer: ActionOffer): { detail?: string } {
  const sentences = [offer.reason, offer.source && offer.source !== offer.reason ? `“${offer.source}”` : null];
  const detail = sentences.filter((s) => s !== null).join('；依据：');
  return detail === '' ? {} : { detail };
}
