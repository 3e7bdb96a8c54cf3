import { caseOfOutgoing, retryRejected } from '../../db/outbox.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { Workspace } from '../workspace.ts';
import { projectCase } from './project-case.ts';

/** Puts a refused entry back among those to send, and so back into its place in the case. @throws DeskError `already_done` */
export function retryEntry(workspace: Workspace, entryId: string): void {
  const { db } = workspace;
  db.raw
    .transaction(() => {
      const caseId = caseOfOutgoing(db.orm, entryId);
      if (caseId === null || !retryRejected(db.orm, entryId)) throw new DeskError('already_done');
      projectCase(workspace, caseId);
    })
    .immediate();
}
