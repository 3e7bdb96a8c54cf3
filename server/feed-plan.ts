import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Entry } from '../domain/contract/entries.ts';
import type { StationKind } from '../domain/contract/wire.ts';
import { maySee, seesMasked, type Viewer } from '../domain/disclosure/see.ts';
import type { CentreTransaction } from './db/open.ts';
import { entries, feed, feedHeads, stations } from './db/schema.ts';
import type { CaseAtCentre } from './judge.ts';

/** Rows per insert: PostgreSQL takes at most 65,535 parameters. */
const ROWS_PER_INSERT = 5_000;

interface FeedItemToWrite {
  author: string;
  authorSeq: number;
  masked: boolean;
}

type Step = { item: FeedItemToWrite } | { allOfCase: string; upTo: number; masked: boolean };

/** All enrolled stations of an institution. */
export async function viewersOf(tx: CentreTransaction, institution: string): Promise<Viewer[]> {
  const rows = await tx
    .select()
    .from(stations)
    .where(and(eq(stations.institution, institution), isNotNull(stations.enrolledAt)))
    .orderBy(asc(stations.code));
  return rows.map((row) => ({ code: row.code, kind: row.kind as StationKind, institution, units: row.units }));
}

/**
 * What a batch adds to whose feed. Collected while the batch is judged and written at its end, so that the feeds' locks
 * are held briefly and taken in one order.
 */
export class FeedPlan {
  readonly #viewers: readonly Viewer[];
  readonly #steps = new Map<string, Step[]>();

  constructor(viewers: readonly Viewer[]) {
    this.#viewers = viewers;
  }

  /**
   * An entry joins a case. Whoever may see the case before or after it gets the entry (a unit that loses a case learns
   * of it by that very entry); whoever begins to see the case gets all that went before first. Never its own author.
   */
  add(entry: Entry, before: CaseAtCentre | null, after: CaseAtCentre): void {
    for (const viewer of this.#viewers) {
      const saw = before !== null && maySee(viewer, before.facts);
      const sees = maySee(viewer, after.facts);
      if (!saw && !sees) continue;
      const masked = seesMasked(viewer, after.facts);
      if (!saw && before) this.#push(viewer, { allOfCase: entry.caseId, upTo: before.state.revision, masked });
      if (entry.stationId !== viewer.code) {
        this.#push(viewer, { item: { author: entry.stationId, authorSeq: entry.stationSeq, masked } });
      }
    }
  }

  /** Everything of a case, for a station that is new. */
  addWholeCase(viewer: Viewer, known: CaseAtCentre): void {
    const masked = seesMasked(viewer, known.facts);
    this.#push(viewer, { allOfCase: known.state.caseId, upTo: known.state.revision, masked });
  }

  /** Hands out positions under each feed's lock. @returns the stations whose feed grew */
  async write(tx: CentreTransaction): Promise<string[]> {
    const codes = [...this.#steps.keys()].sort();
    if (codes.length === 0) return [];
    const heads = await tx
      .select()
      .from(feedHeads)
      .where(inArray(feedHeads.station, codes))
      .orderBy(asc(feedHeads.station))
      .for('update');
    const woken: string[] = [];
    for (const { station, pos } of heads) {
      const items = await this.#itemsFor(tx, station);
      if (items.length === 0) continue;
      const rows = items.map((item, index) => ({ station, pos: pos + 1 + index, ...item }));
      for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
        await tx.insert(feed).values(rows.slice(from, from + ROWS_PER_INSERT));
      }
      await tx
        .update(feedHeads)
        .set({ pos: pos + rows.length })
        .where(eq(feedHeads.station, station));
      woken.push(station);
    }
    return woken;
  }

  #push(viewer: Viewer, step: Step): void {
    const steps = this.#steps.get(viewer.code);
    if (steps) steps.push(step);
    else this.#steps.set(viewer.code, [step]);
  }

  async #itemsFor(tx: CentreTransaction, station: string): Promise<FeedItemToWrite[]> {
    const items = new Map<string, FeedItemToWrite>();
    for (const step of this.#steps.get(station) ?? []) {
      const found = 'item' in step ? [step.item] : await missingOfCase(tx, station, step);
      for (const item of found) {
        const key = `${item.authorSeq} ${item.author}`;
        if (!items.has(key)) items.set(key, item);
      }
    }
    return [...items.values()];
  }
}

/** Entries of a case, in its order, that others wrote and this station's feed does not hold yet. */
async function missingOfCase(
  tx: CentreTransaction,
  station: string,
  step: { allOfCase: string; upTo: number; masked: boolean },
): Promise<FeedItemToWrite[]> {
  const rows = await tx
    .select({ author: entries.station, authorSeq: entries.stationSeq, caseSeq: entries.caseSeq })
    .from(entries)
    .leftJoin(
      feed,
      and(eq(feed.station, station), eq(feed.author, entries.station), eq(feed.authorSeq, entries.stationSeq)),
    )
    .where(
      and(
        eq(entries.caseId, step.allOfCase),
        isNull(entries.refused),
        ne(entries.station, station),
        isNull(feed.station),
      ),
    )
    .orderBy(asc(entries.caseSeq));
  const earlier = rows.filter((row) => (row.caseSeq ?? 0) <= step.upTo);
  return earlier.map(({ author, authorSeq }) => ({ author, authorSeq, masked: step.masked }));
}
