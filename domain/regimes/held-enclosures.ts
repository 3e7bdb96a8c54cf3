import type { CaseState, StepMark } from '../case-file/state.ts';
import type { Enclosure } from '../contract/record.ts';
import type { Profile, Step } from './profile-schema.ts';

/** What was enclosed (夹寄) and how far it has been given back, where the procedure wants it given back. */
export interface HeldEnclosures {
  items: readonly Enclosure[];
  /** The step that gives back all of it. */
  step: Step;
  /** What was given back before, part by part, with the step that it was written under. */
  parts: { step: Step; mark: StepMark }[];
}

/**
 * The enclosures that this office still holds; null when there are none, when all were given back, or when the procedure
 * does not ask for it. A procedure asks by a step on record that waits for enclosures and is not optional; the optional
 * ones beside it are returns of a part.
 */
export function heldEnclosures(profile: Profile, state: CaseState): HeldEnclosures | null {
  const items = state.record.enclosures ?? [];
  if (items.length === 0) return null;
  const steps = profile.workflow.filter((step) => step.action === 'record' && step.when === 'enclosures');
  const whole = steps.find((step) => !step.optional);
  if (!whole || (state.steps[whole.step] ?? []).length > 0) return null;
  const parts = steps
    .filter((step) => step.optional)
    .flatMap((step) => (state.steps[step.step] ?? []).map((mark) => ({ step, mark })));
  return { items, step: whole, parts };
}
