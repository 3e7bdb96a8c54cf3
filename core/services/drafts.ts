import { type DraftRow, findDraft, openDrafts, saveDraft } from '../../db/drafts.ts';
import { findSigningTask } from '../../db/signing-tasks.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { DraftView, SignatureView } from '../../domain/contract/views/cases.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { registrationText } from './collect-signature.ts';

/**
 * Writes what is on the form. No rule of the regime stands in the way of a draft.
 *
 * @throws DeskError `already_done` when the draft became a case meanwhile, `not_found` when it was discarded
 */
export function keepDraft(
  workspace: Workspace,
  officer: ActingOfficer,
  draft: { draftId: string; record: ComplaintRecord },
): { savedAt: string; signatureCurrent: boolean | null } {
  const savedAt = shanghaiIso(workspace.platform.now());
  const isNew = findDraft(workspace.db.orm, draft.draftId) === null;
  const saved = saveDraft(workspace.db.orm, {
    draftId: draft.draftId,
    record: JSON.stringify(draft.record),
    officerId: officer.id,
    officerName: officer.name,
    savedAt,
  });
  const row = findDraft(workspace.db.orm, draft.draftId);
  if (!saved || !row) throw new DeskError(row?.caseId ? 'already_done' : 'not_found');
  if (isNew) workspace.events.emit({ type: 'draft', draftId: draft.draftId });
  return { savedAt, signatureCurrent: signatureOf(workspace, row)?.current ?? null };
}

export function draftView(workspace: Workspace, row: DraftRow): DraftView {
  return {
    draftId: row.draftId,
    record: JSON.parse(row.record) as ComplaintRecord,
    savedAt: row.savedAt,
    officerName: row.officerName,
    signed: signatureOf(workspace, row),
  };
}

export const listDrafts = (workspace: Workspace): DraftView[] =>
  openDrafts(workspace.db.orm).map((row) => draftView(workspace, row));

/** @throws DeskError `not_found` */
export function getDraft(workspace: Workspace, draftId: string): DraftView {
  const row = findDraft(workspace.db.orm, draftId);
  if (!row || row.caseId !== null) throw new DeskError('not_found');
  return draftView(workspace, row);
}

function signatureOf(workspace: Workspace, row: DraftRow): SignatureView | null {
  if (row.signingTaskId === null) return null;
  const task = findSigningTask(workspace.db.orm, row.signingTaskId);
  if (task?.state !== 'signed' || task.signed === null) return null;
  const text = registrationText(workspace, JSON.parse(row.record) as ComplaintRecord);
  return {
    taskId: task.taskId,
    textHash: task.textHash,
    signedAt: (JSON.parse(task.signed) as { signedAt: string }).signedAt,
    current: workspace.platform.sha256(text) === task.textHash,
  };
}
