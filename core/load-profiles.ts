import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProfile } from '../domain/regimes/profile.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';

/** The procedures a desk knows. */
export interface Profiles {
  /**
   * The procedure in force, which new cases begin under; with a version, that very version and no other: a running case
   * keeps the one it was registered under. Undefined when this desk does not have it.
   */
  get(id: string, version?: string): Profile | undefined;
  has(id: string): boolean;
  /** Those in force. */
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

/** The procedures that came with the program: one version of each. */
export interface ShippedProfiles extends Profiles {
  ids(): readonly string[];
  /** The file, letter by letter. */
  text(id: string): string | undefined;
}

/**
 * Reads the shipped procedures, each when first asked for: a station needs one of them, an old PC notices thirteen.
 *
 * @throws ProfileError, when one is asked for, naming file, line and rule
 */
export function loadProfiles(folder = SHIPPED): ShippedProfiles {
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
  const parsed = new Map<string, Profile>();

  function text(id: string): string | undefined {
    return ids.includes(id) ? readFileSync(join(folder, `${id}.yaml`), 'utf8') : undefined;
  }

  function get(id: string, version?: string): Profile | undefined {
    let profile = parsed.get(id);
    if (!profile) {
      const read = text(id);
      if (read === undefined) return undefined;
      profile = parseProfile(read, `${id}.yaml`);
      parsed.set(id, profile);
    }
    return version === undefined || version === profile.version ? profile : undefined;
  }

  return {
    get,
    text,
    ids: () => ids,
    has: (id) => ids.includes(id),
    all: () => ids.map((id) => get(id)).filter((profile) => profile !== undefined),
  };
}
