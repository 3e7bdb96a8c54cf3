import type { CaseState } from '../case-file/state.ts';
import type { Profile } from './profile-schema.ts';
import { isDone, stepsOf, waitingStep } from './steps.ts';

/**
 * Ids of the forms that the case is about now: those of the step just taken, of the step it waits for, and of the last
 * urging. Which of them can be given out is the forms' own to say.
 */
export function formsDue(profile: Profile, state: CaseState): Set<string> {
  const waiting = waitingStep(profile, state);
  const done = stepsOf(profile, state).filter((step) => isDone(profile, state, step));
  const last = state.urgings.at(-1);
  const slip = last && profile.urging.find((rule) => rule.id === last.urging)?.form;
  return new Set([...(done.at(-1)?.forms ?? []), ...(waiting?.forms ?? []), ...(slip ? [slip] : [])]);
}
