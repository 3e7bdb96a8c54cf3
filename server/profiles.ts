import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseProfile } from '../domain/regimes/profile.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';
import type { UnsignedRulebook } from '../domain/rulebook/rulebook.ts';

const SHIPPED = join(import.meta.dirname, '../domain/regimes/profiles');
/** Ids as files may be named: what a station claims is never a path. */
const FILE_ID = /^[a-z0-9_-]{1,40}$/;

/** A regime in one version, as a registration names it. */
export interface RegimeVersion {
  id: string;
  version: string;
}

/** Reads a published regime's document (`rulebooks.document`); null when this centre never published it. */
export type ReadPublished = (regime: RegimeVersion) => Promise<string | null>;

/**
 * The regimes that this process has met, read once: a version stands for one text for ever. What is missing is asked for
 * again each time, because it may be published any moment.
 */
export class Regimes {
  readonly #known = new Map<string, Profile>();

  /** Makes `of` ready for these. */
  async load(wanted: Iterable<RegimeVersion>, read: ReadPublished): Promise<void> {
    for (const regime of wanted) {
      const key = keyOf(regime);
      if (this.#known.has(key)) continue;
      const profile = shipped(regime) ?? published(await read(regime), regime);
      if (profile) this.#known.set(key, profile);
    }
  }

  /**
   * Reads the shipped ones, one a turn of the event loop: the first takes a tenth of a second, for which the first push after a
   * start, and all others with it, would else have to wait.
   */
  async warm(until: AbortSignal): Promise<void> {
    for (const file of readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'))) {
      await setImmediate();
      if (until.aborted) return;
      const { name: id } = parse(file);
      const profile = readShipped(id);
      this.#known.set(keyOf({ id, version: profile.version }), profile);
    }
  }

  /** Null when the centre has no such version. */
  of(regime: RegimeVersion): Profile | null {
    return this.#known.get(keyOf(regime)) ?? null;
  }
}

const keyOf = ({ id, version }: RegimeVersion): string => `${id}\n${version}`;

function shipped({ id, version }: RegimeVersion): Profile | null {
  if (!FILE_ID.test(id) || !existsSync(join(SHIPPED, `${id}.yaml`))) return null;
  const profile = readShipped(id);
  return profile.version === version ? profile : null;
}

function readShipped(id: string): Profile {
  return parseProfile(readFileSync(join(SHIPPED, `${id}.yaml`), 'utf8'), `${id}.yaml`);
}

/** It was checked when it was published. */
function published(document: string | null, { id }: RegimeVersion): Profile | null {
  if (document === null) return null;
  const { body } = JSON.parse(document) as UnsignedRulebook;
  return parseProfile(body, `${id}.yaml`);
}
