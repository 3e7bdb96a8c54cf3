import type { StationKind } from '../domain/contract/wire.ts';
import { type CaseFacts, maySee, seesMasked, type Viewer } from '../domain/disclosure/see.ts';
import type { Query } from './db/direct.ts';
import { READ_VIEWERS } from './push-statements.ts';

/** Different facts that are remembered per institution at most. */
const MAX_FACTS = 5_000;

/** A station that sees a case. */
export interface Sight {
  viewer: Viewer;
  masked: boolean;
}

/** Who sees what in one institution, as its stations are now. Most cases of a hall look alike to disclosure. */
export class Sights {
  readonly version: number;
  readonly #viewers: readonly Viewer[];
  readonly #known = new Map<string, readonly Sight[]>();

  constructor(version: number, viewers: readonly Viewer[]) {
    this.version = version;
    this.#viewers = viewers;
  }

  of(facts: CaseFacts): readonly Sight[] {
    const key = JSON.stringify(facts);
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size >= MAX_FACTS) this.#known.clear();
    const sights = this.#viewers
      .filter((viewer) => maySee(viewer, facts))
      .map((viewer) => ({ viewer, masked: seesMasked(viewer, facts) }));
    this.#known.set(key, sights);
    return sights;
  }
}

/** The institutions that this process has met, each as of the version that was read under its lock. */
export class SightsByInstitution {
  readonly #known = new Map<string, Sights>();

  /** As this process remembers it; null for another version. */
  remembered(institution: string, version: number): Sights | null {
    const known = this.#known.get(institution);
    return known?.version === version ? known : null;
  }

  /** @param version of the institution, read under its lock by the same transaction */
  async take(query: Query, institution: string, version: number): Promise<Sights> {
    const known = this.remembered(institution, version);
    if (known) return known;
    const rows = await query<{ code: string; kind: StationKind; units: string[] }>(READ_VIEWERS, [institution]);
    return this.keep(institution, version, rows);
  }

  /** @param stations those that have enrolled, as of that version */
  keep(institution: string, version: number, stations: readonly Omit<Viewer, 'institution'>[]): Sights {
    const sights = new Sights(
      version,
      stations.map((station) => ({ ...station, institution })),
    );
    this.#known.set(institution, sights);
    return sights;
  }
}
