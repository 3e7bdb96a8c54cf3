import { preferred } from './apply-settling.ts';
import type { CaseState } from './state.ts';

/**
 * What became of an entry that stands in the file but is not simply in effect: `late` waits for an officer, `not_taken`
 * was left without effect, `overruled` was in effect until another took its place, `taken` is that other, `too_late` is a
 * settling that settled nothing.
 */
export type EntryFate = 'late' | 'not_taken' | 'overruled' | 'taken' | 'too_late';

/** The fates of a case's entries, by entry id; those that are simply in effect are left out. */
export function fatesOf({
  conflicts,
  settlements,
}: Pick<CaseState, 'conflicts' | 'settlements'>): Map<string, EntryFate> {
  const fates = new Map<string, EntryFate>();
  for (const settlement of settlements) {
    const { winner, loser } = preferred(settlement);
    if (settlement.effect === null) fates.set(settlement.id, 'too_late');
    if (settlement.effect === 'taken' && winner !== null) fates.set(winner, 'taken');
    if (settlement.effect !== null && loser !== null)
      fates.set(loser, settlement.effect === 'taken' ? 'overruled' : 'not_taken');
  }
  for (const { entryId } of conflicts) fates.set(entryId, 'late');
  return fates;
}
