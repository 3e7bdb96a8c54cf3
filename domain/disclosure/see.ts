import type { EntryKind } from '../contract/entries.ts';
import type { StationKind } from '../contract/wire.ts';

/** The station that asks. What an invitation fixed about it, never what it says of itself. */
export interface Viewer {
  code: string;
  kind: StationKind;
  institution: string;
  /** Unit ids a handling unit answers for. */
  units: readonly string[];
}

/** The unit of an assignment: its id, and the code of its station when it has one. */
export interface AssignedUnit {
  id: string;
  station: string | null;
}

/** What disclosure looks at in a case. */
export interface CaseFacts {
  institution: string;
  /** Station that registered the case. */
  stationId: string;
  /** Where the case is assigned now; `null` before the first assignment. */
  assignment: AssignedUnit | null;
  /** Every unit it was ever assigned to, late rivals included. */
  everAssigned: readonly AssignedUnit[];
}

/**
 * Whether a station may see a case. Stations of one institution only; the supervision office and the leader's desk see
 * all of it, a handling unit what is assigned to it now, everyone else what it registered itself.
 */
export function maySee(viewer: Viewer, facts: CaseFacts): boolean {
  if (viewer.institution !== facts.institution) return false;
  if (viewer.code === facts.stationId) return true;
  switch (viewer.kind) {
    case 'supervision_office':
    case 'leader_desk':
      return true;
    case 'handling_unit':
      return facts.assignment !== null && answersFor(viewer, facts.assignment);
    case 'hall_window':
    case 'township':
    case 'duty_room':
      return false;
  }
}

/**
 * Whether a station may add to a case. Wider than `maySee` by one: a unit that wrote its reply without a line, while the
 * case was given to another, is heard.
 */
export function mayWrite(viewer: Viewer, facts: CaseFacts): boolean {
  if (maySee(viewer, facts)) return true;
  if (viewer.institution !== facts.institution || viewer.kind !== 'handling_unit') return false;
  return facts.everAssigned.some((unit) => answersFor(viewer, unit));
}

/** What a unit may add to a case that was assigned to it: its own work, never a decision about the case. */
const UNIT_KINDS: ReadonlySet<EntryKind> = new Set([
  'replied',
  'contributed',
  'investigated',
  'recorded',
  'returned',
  'extension_requested',
  'noted',
  'attached',
  'printed',
  'extended',
  'fed_back',
]);

/** Whether a unit may ever add such an entry to a case that was assigned to it. */
export const isUnitsWork = (kind: EntryKind): boolean => UNIT_KINDS.has(kind);

/** What is done with a case in hand: a unit from which it was taken hands it back in nobody's name and moves no deadline. */
const HOLDER_KINDS: ReadonlySet<EntryKind> = new Set(['returned', 'extension_requested', 'extended']);

/**
 * Whether this kind of entry is a station's to write: a handling unit neither decides on, hands on nor closes a case, and
 * disposes of it only while it holds it.
 */
export function mayWriteKind(viewer: Viewer, facts: CaseFacts, kind: EntryKind): boolean {
  if (viewer.kind !== 'handling_unit' || viewer.code === facts.stationId) return true;
  if (!isUnitsWork(kind)) return false;
  const holds = facts.assignment !== null && answersFor(viewer, facts.assignment);
  return holds || !HOLDER_KINDS.has(kind);
}

/**
 * Whether a station gets a case's entries masked: a handling unit, in every case it did not register itself
 * (信访工作条例 Art. 30: nothing of the complaint goes to the person or unit complained about).
 */
export function seesMasked(viewer: Viewer, facts: CaseFacts): boolean {
  return viewer.kind === 'handling_unit' && viewer.code !== facts.stationId;
}

function answersFor(viewer: Viewer, unit: AssignedUnit): boolean {
  return unit.station === viewer.code || viewer.units.includes(unit.id);
}
