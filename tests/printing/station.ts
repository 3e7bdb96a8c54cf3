import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OFFICER, openWorkspace } from '../../bench/desk.ts';
import { keepDraft } from '../../core/services/drafts.ts';
import { composePaper } from '../../core/services/print-papers.ts';
import { createPrintStore } from '../../core/services/print-store.ts';
import { registerComplaint } from '../../core/services/register-complaint.ts';
import type { Workspace } from '../../core/workspace.ts';
import { findPrintJob, insertPrintJob, printJobOf } from '../../db/print-jobs.ts';
import type { PrintJob, PrintState } from '../../domain/contract/printing.ts';
import type { PrintableDocument } from '../../domain/documents/model.ts';
import type { PrintStore } from '../../printing/print-store.ts';

/** A real station database with print jobs in it, for queues that are put together by the test. */
export interface PrintStation {
  workspace: Workspace;
  store: PrintStore;
  /** A new case. */
  register(): Promise<string>;
  addJob(caseId: string, printerId: string, state?: PrintState): PrintJob;
  job(id: string): PrintJob;
  compose(job: PrintJob): PrintableDocument;
  close(): void;
}

/** @param folder kept when given; otherwise the station is gone with `close` */
export async function openPrintStation(folder?: string): Promise<PrintStation> {
  const dir = folder ?? mkdtempSync(join(tmpdir(), 'jiesu-print-'));
  const workspace = await openWorkspace(dir);
  const { platform, db } = workspace;
  const job = (id: string): PrintJob => {
    const row = findPrintJob(db.orm, id);
    if (!row) throw new Error(`no job ${id}`);
    return printJobOf(row);
  };
  return {
    workspace,
    store: createPrintStore(workspace, () => {}),
    async register() {
      // The killed process is bundled, far from the samples, and registers nothing.
      const { sampleRecord } = await import('../harness/samples.ts');
      const draftId = platform.newId();
      // By phone: nothing has to be signed.
      const record = { ...sampleRecord('tanghe-01'), channel: 'phone' as const };
      keepDraft(workspace, OFFICER, { draftId, record });
      return registerComplaint(workspace, OFFICER, { draftId, record, signingTaskId: null, print: false }).caseId;
    },
    addJob(caseId, printerId, state = 'queued') {
      const id = platform.newId();
      const at = platform.now().toISOString();
      insertPrintJob(db.orm, {
        id,
        caseId,
        document: 'registration_slip',
        width: '80',
        copy: 0,
        printerId,
        state,
        lastError: null,
        attempts: 0,
        createdAt: at,
        updatedAt: at,
        nextTryAt: null,
        officerId: OFFICER.id,
        requestId: id,
      });
      return job(id);
    },
    job,
    compose: (job) => composePaper(workspace, job.caseId, job.document, job.copy),
    close() {
      db.close();
      if (folder === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}
