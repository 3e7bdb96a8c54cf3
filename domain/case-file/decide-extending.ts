import type { NewFact } from '../contract/entries.ts';
import { checkPromisedDate } from '../regimes/clocks.ts';
import { type DecideContext, type Wish, wrong } from './decide-context.ts';
import type { CaseState } from './state.ts';

/** Another date: promised, asked for, or decided on. */
export function decideExtending(
  state: CaseState,
  command: Wish<'extend' | 'request_extension' | 'decide_extension'>,
  context: DecideContext,
): NewFact {
  switch (command.type) {
    case 'extend': {
      const { promisedDate, reason, notified } = command;
      demandPossible(state, promisedDate, context);
      return { kind: 'extended', payload: { promisedDate, reason, notified } };
    }
    case 'request_extension': {
      const { promisedDate, reason } = command;
      demandPossible(state, promisedDate, context);
      return { kind: 'extension_requested', payload: { promisedDate, reason } };
    }
    case 'decide_extension': {
      const { decision, opinion, notified } = command;
      const promisedDate = state.extensionRequest?.promisedDate ?? '';
      return { kind: 'extension_decided', payload: { decision, promisedDate, opinion, notified } };
    }
  }
}

function demandPossible(state: CaseState, promisedDate: string, context: DecideContext): void {
  const refusal = checkPromisedDate(context.profile, state, promisedDate, context.now, context.calendar);
  if (refusal) throw wrong('promisedDate', refusal);
}
