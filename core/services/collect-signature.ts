import { findDraft, setDraftSignature } from '../../db/drafts.ts';
import {
  findSigningTask,
  insertSigningTask,
  moveSigningTask,
  type SigningTaskRow,
  waitingSigningTask,
} from '../../db/signing-tasks.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { isEmptySignature, type SignedText, type Strokes, signedTextSchema } from '../../domain/contract/signature.ts';
import type { Satisfaction } from '../../domain/contract/words.ts';
import { feedbackText, verbatimRecord } from '../../domain/documents/verbatim.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { wholeCaseOf } from './find-case.ts';
import { profileInForce } from './project-case.ts';

/** How long a citizen has to read and sign, in minutes. */
const TASK_MINUTES = 30;

export type SigningRequest =
  | { purpose: 'registration'; draftId: string }
  | { purpose: 'feedback'; caseId: string; result: string };

/** The exact text that a registration's signature is bound to. */
export function registrationText(workspace: Workspace, record: ComplaintRecord): string {
  const profile = profileInForce(workspace, record.regime);
  const labels = Object.fromEntries(profile.intake.fields.map((field) => [field.id, field.label]));
  return verbatimRecord(profile.short, workspace.settings().station.name, record, labels);
}

function resultText(state: CaseState, result: string): string {
  return feedbackText(state.number, state.assignment?.unit.name ?? '', result);
}

/**
 * Opens one signing task. The token goes into the page's address and nowhere else; only its hash is kept.
 *
 * @throws DeskError `signing_busy` while another citizen's task waits; `not_found` of its case
 */
export function startSigning(
  workspace: Workspace,
  officer: ActingOfficer,
  request: SigningRequest,
): { task: SigningTaskRow; token: string } {
  const { db, platform } = workspace;
  const now = platform.now();
  const subject = subjectOf(workspace, officer, request);
  const token = platform.newToken();
  const task: SigningTaskRow = {
    taskId: platform.newId(),
    purpose: request.purpose,
    draftId: subject.draftId,
    caseId: subject.caseId,
    signer: subject.signer,
    text: subject.text,
    textHash: platform.sha256(subject.text),
    tokenHash: platform.sha256(token),
    state: 'waiting',
    signed: null,
    satisfaction: null,
    createdAt: shanghaiIso(now),
    expiresAt: shanghaiIso(new Date(now.getTime() + TASK_MINUTES * 60_000)),
  };
  db.raw
    .transaction(() => {
      const busy = waitingSigningTask(db.orm, task.createdAt);
      if (busy) {
        const same = busy.draftId === task.draftId && busy.caseId === task.caseId;
        if (!same) throw new DeskError('signing_busy');
        moveSigningTask(db.orm, busy.taskId, ['waiting', 'opened'], { state: 'cancelled' });
      }
      insertSigningTask(db.orm, task);
      if (task.draftId !== null) setDraftSignature(db.orm, task.draftId, task.taskId);
    })
    .immediate();
  return { task, token };
}

function subjectOf(workspace: Workspace, officer: ActingOfficer, request: SigningRequest) {
  if (request.purpose === 'registration') {
    const draft = findDraft(workspace.db.orm, request.draftId);
    if (!draft || draft.caseId !== null) throw new DeskError('not_found');
    const record = JSON.parse(draft.record) as ComplaintRecord;
    return {
      draftId: request.draftId,
      caseId: null,
      signer: signerOf(record),
      text: registrationText(workspace, record),
    };
  }
  const found = wholeCaseOf(workspace, officer, request.caseId);
  const text = resultText(found.parsed, request.result);
  return { draftId: null, caseId: request.caseId, signer: signerOf(found.parsed.record), text };
}

function signerOf(record: ComplaintRecord): string {
  const { complainant } = record;
  return complainant.agent?.name || complainant.contact_person || complainant.name;
}

export function taskState(task: SigningTaskRow, now: string): SigningTaskRow['state'] | 'expired' {
  const waiting = task.state === 'waiting' || task.state === 'opened';
  return waiting && Date.parse(task.expiresAt) <= Date.parse(now) ? 'expired' : task.state;
}

