/** What a process knows of a station's chain since it last stored something in it. */
export interface KnownChain {
  epoch: string;
  /** Of the institution. */
  version: number;
  head: { seq: number; hash: string };
}

/** Officers that are remembered per institution at most: what an entry says of its writer may be anything. */
const MAX_OFFICERS = 5_000;

/**
 * Roles that institutions' directories ever gave to officers, each as of the version that was read under the institution's
 * lock. An officer whom the directory never named is remembered as well.
 */
export class OfficerRoles {
  readonly #known = new Map<string, { version: number; roles: Map<string, ReadonlySet<string> | undefined> }>();

  keep(
    institution: string,
    version: number,
    officers: Iterable<string>,
    found: ReadonlyMap<string, ReadonlySet<string>>,
  ): void {
    let known = this.#known.get(institution);
    if (known?.version !== version || known.roles.size > MAX_OFFICERS) {
      known = { version, roles: new Map() };
      this.#known.set(institution, known);
    }
    for (const officer of officers) known.roles.set(officer, found.get(officer));
  }

  /** @returns null when one of them was not asked for under this version */
  remembered(
    institution: string,
    version: number,
    officers: Iterable<string>,
  ): ReadonlyMap<string, ReadonlySet<string>> | null {
    const known = this.#known.get(institution);
    const found = new Map<string, ReadonlySet<string>>();
    for (const officer of officers) {
      if (known?.version !== version || !known.roles.has(officer)) return null;
      const roles = known.roles.get(officer);
      if (roles) found.set(officer, roles);
    }
    return found;
  }
}
