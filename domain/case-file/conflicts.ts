import { type Entry, type EntryOf, EXCLUSIVE_KINDS, type ExclusiveKind } from '../contract/entries.ts';
import type { Fact } from './apply-fact.ts';
import { stampOf } from './begin.ts';
import type { CaseState, Conflict, ExclusiveMark } from './state.ts';

type ExclusiveEntry = { [K in ExclusiveKind]: EntryOf<K> }[ExclusiveKind];

/** Under which key of `exclusive` a kind is marked: acceptance and refusal are one decision. */
export function exclusiveKey(kind: ExclusiveKind): string {
  return kind === 'accepted' || kind === 'refused' ? 'decision' : kind;
}

/** The conflict that an entry brings into a case; null when it may take effect. */
export function conflictOf(state: CaseState, entry: Entry): Conflict | null {
  if (!isExclusive(entry) || !(isLate(state, entry) || isOvertaken(state, entry))) return null;
  const { id, kind, payload, baseRevision } = entry;
  const late = { ...stampOf(entry), entryId: id, kind, payload, baseRevision, revisionThen: state.revision };
  return { ...late, against: standingAgainst(state, entry)?.entryId ?? null } as Conflict;
}

/** The fact that came late, as `applyFact` takes it. */
export function factOf({ entryId: id, at: wallTime, by: actor, stationId, kind, payload }: Conflict): Fact {
  return { id, wallTime, actor, stationId, kind, payload } as Fact;
}

/**
 * The mark of what stands against a late fact now: the one of its own kind, or, of what hands a case back, the end of the
 * case or the assignment that it would undo.
 */
export function standingAgainst(state: CaseState, { kind }: Pick<Conflict, 'kind'>): ExclusiveMark | null {
  const { archived, closed, assigned } = state.exclusive;
  const own = state.exclusive[exclusiveKey(kind)] ?? null;
  if (kind !== 'returned' && kind !== 'redo_ordered') return own;
  const end = archived ?? closed;
  if (end) return end;
  return kind === 'returned' && state.assignment ? (assigned ?? own) : own;
}

function isExclusive(entry: Entry): entry is ExclusiveEntry {
  return EXCLUSIVE_KINDS.has(entry.kind);
}

/**
 * An exclusive fact that somebody else had already set when this one was written without knowing it. It does not take
 * effect: both versions stay in the file and an officer settles them.
 */
function isLate(state: CaseState, entry: ExclusiveEntry): boolean {
  const rival = state.exclusive[exclusiveKey(entry.kind)];
  if (!rival || rival.stationId === entry.stationId) return false;
  // What the writer counted as seen holds all it had written itself, in whatever order the centre then put it. Only the
  // rest are entries of others, and those it had received in the centre's order.
  const seenOfOthers = entry.baseRevision - (state.written[entry.stationId] ?? 0);
  const rivalAmongOthers = rival.revision - (rival.written[entry.stationId] ?? 0);
  return seenOfOthers < rivalAmongOthers;
}

/**
 * Handing back what somebody else holds by now, and sending back what is closed: both undo what others did since, and an
 * author who no longer holds the case could do so at will. Neither takes effect; an officer looks at it.
 */
function isOvertaken(state: CaseState, entry: ExclusiveEntry): boolean {
  if (entry.kind !== 'returned' && entry.kind !== 'redo_ordered') return false;
  if (state.closing || state.archived) return true;
  return entry.kind === 'returned' && state.assignment?.unit.name !== entry.payload.unit;
}
