import { findCaseFor } from '../../db/cases.ts';
import { entriesOfCase, type StoredEntry } from '../../db/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { maskedFile, maskedRow, sightOfCase } from './sight.ts';

type Desk = Pick<Workspace, 'db' | 'settings' | 'profiles'>;
export type FoundCase = NonNullable<ReturnType<typeof findCaseFor>>;

/**
 * The one door to a case for an officer who acts on it. A case from which they have withdrawn (回避) is not there: the
 * lookup, the answer and its words are those of a case that does not exist.
 *
 * What is decided on is the whole state; what is shown goes through `caseShown`.
 *
 * @throws DeskError `not_found`
 */
export function caseOf(
  workspace: Pick<Workspace, 'db'>,
  officer: Pick<ActingOfficer, 'id'>,
  caseId: string,
): FoundCase {
  const found = findCaseFor(workspace.db.orm, caseId, officer.id);
  if (!found) throw new DeskError('not_found');
  return found;
}

/** The same, for what cannot be done without knowing who complained. @throws DeskError `not_found` */
export function wholeCaseOf(workspace: Desk, officer: ActingOfficer, caseId: string): FoundCase {
  const found = caseOf(workspace, officer, caseId);
  if (sightOfCase(workspace, officer, found.parsed) !== 'full') throw new DeskError('not_found');
  return found;
}

/** A case as an officer reads it. */
export interface ShownCase {
  /** Its row and state; of a masked case without who complained. */
  found: FoundCase;
  entries: StoredEntry[];
  masked: boolean;
}

/** The one door to a case for an officer who reads it, masked where the rules of disclosure say so. @throws DeskError `not_found` */
export function caseShown(workspace: Desk, officer: ActingOfficer, caseId: string): ShownCase {
  const found = caseOf(workspace, officer, caseId);
  const entries = entriesOfCase(workspace.db, caseId);
  if (sightOfCase(workspace, officer, found.parsed) === 'full') return { found, entries, masked: false };
  const file = maskedFile(entries, found.parsed.record);
  if (!file.state) throw new DeskError('not_found');
  return { found: { ...maskedRow(found, found.parsed), parsed: file.state }, entries: file.entries, masked: true };
}
