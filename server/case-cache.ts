import type { Query } from './db/direct.ts';
import type { CaseAtCentre } from './judge.ts';
import { foldCases } from './stored-case.ts';

/** Entries that are kept in memory at most; an entry takes some 4 kB. */
const MAX_ENTRIES = 10_000;

/**
 * Folded cases, the ones used last. A case is taken from here only at the very revision that the database names, which for
 * a push is read under the case's lock: so several processes may each keep their own. A new epoch forgets all, because a
 * restored database can come to the same revision by other entries.
 */
export class CaseCache {
  readonly #cases = new Map<string, CaseAtCentre>();
  #entries = 0;
  #epoch = '';

  /** @param revisions of the cases wanted, as the database has them; those that it does not have are not in the answer */
  async take(
    query: Query,
    epoch: string,
    institution: string,
    revisions: ReadonlyMap<string, number>,
  ): Promise<Map<string, CaseAtCentre>> {
    this.#live(epoch);
    const found = new Map<string, CaseAtCentre>();
    const missed: string[] = [];
    for (const [id, revision] of revisions) {
      const known = this.#cases.get(keyOf(institution, id));
      if (known?.state.revision === revision) found.set(id, known);
      else missed.push(id);
    }
    for (const [id, folded] of await foldCases(query, institution, missed)) found.set(id, folded);
    return found;
  }

  /**
   * Cases without a lock: as they were when this process last saw them, and as they are now where it remembers none. Whoever
   * relies on one compares its revision under the lock.
   */
  async atHand(
    query: Query,
    epoch: string,
    institution: string,
    ids: Iterable<string>,
  ): Promise<Map<string, CaseAtCentre>> {
    this.#live(epoch);
    const found = new Map<string, CaseAtCentre>();
    const missed: string[] = [];
    for (const id of ids) {
      const known = this.#cases.get(keyOf(institution, id));
      if (known) found.set(id, known);
      else missed.push(id);
    }
    for (const [id, folded] of await foldCases(query, institution, missed)) found.set(id, folded);
    return found;
  }

  /** Keeps what is committed, nothing else. */
  keep(epoch: string, cases: Iterable<CaseAtCentre>): void {
    this.#live(epoch);
    for (const one of cases) {
      const key = keyOf(one.facts.institution, one.state.caseId);
      this.#drop(key);
      this.#cases.set(key, one);
      this.#entries += one.entries.length;
    }
    for (const key of this.#cases.keys()) {
      if (this.#entries <= MAX_ENTRIES) break;
      this.#drop(key);
    }
  }

  #live(epoch: string): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#cases.clear();
    this.#entries = 0;
  }

  #drop(key: string): void {
    const known = this.#cases.get(key);
    if (!known) return;
    this.#cases.delete(key);
    this.#entries -= known.entries.length;
  }
}

/** Two institutions may each have a case of the same id. */
function keyOf(institution: string, id: string): string {
  return `${institution}\n${id}`;
}
