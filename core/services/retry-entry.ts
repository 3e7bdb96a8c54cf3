import { findCaseFor } from '../../db/cases.ts';
import { caseOfOutgoing, retryRejected } from '../../db/outbox.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { projectCase } from './project-case.ts';

/** Puts a refused entry back among those to send, and so back into its place in the case. @throws DeskError `already_done` */
export function retryEntry(workspace: Workspace, officer: Pick<ActingOfficer, 'id'>, entryId: string): void {
  const { db } = workspace;
  db.raw
    .transaction(() => {
      const caseId = caseOfOutgoing(db.orm, entryId);
      if (caseId === null || !findCaseFor(db.orm, caseId, officer.id) || !retryRejected(db.orm, entryId))
        throw new DeskError('already_done');
      projectCase(workspace, caseId);
    })
    .immediate();
}
