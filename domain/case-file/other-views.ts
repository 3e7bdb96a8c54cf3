import type { Entry } from '../contract/entries.ts';
import { foldCase } from './apply.ts';
import type { CaseState } from './state.ts';

/** Most entries that are folded to find a view, in the order that there is now and again in others: some milliseconds each. */
const MOST_FOLDED = 4_000;
/** Longest case whose chains are put into other orders: the work for one of them grows with its square. */
const LONGEST_REORDERED = 100;

type Writer = Pick<Entry, 'stationId' | 'stationSeq' | 'baseRevision'>;

/**
 * What the writer of an entry may have seen of its case where the centre was restored from a backup. The entry was written
 * in a life of which nothing is left: what others had written stood in another order then, and `baseRevision` counts in
 * that one. Each chain has kept its own order, so what was seen is a beginning of each, together as many as
 * `baseRevision` leaves for others; more where something of its own stood refused and was not counted; fewer where
 * something that was counted is not there, because it has not come again yet or was refused here. How the chains stood to
 * each other nobody knows any more: of two that decided the same, the other one may have been first.
 *
 * The work is bounded whatever the case holds; the likeliest views come first.
 *
 * @param before as `seenBy` takes it
 */
export function* viewsOfOtherLives(entry: Writer, before: readonly Entry[]): Generator<CaseState> {
  yield* folded(asNow(entry, before));
  yield* folded(reordered(entry, before));
}

/** What views come to, as many as the bound allows; one that does not begin with its registration counts and is no case. */
function* folded(views: Iterable<readonly Entry[]>): Generator<CaseState> {
  let left = MOST_FOLDED;
  for (const view of views) {
    left -= view.length;
    if (left < 0) return;
    const state = view[0]?.kind === 'registered' ? foldCase(view) : null;
    if (state) yield state;
  }
}

function* asNow(entry: Writer, before: readonly Entry[]): Generator<Entry[]> {
  for (const rows of seenRows(entry, before)) {
    const seen = new Set(rows.flat());
    yield before.filter((one) => seen.has(one));
  }
}

function* reordered(entry: Writer, before: readonly Entry[]): Generator<Entry[]> {
  for (const rows of seenRows(entry, before, LONGEST_REORDERED)) yield* interleaved(rows);
}

/**
 * What may have been seen, as rows of no more than `longest` entries together: of each chain its beginning, the writer's own
 * last. As many as the writer said that it knew first, then more, then fewer.
 */
function* seenRows(entry: Writer, before: readonly Entry[], longest = Number.POSITIVE_INFINITY): Generator<Entry[][]> {
  const isOwn = (one: Entry) => one.stationId === entry.stationId;
  const own = before.filter((one) => isOwn(one) && one.stationSeq <= entry.stationSeq).toSorted(byPlace);
  const others = before.filter((one) => !isOwn(one));
  const chains = [...Map.groupBy(others, ({ stationId }) => stationId).values()].map((chain) =>
    chain.toSorted(byPlace),
  );
  const sizes = chains.map((chain) => chain.length);
  const known = Math.max(0, entry.baseRevision - own.length);
  const most = Math.min(others.length, entry.baseRevision, longest - own.length);
  for (const count of countsFrom(known, most))
    for (const lengths of beginnings(sizes, count))
      yield [...chains.map((chain, index) => chain.slice(0, lengths[index])), own];
}

/** How many of the others' entries may have been seen, the likeliest first. */
function* countsFrom(known: number, most: number): Generator<number> {
  for (let count = known; count <= most; count += 1) yield count;
  for (let count = Math.min(known - 1, most); count >= 0; count -= 1) yield count;
}

const byPlace = (a: Entry, b: Entry) => a.stationSeq - b.stationSeq;

/** All orders in which rows can stand between each other; what begins the case stands first. Where nothing does, one of them. */
function* interleaved(rows: readonly Entry[][]): Generator<Entry[]> {
  const begins = rows.findIndex(([first]) => first?.kind === 'registered');
  const first = rows[begins]?.[0];
  if (!first) return yield rows.flat();
  for (const rest of merged(rows.map((row, index) => (index === begins ? row.slice(1) : row)))) yield [first, ...rest];
}

function* merged(rows: readonly Entry[][]): Generator<Entry[]> {
  if (rows.every((row) => row.length === 0)) yield [];
  for (const [index, [next, ...after]] of rows.entries()) {
    if (!next) continue;
    for (const rest of merged(rows.with(index, after))) yield [next, ...rest];
  }
}

/** All ways to take so many from the beginnings of rows of these sizes. */
function* beginnings(sizes: readonly number[], total: number): Generator<number[]> {
  const [first, ...rest] = sizes;
  if (first === undefined) {
    if (total === 0) yield [];
    return;
  }
  const room = rest.reduce((sum, size) => sum + size, 0);
  for (let taken = Math.min(first, total); taken >= Math.max(0, total - room); taken -= 1)
    for (const others of beginnings(rest, total - taken)) yield [taken, ...others];
}
