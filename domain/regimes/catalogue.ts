import type { Profile } from './profile-schema.ts';

export interface Catalogue {
  /** The profile of that id, or undefined when this desk has none. */
  get(id: string): Profile | undefined;
  list(): readonly Profile[];
}

/** The procedures a desk knows. The profiles come parsed: `domain` reads no disk. */
export function createCatalogue(profiles: readonly Profile[]): Catalogue {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  return { get: (id) => byId.get(id), list: () => profiles };
}
