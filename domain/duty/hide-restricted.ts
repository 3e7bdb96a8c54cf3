import type { CaseState } from '../case-file/state.ts';
import type { Entry } from '../contract/entries.ts';
import type { Profile } from '../regimes/profile-schema.ts';

/**
 * Whether a step's record is for those on duty only (值班记录). One that the procedure does not know, or of which the
 * procedure is not here, is kept from others too: nobody can say that it is theirs to read.
 */
export function isRestricted(profile: Pick<Profile, 'workflow'> | null, step: string): boolean {
  const known = profile?.workflow.find((one) => one.step === step);
  return known === undefined || known.restricted === true;
}

/**
 * The entry for somebody who does not read the duty log: that the step was taken, when and by whom, but not what was
 * written. Entry and envelope stay, so that revisions count the same.
 */
export function entryForOthers<E extends Entry & { masked: boolean }>(profile: Profile | null, entry: E): E {
  if (entry.kind !== 'recorded' || !isRestricted(profile, entry.payload.step)) return entry;
  return { ...entry, payload: { ...entry.payload, values: {} }, masked: true };
}

/** The case's state for somebody who does not read the duty log. */
export function stateForOthers(profile: Profile | null, state: CaseState): CaseState {
  const steps = Object.entries(state.steps).map(([step, marks]) => [
    step,
    isRestricted(profile, step) ? marks.map((mark) => ({ ...mark, values: {} })) : marks,
  ]);
  return { ...state, steps: Object.fromEntries(steps) };
}
