import type { Entry } from '../domain/contract/entries.ts';
import type { ErrorCode } from '../domain/contract/errors.ts';
import type { PushAnswer } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import type { Growth } from './growth.ts';
import { type CaseAtCentre, judge } from './judge.ts';
import type { Link } from './links.ts';
import type { Rules } from './rules.ts';

/** A place in this station's chain that is taken, before or within this batch. */
export interface Place {
  hash: string;
  caseSeq: number | null;
  conflict: boolean;
}

/** What becomes of an entry that takes its place in the chain. */
export interface Fate {
  link: Link;
  caseSeq: number | null;
  conflict: boolean;
  refused: ErrorCode | null;
}

/** What the database says before a batch is judged. */
export interface Met {
  head: { seq: number; hash: string };
  places: Map<number, Place>;
  takenIds: Set<string>;
  cases: Map<string, CaseAtCentre>;
  /** The rules of the desk; null where they are not asked. */
  rules: Rules | null;
}

/** One batch of a station while it is judged, entry by entry, without the database. */
export class Batch {
  head: { seq: number; hash: string };
  /** New links of the chain, in order. */
  readonly stored: Fate[] = [];
  /** Links that were refused before and were judged again. */
  readonly settledAgain: Fate[] = [];
  readonly forks: Link[] = [];
  /** Entries that joined a case. */
  readonly joined: Entry[] = [];
  /** Cases that changed, as they are now. */
  readonly changed = new Map<string, CaseAtCentre>();
  readonly #author: Viewer;
  readonly #met: Met;
  readonly #growth: Growth;

  constructor(author: Viewer, met: Met, growth: Growth) {
    this.#author = author;
    this.#met = met;
    this.#growth = growth;
    this.head = met.head;
  }

  /** Code of the station whose batch it is. */
  get author(): string {
    return this.#author.code;
  }

  /** Revision of a case before this batch; null for one that the batch opens. */
  revisionMet(caseId: string): number | null {
    return this.#met.cases.get(caseId)?.state.revision ?? null;
  }

  take(link: Link | null): PushAnswer {
    if (!link) return ['rejected', 'entry_invalid'];
    if (link.stationId !== this.#author.code) return ['rejected', 'forbidden'];
    if (!link.isTrue) return ['rejected', 'entry_hash'];
    const place = this.#met.places.get(link.stationSeq);
    if (place) {
      if (place.hash !== link.hash) return this.#fork(link);
      if (place.caseSeq === null) return this.#settle(link, true);
      return [place.conflict ? 'conflict' : 'duplicate', place.caseSeq];
    }
    if (link.stationSeq !== this.head.seq + 1) return ['rejected', 'entry_gap'];
    if (link.prevHash !== this.head.hash) return this.#fork(link);
    return this.#settle(link, false);
  }

  /** What contradicts the chain is kept beside it. */
  #fork(link: Link): PushAnswer {
    this.forks.push(link);
    return ['rejected', 'entry_fork'];
  }

  /** Puts a link in its place, in its case as well when the rules allow it. */
  #settle(link: Link, again: boolean): PushAnswer {
    const { entry } = link;
    const before = entry && (this.changed.get(entry.caseId) ?? this.#met.cases.get(entry.caseId) ?? null);
    const verdict =
      entry && !this.#met.takenIds.has(link.id)
        ? judge(entry, this.#author, before, this.#met.rules)
        : ({ stored: false, code: 'entry_invalid' } as const);
    const caseSeq = verdict.stored ? verdict.after.state.revision : null;
    const conflict = verdict.stored && verdict.conflict;
    const fate = { link, caseSeq, conflict, refused: verdict.stored ? null : verdict.code };
    if (again) this.settledAgain.push(fate);
    else {
      this.stored.push(fate);
      this.head = { seq: link.stationSeq, hash: link.hash };
    }
    this.#met.places.set(link.stationSeq, { hash: link.hash, caseSeq, conflict });
    if (!verdict.stored) return ['rejected', verdict.code];
    if (entry) {
      this.#met.takenIds.add(link.id);
      this.joined.push(entry);
      if (entry.kind === 'registered') this.#met.rules?.take(entry.payload.number);
      this.changed.set(entry.caseId, verdict.after);
      this.#growth.add(entry, before, verdict.after);
    }
    const seq = verdict.after.state.revision;
    return conflict ? ['conflict', seq] : seq;
  }
}
