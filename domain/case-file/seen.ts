import type { Entry } from '../contract/entries.ts';
import { foldCase } from './apply.ts';
import type { CaseState } from './state.ts';

/** Whether the writer of an entry knew everything that the centre holds of its case before it. */
export function hadSeenAll(entry: Entry, state: CaseState): boolean {
  return entry.baseRevision >= state.revision;
}

/**
 * A case as the writer of an entry saw it: all that its own station wrote, and the first of the others in the centre's
 * order, as many as `baseRevision` leaves for them. Work without a line is judged by this and not by what came in meanwhile;
 * that is for exclusivity (`apply.ts`).
 *
 * @param before entries of the case at the centre, in its order, without the one that is judged; as the writer's station
 *   gets them, masked where it gets them masked
 * @returns null where the writer knew nothing of the case, or not its registration
 */
export function seenBy(
  entry: Pick<Entry, 'stationId' | 'stationSeq' | 'baseRevision'>,
  before: readonly Entry[],
): CaseState | null {
  // One that was refused is judged again behind what its station wrote later, and that it had not seen.
  const isOwn = (one: Entry) => one.stationId === entry.stationId;
  const own = before.filter((one) => isOwn(one) && one.stationSeq <= entry.stationSeq).length;
  let left = entry.baseRevision - own;
  const seen = before.filter((one) => {
    if (isOwn(one)) return one.stationSeq <= entry.stationSeq;
    left -= 1;
    // What stood refused when the entry was written was not counted: that much is missing, but never how the case began.
    return left >= 0 || (one.kind === 'registered' && entry.baseRevision > 0);
  });
  return seen[0]?.kind === 'registered' ? foldCase(seen) : null;
}
