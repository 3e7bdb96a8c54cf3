import type { Entry } from '../contract/entries.ts';
import { DeskError } from '../contract/errors.ts';
import { applyFact } from './apply-fact.ts';
import { applySettling } from './apply-settling.ts';
import { begin } from './begin.ts';
import { conflictOf } from './conflicts.ts';
import type { CaseState } from './state.ts';

/**
 * Folds one entry into a case's state. Pure: the given state is not changed.
 *
 * @param state `null` before the first entry, which must be `registered`
 * @throws DeskError `entry_invalid` when the first entry is not a registration or a second registration follows
 */
export function applyEntry(state: CaseState | null, entry: Entry): CaseState {
  if (state === null) {
    if (entry.kind !== 'registered')
      throw new DeskError('entry_invalid', { detail: `${entry.kind} before registered` });
    return begin(entry);
  }
  if (entry.kind === 'registered' || entry.caseId !== state.caseId) {
    throw new DeskError('entry_invalid', { detail: 'registered twice' });
  }
  const next: CaseState = { ...state, revision: state.revision + 1, written: countedIn(state.written, entry) };
  const conflict = conflictOf(state, entry);
  if (conflict) return { ...next, conflicts: [...state.conflicts, conflict] };
  const after = entry.kind === 'settled' ? applySettling(next, entry) : applyFact(next, entry);
  return { ...after, status: settledStatus(after) };
}

/** State of a case from all its entries, in the order the centre (or, before it, the station) gave them. */
export function foldCase(entries: Iterable<Entry>): CaseState | null {
  let state: CaseState | null = null;
  for (const entry of entries) state = applyEntry(state, entry);
  return state;
}

/** A fact that was written without a line and comes in late does not bring a finished case back to work. */
function settledStatus(state: CaseState): CaseState['status'] {
  if (state.archived) return 'archived';
  if (state.closing) return 'closed';
  if (state.mergedInto) return 'merged';
  return state.refused ? 'refused' : state.status;
}

function countedIn(written: CaseState['written'], entry: Entry): CaseState['written'] {
  return { ...written, [entry.stationId]: (written[entry.stationId] ?? 0) + 1 };
}
