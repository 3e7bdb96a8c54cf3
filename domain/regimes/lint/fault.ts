/** One thing wrong with a profile, and where in its document. */
export interface ProfileFault {
  path: readonly (string | number)[];
  rule: string;
  /** An error keeps the profile out of force; a warning is for its author to look at. */
  severity: 'error' | 'warning';
}

export type Path = readonly (string | number)[];

export const error = (path: Path, rule: string): ProfileFault => ({ path, rule, severity: 'error' });
export const warning = (path: Path, rule: string): ProfileFault => ({ path, rule, severity: 'warning' });
