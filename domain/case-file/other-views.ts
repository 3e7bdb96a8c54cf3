import type { Entry } from '../contract/entries.ts';
import { foldCase } from './apply.ts';
import type { CaseState } from './state.ts';

/** Most entries that are folded to find a view: some milliseconds. */
const MOST_FOLDED = 4_000;

/**
 * What the writer of an entry may have seen of its case where the centre was restored from a backup. The entry was written
 * in a life of which nothing is left: what others had written stood in another order then, and `baseRevision` counts in
 * that one. Each chain has kept its own order, so what was seen is a beginning of each, together as many as
 * `baseRevision` leaves for others, or more where something of its own stood refused and was not counted.
 *
 * The work is bounded whatever the case holds; the likeliest views come first.
 *
 * @param before as `seenBy` takes it
 */
export function* viewsOfOtherLives(
  entry: Pick<Entry, 'stationId' | 'stationSeq' | 'baseRevision'>,
  before: readonly Entry[],
): Generator<CaseState> {
  const isOwn = (one: Entry) => one.stationId === entry.stationId;
  const own = before.filter((one) => isOwn(one) && one.stationSeq <= entry.stationSeq);
  const others = before.filter((one) => !isOwn(one));
  const chains = [...Map.groupBy(others, ({ stationId }) => stationId).values()].map((chain) =>
    chain.toSorted((a, b) => a.stationSeq - b.stationSeq),
  );
  const sizes = chains.map((chain) => chain.length);
  const most = Math.min(others.length, entry.baseRevision);
  let left = MOST_FOLDED;
  for (let count = Math.max(0, entry.baseRevision - own.length); count <= most; count += 1) {
    for (const lengths of beginnings(sizes, count)) {
      left -= own.length + count;
      if (left < 0) return;
      const seen = new Set([...own, ...chains.flatMap((chain, index) => chain.slice(0, lengths[index]))]);
      const view = before.filter((one) => seen.has(one));
      const state = view[0]?.kind === 'registered' ? foldCase(view) : null;
      if (state) yield state;
    }
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
