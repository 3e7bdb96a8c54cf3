import { findCase, findCaseFor } from '../../db/cases.ts';
import {
  findPrintJob,
  insertPrintJob,
  modelOfPrintJob,
  movePrintJob,
  nextCopyOf,
  printJobByRequest,
  printJobOf,
  printJobsOfCase,
} from '../../db/print-jobs.ts';
import { findOfficer } from '../../db/settings.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { PaperWidth, PrinterConfig, PrintJob } from '../../domain/contract/printing.ts';
import { paperKind } from '../../domain/documents/form-kinds.ts';
import type { DocumentKindInfo } from '../../domain/documents/kinds.ts';
import type { PrintableDocument } from '../../domain/documents/model.ts';
import { clocksOf } from '../../domain/regimes/clocks.ts';
import { demandMayWrite } from '../backup/standing.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { appendFacts } from './append-facts.ts';
import { mayReadDutyLog } from './duty-log.ts';
import { caseOf, caseShown } from './find-case.ts';
import { profileOf } from './project-case.ts';

/** A paper of this case, the forms of its regime included. @throws DeskError `document_unknown` */
export function demandPaper(workspace: Workspace, state: CaseState, id: string): DocumentKindInfo {
  const kind = paperKind(profileOf(workspace, state.regime), id, state);
  if (!kind) throw new DeskError('document_unknown');
  return kind;
}

/**
 * A paper for the eyes of an officer: not of a case they stand aside from, and the duty log only for those who read it.
 *
 * @throws DeskError `not_found`, `document_unknown`, `role_not_allowed`
 */
export function demandPaperFor(
  workspace: Workspace,
  officer: ActingOfficer,
  caseId: string,
  id: string,
): { kind: DocumentKindInfo; state: CaseState; masked: boolean } {
  const { found, masked } = caseShown(workspace, officer, caseId);
  const kind = demandPaper(workspace, found.parsed, id);
  if (kind.restricted && !mayReadDutyLog(workspace, officer)) throw new DeskError('role_not_allowed');
  return { kind, state: found.parsed, masked };
}

/** What a paper is called at this desk; its id when the desk's regime has no such paper any more. */
export function paperTitle(workspace: Workspace, id: string): string {
  const profile = workspace.profiles.get(workspace.settings().station.regime);
  return (profile && paperKind(profile, id, null)?.title) ?? id;
}

export const jobsOfCase = (workspace: Workspace, caseId: string): PrintJob[] =>
  printJobsOfCase(workspace.db.orm, caseId);

/** The printer that serves a width; without a width, the paper's usual one, else any that has paper it can be given on. */
function printerFor(workspace: Workspace, kind: DocumentKindInfo, width: PaperWidth | null): PrinterConfig | null {
  const { slip, a4 } = workspace.settings().printers;
  const usual = kind.widths[0] === 'a4' ? [a4, slip] : [slip, a4];
  const fits = usual.filter((printer) => printer !== null && kind.widths.includes(printer.width));
  return fits.find((printer) => width === null || printer?.width === width) ?? null;
}

/**
 * Puts a paper into the print queue, inside the caller's transaction or alone. The same `requestId` gives the same job.
 *
 * @returns null when the station has no printer for it: the case is saved all the same
 * @throws DeskError `document_unknown`, `document_unavailable`, `not_found`
 */
export function enqueuePrint(
  workspace: Workspace,
  officer: ActingOfficer,
  request: { caseId: string; document: string; width: PaperWidth | null; requestId: string },
): PrintJob | null {
  const { db, platform } = workspace;
  caseOf(workspace, officer, request.caseId);
  demandMayWrite(db.orm);
  const earlier = printJobByRequest(db.orm, request.requestId);
  if (earlier) {
    const same = earlier.caseId === request.caseId && isSamePaper(earlier.document, request.document);
    if (!same) throw new DeskError('bad_request');
    return printJobOf(earlier);
  }
  const { kind, state } = demandPaperFor(workspace, officer, request.caseId, request.document);
  if (kind.available(state) !== null) throw new DeskError('document_unavailable');
  const printer = printerFor(workspace, kind, request.width);
  if (!printer) return null;
  const now = shanghaiIso(platform.now());
  const id = platform.newId();
  insertPrintJob(db.orm, {
    id,
    caseId: request.caseId,
    document: kind.id,
    width: printer.width,
    copy: nextCopyOf(db.orm, request.caseId, kind.id),
    printerId: printer.id,
    state: 'queued',
    lastError: null,
    attempts: 0,
    createdAt: now,
    updatedAt: now,
    nextTryAt: null,
    officerId: officer.id,
    requestId: request.requestId,
  });
  workspace.events.emit({ type: 'print', jobId: id });
  const job = findPrintJob(db.orm, id);
  return job ? printJobOf(job) : null;
}

/** A form that goes with urging is asked for with or without the urging's number. */
const isSamePaper = (kept: string, asked: string): boolean => kept === asked || kept.replace(/@\d+$/, '') === asked;

/** What a paper of a case says now. @throws DeskError `not_found`, `document_unknown`, `document_unavailable` */
export function composePaper(workspace: Workspace, caseId: string, document: string, copy: number): PrintableDocument {
  const found = findCase(workspace.db.orm, caseId);
  if (!found) throw new DeskError('not_found');
  return composeFrom(workspace, found.parsed, document, copy);
}

