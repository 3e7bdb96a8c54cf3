import { findPrintJob } from '../../db/print-jobs.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { PaperWidth, PrintJob } from '../../domain/contract/printing.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { answerUnconfirmed, enqueuePrint } from './print-papers.ts';

/**
 * The officer's answer to 纸出来了吗? and, where none came out, the 补打 that follows from it: both or neither. One doubtful
 * job has one 补打 at most, however often the answer arrives.
 *
 * @throws DeskError `already_done` when the job no longer asks; `not_found`, `printer_none`
 */
export function answerPaper(
  workspace: Workspace,
  officer: ActingOfficer,
  answer: { jobId: string; paperCameOut: boolean; reprint: boolean },
): PrintJob {
  const { jobId, paperCameOut } = answer;
  return workspace.db.raw
    .transaction(() => {
      // Ordered while the doubtful one still counts as a copy: what may be two papers must not look like two originals.
      if (answer.reprint && !paperCameOut) reprint(workspace, officer, jobId);
      return answerUnconfirmed(workspace, officer, jobId, paperCameOut);
    })
    .immediate();
}

function reprint(workspace: Workspace, officer: ActingOfficer, jobId: string): void {
  const doubtful = findPrintJob(workspace.db.orm, jobId);
  if (!doubtful) throw new DeskError('not_found');
  const { caseId, document } = doubtful;
  const width = doubtful.width as PaperWidth;
  if (!enqueuePrint(workspace, officer, { caseId, document, width, requestId: `again-${jobId}` }))
    throw new DeskError('printer_none');
}
