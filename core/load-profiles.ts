import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProfile } from '../domain/regimes/profile.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';

/** Reads the shipped procedures. @throws ProfileError naming file, line and rule */
export function loadProfiles(folder = join(import.meta.dirname, '../domain/regimes/profiles')): Map<string, Profile> {
  const profiles = new Map<string, Profile>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yaml')) continue;
    const profile = parseProfile(readFileSync(join(folder, name), 'utf8'), name);
    profiles.set(profile.id, profile);
  }
  return profiles;
}
