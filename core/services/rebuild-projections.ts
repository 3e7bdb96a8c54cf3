import { clearProjections } from '../../db/cases.ts';
import { caseIdsByArrival } from '../../db/inspect.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { Workspace } from '../workspace.ts';
import { projectCase } from './project-case.ts';

/**
 * Throws all projections away and makes them anew from the entries, in order of arrival, in one transaction. When a case
 * cannot be made, everything stays as it was.
 *
 * @param progress called after each case
 * @returns how many cases were projected
 * @throws DeskError `database_damaged` naming the case whose entries make no case
 */
export function rebuildProjections(
  workspace: Pick<Workspace, 'db' | 'profiles' | 'calendar'>,
  progress: (done: number, total: number) => void = () => {},
): number {
  return workspace.db.raw
    .transaction(() => {
      const ids = caseIdsByArrival(workspace.db);
      clearProjections(workspace.db);
      ids.forEach((caseId, index) => {
        try {
          projectCase(workspace, caseId);
        } catch (cause) {
          throw new DeskError('database_damaged', { detail: caseId, cause });
        }
        progress(index + 1, ids.length);
      });
      return ids.length;
    })
    .immediate();
}
