import { applyEntry } from '../domain/case-file/apply.ts';
import type { CaseState } from '../domain/case-file/state.ts';
import type { Entry } from '../domain/contract/entries.ts';
import { DeskError, type ErrorCode } from '../domain/contract/errors.ts';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import {
  type AssignedUnit,
  type CaseFacts,
  isUnitsWork,
  mayWrite,
  mayWriteKind,
  type Viewer,
} from '../domain/disclosure/see.ts';
import { type Rules, refusalByRules } from './rules.ts';

/** A case as the centre holds it while a batch is judged: state folded so far, and what disclosure asks about it. */
export interface CaseAtCentre {
  facts: CaseFacts;
  state: CaseState;
  /** All that is in it, in the centre's order. */
  entries: readonly Entry[];
}

export type Verdict = { stored: true; after: CaseAtCentre; conflict: boolean } | { stored: false; code: ErrorCode };

/**
 * Whether an entry may join its case. An entry for a case that its author may not write to is refused with the same
 * code as one for a case that does not exist.
 *
 * @param entry  its hash and its shape already verified
 * @param before its case, `null` when the centre has none
 * @param rules  what a desk's own rules need; null where they are not asked
 */
export function judge(entry: Entry, author: Viewer, before: CaseAtCentre | null, rules: Rules | null): Verdict {
  // A number says which station gave it out: nobody gives out another station's.
  if (entry.kind === 'registered' && !isNumberOf(author, entry.payload.number)) {
    return { stored: false, code: 'entry_invalid' };
  }
  if (before && !mayWrite(author, before.facts)) return { stored: false, code: 'entry_invalid' };
  // A unit's own work all the same: it was written before the unit heard that the case had gone to another.
  if (before && !mayWriteKind(author, before.facts, entry.kind))
    return { stored: false, code: isUnitsWork(entry.kind) ? 'case_moved' : 'role_not_allowed' };
  const refused = rules && refusalByRules(rules, author, before, entry);
  if (refused) return { stored: false, code: refused };
  try {
    const state = applyEntry(before?.state ?? null, entry);
    const conflict = state.conflicts.length > (before?.state.conflicts.length ?? 0);
    return { stored: true, after: grown(before, state, entry, author), conflict };
  } catch (error) {
    return { stored: false, code: error instanceof DeskError ? error.code : 'entry_invalid' };
  }
}

/** Digits, capital letters and hyphens. What else a number may be is the desk's rule. */
export const isWrittenAsNumber = (number: string): boolean => /^[A-Z0-9-]+$/.test(number);

const isNumberOf = (author: Viewer, number: string): boolean =>
  number.startsWith(`${author.code}-`) && isWrittenAsNumber(number);

/** Folds the stored entries of one case, in the centre's order. */
export function foldAtCentre(institution: string, entries: readonly Entry[]): CaseAtCentre | null {
  let current: CaseAtCentre | null = null;
  for (const entry of entries) {
    const state: CaseState = applyEntry(current?.state ?? null, entry);
    current = grown(current, state, entry, { institution });
  }
  return current;
}

/** The registration as it was made: what masking takes the complainant's data from. */
export function registrationOf(known: CaseAtCentre): ComplaintRecord {
  return known.state.record;
}

function grown(
  before: CaseAtCentre | null,
  state: CaseState,
  entry: Entry,
  author: Pick<Viewer, 'institution'>,
): CaseAtCentre {
  const entries = before ? [...before.entries, entry] : [entry];
  return { state, facts: factsAfter(before, state, entry, author), entries };
}

function factsAfter(
  before: CaseAtCentre | null,
  state: CaseState,
  entry: Entry,
  author: Pick<Viewer, 'institution'>,
): CaseFacts {
  const everAssigned = before?.facts.everAssigned ?? [];
  const unit = state.assignment?.unit;
  return {
    institution: before?.facts.institution ?? author.institution,
    stationId: state.stationId,
    assignment: unit ? { id: unit.id, station: unit.station } : null,
    everAssigned: entry.kind === 'assigned' ? [...everAssigned, unitOf(entry.payload.unit)] : everAssigned,
  };
}

function unitOf(unit: AssignedUnit): AssignedUnit {
  return { id: unit.id, station: unit.station };
}
