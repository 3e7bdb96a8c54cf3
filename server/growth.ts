import type { Entry } from '../domain/contract/entries.ts';
import { seesMasked } from '../domain/disclosure/see.ts';
import type { Query } from './db/direct.ts';
import { listOf } from './db/lists.ts';
import type { CaseAtCentre } from './judge.ts';
import { ALREADY_FED } from './push-statements.ts';
import type { Sights } from './sights.ts';

/** One row of a feed to be, its place counted from 1 after what the feed holds. */
export interface NewItem {
  station: string;
  nth: number;
  author: string;
  authorSeq: number;
  masked: boolean;
}

/** An entry on its way into a feed; one of the past may stand there already. */
interface Step {
  author: string;
  authorSeq: number;
  masked: boolean;
  past: boolean;
}

/** What a batch adds to whose feed, collected while it is judged. */
export class Growth {
  readonly #sights: Sights;
  #past = false;
  readonly #steps = new Map<string, Step[]>();

  constructor(sights: Sights) {
    this.#sights = sights;
  }

  /**
   * An entry joins a case. Whoever may see the case before or after it gets the entry (a unit that loses a case learns
   * of it by that very entry); whoever begins to see the case gets all that went before first. Never its own author.
   */
  add(entry: Entry, before: CaseAtCentre | null, after: CaseAtCentre): void {
    const then = before ? this.#sights.of(before.facts) : [];
    const now = this.#sights.of(after.facts);
    for (const { viewer, masked } of now) {
      if (before && then !== now && !then.some((sight) => sight.viewer === viewer)) {
        for (const earlier of before.entries) this.#push(viewer.code, earlier, masked, true);
      }
      this.#push(viewer.code, entry, masked, false);
    }
    if (then === now) return;
    for (const { viewer } of then) {
      if (now.some((sight) => sight.viewer === viewer)) continue;
      this.#push(viewer.code, entry, seesMasked(viewer, after.facts), false);
    }
  }

  /** Whether somebody begins to see a case that was there before: what its feed holds must then be looked up. */
  get looksBack(): boolean {
    return this.#past;
  }

  /** The rows, each feed's in order. What it holds already is looked up, under the locks of the cases. */
  async items(query: Query, institution: string): Promise<NewItem[]> {
    const fed = await this.#alreadyFed(query, institution);
    return [...this.#steps].flatMap(([station, steps]) => {
      const rows = new Map<string, NewItem>();
      for (const { author, authorSeq, masked } of steps) {
        const key = `${authorSeq} ${author}`;
        if (rows.has(key) || fed.has(`${key} ${station}`)) continue;
        rows.set(key, { station, nth: rows.size + 1, author, authorSeq, masked });
      }
      return [...rows.values()];
    });
  }

  async #alreadyFed(query: Query, institution: string): Promise<Set<string>> {
    const asked = [...this.#steps].flatMap(([station, steps]) =>
      steps.flatMap((step) => (step.past ? [{ ...step, station }] : [])),
    );
    if (asked.length === 0) return new Set();
    const rows = await query<{ station: string; author: string; authorSeq: number }>(ALREADY_FED, [
      listOf(asked, ({ station }) => station),
      listOf(asked, ({ author }) => author),
      listOf(asked, ({ authorSeq }) => authorSeq),
      institution,
    ]);
    return new Set(rows.map(({ station, author, authorSeq }) => `${authorSeq} ${author} ${station}`));
  }

  #push(station: string, { stationId: author, stationSeq: authorSeq }: Entry, masked: boolean, past: boolean): void {
    if (author === station) return;
    this.#past ||= past;
    const step = { author, authorSeq, masked, past };
    const steps = this.#steps.get(station);
    if (steps) steps.push(step);
    else this.#steps.set(station, [step]);
  }
}
