import type { EntryOf } from '../contract/entries.ts';
import { stampOf } from './begin.ts';
import { standingAgainst } from './conflicts.ts';
import type { CaseState, Conflict, Settlement } from './state.ts';
import { obstacleToTaking, takeLate } from './take-late.ts';

/**
 * Folds the settling of a conflict. The first one in the centre's order decides; what comes after it, or would replace a
 * fact that its writer had not seen, stays in the file without effect, and a conflict that is left goes on asking.
 */
export function applySettling(state: CaseState, entry: EntryOf<'settled'>): CaseState {
  // The centre may have put the two the other way round since: what the officer preferred is what counts.
  const { winner, loser } = preferred(entry.payload);
  const told = (effect: Settlement['effect'], from: CaseState = state): CaseState => ({
    ...from,
    settlements: [...state.settlements, { ...stampOf(entry), ...entry.payload, id: entry.id, effect }],
  });
  const kept = state.conflicts.find((one) => one.entryId === loser);
  if (kept) return told('kept', { ...state, conflicts: without(state, kept) });
  const taken = state.conflicts.find((one) => one.entryId === winner);
  if (!taken || (standingAgainst(state, taken)?.entryId ?? null) !== loser || obstacleToTaking(state, taken) !== null)
    return told(null);
  return told('taken', { ...takeLate(state, taken, entry), conflicts: without(state, taken) });
}

/** The two versions as the officer who settled saw them. */
export function preferred({ entryId, against, choice }: Pick<Settlement, 'entryId' | 'against' | 'choice'>): {
  winner: string | null;
  loser: string | null;
} {
  return choice === 'take' ? { winner: entryId, loser: against } : { winner: against, loser: entryId };
}

function without(state: CaseState, settled: Conflict): Conflict[] {
  return state.conflicts.filter((one) => one !== settled);
}