/** What the paper of a job says: as much as the officer may read who ordered it. */
export function composeJob(workspace: Workspace, job: PrintJob): PrintableDocument {
  const ordered = findPrintJob(workspace.db.orm, job.id)?.officerId ?? '';
  const row = findOfficer(workspace.db.orm, ordered);
  const found = findCaseFor(workspace.db.orm, job.caseId, ordered);
  // Ordered by somebody who withdrew meanwhile, or is here no more: the paper is the desk's.
  if (!row || !found) return composePaper(workspace, job.caseId, job.document, job.copy);
  const { parsed } = caseShown(workspace, row, job.caseId).found;
  return composeFrom(workspace, parsed, job.document, job.copy);
}

/** What a paper says of a state, as it is read by whom it is for. @throws DeskError `document_unknown`, `document_unavailable` */
export function composeFrom(workspace: Workspace, state: CaseState, document: string, copy: number): PrintableDocument {
  const kind = demandPaper(workspace, state, document);
  const refusal = kind.available(state);
  if (refusal !== null) throw new DeskError(refusal);
  const profile = profileOf(workspace, state.regime);
  return kind.build({
    state,
    profile,
    clocks: clocksOf(profile, state, workspace.calendar),
    station: workspace.settings().station,
    printedAt: shanghaiIso(workspace.platform.now()),
    copy,
  });
}

/** What a job's paper said when it was sent; null when it never began, or is another paper's. */
export function sentPaper(
  workspace: Workspace,
  jobId: string,
  paper: { caseId: string; document: string },
): PrintableDocument | null {
  const row = findPrintJob(workspace.db.orm, jobId);
  if (row?.caseId !== paper.caseId || row.document !== paper.document) return null;
  const model = modelOfPrintJob(workspace.db.orm, jobId);
  return model === null ? null : (JSON.parse(model) as PrintableDocument);
}

/** Writes into the case file that a paper came out, or that an officer saw none. */
export function recordPaper(
  workspace: Workspace,
  job: PrintJob,
  outcome: 'confirmed' | 'officer_saw_paper' | 'officer_saw_none',
): void {
  const { db } = workspace;
  const row = findPrintJob(db.orm, job.id);
  const found = findCase(db.orm, job.caseId);
  if (!row || !found) return;
  const officer = findOfficer(db.orm, row.officerId);
  const actor: ActingOfficer = { id: row.officerId, name: officer?.name ?? '', roles: officer?.roles ?? [] };
  const payload = { document: job.document, width: job.width, jobId: job.id, copy: job.copy, outcome };
  appendFacts(workspace, job.caseId, [{ kind: 'printed', payload }], actor, found.revision);
}

/** The officer's answer to 纸出来了吗? @throws DeskError `already_done` when the job no longer asks; `not_found` */
export function answerUnconfirmed(
  workspace: Workspace,
  officer: ActingOfficer,
  jobId: string,
  paperCameOut: boolean,
): PrintJob {
  const { db, platform, events } = workspace;
  caseOf(workspace, officer, demandJob(workspace, jobId).caseId);
  const updatedAt = shanghaiIso(platform.now());
  db.raw
    .transaction(() => {
      const state = paperCameOut ? ('confirmed' as const) : ('failed' as const);
      if (!movePrintJob(db.orm, jobId, ['unconfirmed'], { state, updatedAt })) throw new DeskError('already_done');
      const row = findPrintJob(db.orm, jobId);
      if (row) recordPaper(workspace, printJobOf(row), paperCameOut ? 'officer_saw_paper' : 'officer_saw_none');
    })
    .immediate();
  events.emit({ type: 'print', jobId });
  return demandJob(workspace, jobId);
}

/** Takes a job that has not begun out of the queue. @throws DeskError `already_done` once it began; `not_found` */
export function cancelPrint(workspace: Workspace, officer: ActingOfficer, jobId: string): PrintJob {
  caseOf(workspace, officer, demandJob(workspace, jobId).caseId);
  const updatedAt = shanghaiIso(workspace.platform.now());
  if (!movePrintJob(workspace.db.orm, jobId, ['queued'], { state: 'failed', updatedAt }))
    throw new DeskError('already_done');
  workspace.events.emit({ type: 'print', jobId });
  return demandJob(workspace, jobId);
}

/**
 * Sends a job of which no byte has left to the printer that stands in.
 *
 * @throws DeskError `printer_none` without one of the job's paper width, `already_done` once it began; `not_found`
 */
export function redirectPrint(workspace: Workspace, officer: ActingOfficer, jobId: string): PrintJob {
  const job = demandJob(workspace, jobId);
  caseOf(workspace, officer, job.caseId);
  const { slip, a4, spare } = workspace.settings().printers;
  const other = [spare, slip, a4].find((one) => one !== null && one.id !== job.printerId && one.width === job.width);
  if (!other) throw new DeskError('printer_none');
  const change = { state: 'queued' as const, printerId: other.id, nextTryAt: null, lastError: null };
  const updatedAt = shanghaiIso(workspace.platform.now());
  if (!movePrintJob(workspace.db.orm, jobId, ['queued'], { ...change, updatedAt }, job.printerId))
    throw new DeskError('already_done');
  workspace.events.emit({ type: 'print', jobId });
  return demandJob(workspace, jobId);
}

function demandJob(workspace: Workspace, jobId: string): PrintJob {
  const row = findPrintJob(workspace.db.orm, jobId);
  if (!row) throw new DeskError('not_found');
  return printJobOf(row);
}