/**
 * The task behind a citizen's address.
 *
 * @throws DeskError `signing_expired` for anything but the one task that waits: wrong, old and used tokens are alike
 */
export function openSigning(workspace: Workspace, token: string): SigningTaskRow {
  const { db, platform, events } = workspace;
  const task = waitingSigningTask(db.orm, shanghaiIso(platform.now()));
  if (!task || task.tokenHash !== platform.sha256(token)) throw new DeskError('signing_expired');
  if (task.state === 'waiting') {
    moveSigningTask(db.orm, task.taskId, ['waiting'], { state: 'opened' });
    events.emit({ type: 'signing', taskId: task.taskId });
  }
  return task;
}

/** Takes the citizen's signature. @throws DeskError `signature_empty`, `signature_text_changed`, `signing_expired` */
export function submitSignature(
  workspace: Workspace,
  token: string,
  given: {
    textHash: string;
    signature: Strokes;
    satisfaction: Satisfaction | 'declined' | null;
    device: SignedText['device'];
  },
): void {
  const { db, platform, events } = workspace;
  const task = openSigning(workspace, token);
  if (given.textHash !== task.textHash) throw new DeskError('signature_text_changed');
  if (isEmptySignature(given.signature)) throw new DeskError('signature_empty');
  if (task.purpose === 'feedback' && given.satisfaction === null) {
    throw new DeskError('required', { fields: [{ path: 'satisfaction', code: 'required' }] });
  }
  const signed: SignedText = {
    purpose: task.purpose,
    signer: task.signer,
    text: task.text,
    textHash: task.textHash,
    signature: given.signature,
    signedAt: shanghaiIso(platform.now()),
    device: given.device,
  };
  const change = { state: 'signed' as const, signed: JSON.stringify(signed), satisfaction: given.satisfaction };
  if (!moveSigningTask(db.orm, task.taskId, ['waiting', 'opened'], change)) throw new DeskError('signing_expired');
  events.emit({ type: 'signing', taskId: task.taskId });
}

/** A task as this officer may have it: a signature that stands in a case stays with it. @throws DeskError `not_found` */
export function signingTaskFor(workspace: Workspace, officer: ActingOfficer, taskId: string): SigningTaskRow {
  const task = findSigningTask(workspace.db.orm, taskId);
  if (!task) throw new DeskError('not_found');
  const draft = task.draftId === null ? null : findDraft(workspace.db.orm, task.draftId);
  const caseId = task.caseId ?? draft?.caseId ?? null;
  if (caseId !== null) wholeCaseOf(workspace, officer, caseId);
  return task;
}

export function cancelSigning(workspace: Workspace, taskId: string): void {
  moveSigningTask(workspace.db.orm, taskId, ['waiting', 'opened'], { state: 'cancelled' });
  workspace.events.emit({ type: 'signing', taskId });
}

/**
 * The signature of a finished task, if it stands for exactly what is being saved now.
 *
 * @throws DeskError `signature_required` when the task was not signed, `signature_text_changed` when the text differs
 */
export function takeSignature(
  workspace: Workspace,
  taskId: string,
  subject: { draftId: string; record: ComplaintRecord } | { caseId: string; result: string; state: CaseState },
): SignedText {
  const task = findSigningTask(workspace.db.orm, taskId);
  const belongs = task && ('draftId' in subject ? task.draftId === subject.draftId : task.caseId === subject.caseId);
  if (!task || !belongs || task.state !== 'signed' || task.signed === null) {
    throw new DeskError('signature_required', { fields: [{ path: 'signature', code: 'signature_required' }] });
  }
  const text =
    'draftId' in subject ? registrationText(workspace, subject.record) : resultText(subject.state, subject.result);
  if (workspace.platform.sha256(text) !== task.textHash) {
    throw new DeskError('signature_text_changed', { fields: [{ path: 'signature', code: 'signature_text_changed' }] });
  }
  return signedTextSchema.parse(JSON.parse(task.signed));
}
