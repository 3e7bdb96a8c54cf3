import type { EntryOf } from '../contract/entries.ts';
import { stampOf } from './begin.ts';
import { standingAgainst } from './conflicts.ts';
import type { CaseState, Conflict } from './state.ts';
import { obstacleToTaking, takeLate } from './take-late.ts';

/**
 * Folds the settling of a conflict. The first one in the centre's order decides; what comes after it, or would replace a
 * fact that its writer had not seen, stays in the file without effect, and a conflict that is left goes on asking.
 */
export function applySettling(state: CaseState, entry: EntryOf<'settled'>): CaseState {
  const { entryId, against, choice } = entry.payload;
  // The centre may have put the two the other way round since: what the officer preferred is what counts.
  const [winner, loser] = choice === 'take' ? [entryId, against] : [against, entryId];
  const told = (effect: boolean, from: CaseState = state): CaseState => ({
    ...from,
    settlements: [...state.settlements, { ...stampOf(entry), ...entry.payload, effect }],
  });
  const kept = state.conflicts.find((one) => one.entryId === loser);
  if (kept) return told(true, { ...state, conflicts: without(state, kept) });
  const taken = state.conflicts.find((one) => one.entryId === winner);
  if (!taken || (standingAgainst(state, taken)?.entryId ?? null) !== loser || obstacleToTaking(state, taken) !== null)
    return told(false);
  return told(true, { ...takeLate(state, taken, entry), conflicts: without(state, taken) });
}

function without(state: CaseState, settled: Conflict): Conflict[] {
  return state.conflicts.filter((one) => one !== settled);
}
