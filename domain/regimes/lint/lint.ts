import type { Profile } from '../profile-schema.ts';
import { clockFaults } from './clocks.ts';
import type { ProfileFault } from './fault.ts';
import { formFaults } from './forms.ts';
import { nameFaults } from './names.ts';
import { stepFaults } from './steps.ts';
import { walkFaults } from './walk.ts';

/** What keeps a profile out of force: names that lead nowhere and steps that contradict each other. */
export function profileErrors(profile: Profile): ProfileFault[] {
  return [...nameFaults(profile), ...stepFaults(profile)].filter((fault) => fault.severity === 'error');
}

/** Everything that can be said of a profile, the walk through its workflow included. */
export function lintProfile(profile: Profile): ProfileFault[] {
  const faults = [...nameFaults(profile), ...stepFaults(profile), ...clockFaults(profile), ...formFaults(profile)];
  // With names that lead nowhere the walk would only repeat what is said already.
  return faults.some((f) => f.severity === 'error') ? faults : [...faults, ...walkFaults(profile)];
}
