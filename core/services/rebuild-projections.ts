import { findCase, idleCases } from '../../db/cases.ts';
import { caseIdsByArrival } from '../../db/inspect.ts';
import { clearProjections } from '../../db/projections.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { Workspace } from '../workspace.ts';
import { PROJECTION_VERSION, profileFor, projectCase } from './project-case.ts';

const VERSION_KEY = 'projection version';

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
          projectCase(workspace, caseId, 'anew');
        } catch (cause) {
          throw new DeskError('database_damaged', { detail: caseId, cause });
        }
        progress(index + 1, ids.length);
      });
      writeMeta(workspace.db.orm, VERSION_KEY, PROJECTION_VERSION);
      return ids.length;
    })
    .immediate();
}

/**
 * Brings the projections up to this program's version, in one transaction, when another version made them. A case whose
 * entries make nothing here keeps the row it has and is named in the log: one bad case does not close the desk.
 *
 * @param log one line each 5,000 cases, about a second of work
 * @returns how many cases were projected anew; 0 when nothing was to do
 */
export function refreshProjections(
  workspace: Pick<Workspace, 'db' | 'profiles' | 'calendar'>,
  log: (line: string) => void,
): number {
  const { db } = workspace;
  if (readMeta<number>(db.orm, VERSION_KEY) === PROJECTION_VERSION) return 0;
  return db.raw
    .transaction(() => {
      const ids = caseIdsByArrival(db);
      const project = db.raw.transaction((caseId: string) => projectCase(workspace, caseId, 'anew'));
      let made = 0;
      ids.forEach((caseId, index) => {
        try {
          project(caseId);
          made += 1;
        } catch (error) {
          log(`projection of case ${caseId} failed: ${(error as Error).name}`);
        }
        if ((index + 1) % 5_000 === 0) log(`projections: ${index + 1} of ${ids.length}`);
      });
      writeMeta(db.orm, VERSION_KEY, PROJECTION_VERSION);
      if (ids.length > 0) log(`projections: ${made} of ${ids.length} made anew, version ${PROJECTION_VERSION}`);
      return made;
    })
    .immediate();
}

/**
 * Projects the cases anew that waited for the version of their procedure, now that it may be here. Call in a transaction.
 *
 * @returns how many
 */
export function projectMissing(workspace: Pick<Workspace, 'db' | 'profiles' | 'calendar'>): number {
  let made = 0;
  for (const caseId of idleCases(workspace.db)) {
    const state = findCase(workspace.db.orm, caseId)?.parsed;
    if (!state || !profileFor(workspace, state.regime)) continue;
    projectCase(workspace, caseId);
    made += 1;
  }
  return made;
}
