import { findCaseFor } from '../../db/cases.ts';
import { findPrintJob } from '../../db/print-jobs.ts';
import { findSigningTask } from '../../db/signing-tasks.ts';
import type { DeskEvent } from '../../domain/contract/views/station.ts';
import type { Workspace } from '../workspace.ts';

/** Whether a window of this officer hears of it: nothing that happens to a case from which they have withdrawn (回避). */
export function hears({ db }: Pick<Workspace, 'db'>, officerId: string, event: DeskEvent): boolean {
  const caseId = caseOfEvent(db, event);
  return caseId === null || findCaseFor(db.orm, caseId, officerId) !== null;
}

function caseOfEvent(db: Workspace['db'], event: DeskEvent): string | null {
  switch (event.type) {
    case 'case':
      return event.caseId;
    case 'print':
      return findPrintJob(db.orm, event.jobId)?.caseId ?? null;
    case 'signing':
      return findSigningTask(db.orm, event.taskId)?.caseId ?? null;
    default:
      return null;
  }
}
