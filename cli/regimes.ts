import { loadProfiles } from '../core/load-profiles.ts';
import { EXIT } from './help.ts';
import type { Outcome } from './outcome.ts';

export async function runRegimes(): Promise<Outcome> {
  const regimes = loadProfiles()
    .all()
    .map(({ id, name, version }) => ({ id, name, version }));
  return {
    text: regimes.map(({ id, name, version }) => `${id.padEnd(14)}${version.padEnd(10)}${name}`).join('\n'),
    data: { regimes },
    exit: EXIT.ok,
  };
}
