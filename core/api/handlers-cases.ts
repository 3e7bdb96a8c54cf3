import { discardDraft, restoreDraft } from '../../db/drafts.ts';
import { cancelWaitingTasks } from '../../db/signing-tasks.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { SignedText } from '../../domain/contract/signature.ts';
import type { SigningView } from '../../domain/contract/views/cases.ts';
import type { Satisfaction } from '../../domain/contract/words.ts';
import { shanghaiIso } from '../platform.ts';
import { actOnCase } from '../services/act-on-case.ts';
import { adviseIntake, regimeView } from '../services/advise-intake.ts';
import { caseConflicts } from '../services/case-conflicts.ts';
import { caseFile, search, worklist } from '../services/case-views.ts';
import { cancelSigning, signingTaskFor, startSigning, taskState } from '../services/collect-signature.ts';
import { getDraft, keepDraft, listDrafts } from '../services/drafts.ts';
import { registerComplaint } from '../services/register-complaint.ts';
import type { Caller } from './context.ts';
import type { OfficerHandlers } from './dispatch.ts';

type CaseNames =
  | `intake.${'regime' | 'advise'}`
  | `draft.${'save' | 'list' | 'get' | 'discard' | 'restore'}`
  | `signing.${'start' | 'get' | 'cancel'}`
  | `case.${'register' | 'get' | 'conflicts' | 'act'}`
  | 'worklist'
  | 'search';

export const caseHandlers: Pick<OfficerHandlers, CaseNames> = {
  'intake.regime': ({ station, officer }, input) => regimeView(station.workspace, officer, input.caseId),
  'intake.advise': ({ station, officer }, input) => adviseIntake(station.workspace, officer, input),

  'draft.save': ({ station, officer }, input) => keepDraft(station.workspace, officer, input),
  'draft.list': ({ station }) => listDrafts(station.workspace),
  'draft.get': ({ station }, input) => getDraft(station.workspace, input.draftId),
  'draft.discard': ({ station }, input) => {
    const { db, platform, events } = station.workspace;
    if (!discardDraft(db.orm, input.draftId, shanghaiIso(platform.now()))) throw new DeskError('not_found');
    cancelWaitingTasks(db.orm, input.draftId);
    events.emit({ type: 'draft', draftId: input.draftId });
    return { ok: true };
  },
  'draft.restore': ({ station }, input) => {
    const { db, events } = station.workspace;
    if (!restoreDraft(db.orm, input.draftId)) throw new DeskError('not_found');
    events.emit({ type: 'draft', draftId: input.draftId });
    return { ok: true };
  },

  'signing.start': async (caller, input) => {
    const { workspace, signing } = caller.station;
    const { task, token } = startSigning(workspace, caller.officer, input);
    const { local, lan } = await signing.addresses(token, input.lan);
    caller.station.signingUrls.set(task.taskId, { localUrl: local, lanUrl: lan });
    return signingView(caller, task.taskId);
  },
  'signing.get': (caller, input) => signingView(caller, input.taskId),
  'signing.cancel': ({ station }, input) => {
    cancelSigning(station.workspace, input.taskId);
    return { ok: true };
  },

  'case.register': ({ station, officer }, input) => {
    const registered = registerComplaint(station.workspace, officer, input);
    station.afterSave(registered.caseId);
    return registered;
  },
  'case.get': ({ station, officer }, input) =>
    caseFile(station.workspace, officer, input.caseId, station.sync.inFlight),
  'case.conflicts': ({ station, officer }, input) => caseConflicts(station.workspace, officer, input.caseId),
  'case.act': ({ station, officer }, input) => {
    const done = actOnCase(station.workspace, officer, input);
    station.afterSave(input.caseId);
    return done;
  },
  worklist: ({ station, officer }, input) => worklist(station.workspace, officer, input),
  search: ({ station, officer }, input) => search(station.workspace, officer, input),
};

/** The addresses hold the one-task token, so only the launch that made the task can show them again. */
function signingView({ station, officer }: Caller, taskId: string): SigningView {
  const task = signingTaskFor(station.workspace, officer, taskId);
  const urls = station.signingUrls.get(taskId);
  const signed = task.signed === null ? null : (JSON.parse(task.signed) as SignedText);
  return {
    taskId,
    purpose: task.purpose,
    state: taskState(task, shanghaiIso(station.workspace.platform.now())),
    localUrl: urls?.localUrl ?? '',
    lanUrl: urls?.lanUrl ?? null,
    expiresAt: task.expiresAt,
    textHash: task.textHash,
    signedAt: signed?.signedAt ?? null,
    strokes: signed?.signature ?? null,
    satisfaction: task.satisfaction as Satisfaction | 'declined' | null,
  };
}
