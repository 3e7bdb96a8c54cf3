import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProfile } from '../domain/regimes/profile.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';

/** The shipped procedures, by id. Read when first asked for: a station needs one of them, an old PC notices thirteen. */
export interface Profiles {
  get(id: string): Profile | undefined;
  has(id: string): boolean;
  all(): Profile[];
}

const SHIPPED = join(import.meta.dirname, '../domain/regimes/profiles');

/** The files of the shipped procedures, absolute, in the order of their names. */
export function shippedFiles(): string[] {
  return readdirSync(SHIPPED)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(SHIPPED, name));
}

/** @throws ProfileError, when one is asked for, naming file, line and rule */
export function loadProfiles(folder = SHIPPED): Profiles {
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
  const parsed = new Map<string, Profile>();

  function get(id: string): Profile | undefined {
    if (!ids.includes(id)) return undefined;
    let profile = parsed.get(id);
    if (!profile) {
      profile = parseProfile(readFileSync(join(folder, `${id}.yaml`), 'utf8'), `${id}.yaml`);
      parsed.set(id, profile);
    }
    return profile;
  }

  return {
    get,
    has: (id) => ids.includes(id),
    all: () => ids.map((id) => get(id)).filter((profile) => profile !== undefined),
  };
}
