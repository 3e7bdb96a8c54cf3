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
export function seenBy(entry: Pick<Entry, 'stationId' | 'baseRevision'>, before: readonly Entry[]): CaseState | null {
  const own = before.filter((one) => one.stationId === entry.stationId).length;
  let left = entry.baseRevision - own;
  const seen = before.filter((one) => {
    if (one.stationId === entry.stationId) return true;
    left -= 1;
    return left >= 0;
  });
  return seen[0]?.kind === 'registered' ? foldCase(seen) : null;
}
