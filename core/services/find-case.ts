import { findCase } from '../../db/cases.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';

/**
 * A case as this officer may have it.
 *
 * @throws DeskError `not_found`; `recused` when the officer has withdrawn from it (回避)
 */
export function caseOf(
  workspace: Pick<Workspace, 'db'>,
  officer: Pick<ActingOfficer, 'id'>,
  caseId: string,
): NonNullable<ReturnType<typeof findCase>> {
  const found = findCase(workspace.db.orm, caseId);
  if (!found) throw new DeskError('not_found');
  if (found.recused.includes(`,${officer.id},`)) throw new DeskError('recused');
  return found;
}
