import { findCaseFor } from '../../db/cases.ts';
import { holdsMasked, kindsByArrival } from '../../db/entries.ts';
import { floorOf } from '../../db/number-floor.ts';
import { drawNumber, findAnswer, keepAnswer } from '../../db/settings.ts';
import { findSigningTask, forgetSigningTasks } from '../../db/signing-tasks.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import { decide } from '../../domain/case-file/decide.ts';
import { paperNumber } from '../../domain/case-file/number.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { Command } from '../../domain/contract/commands.ts';
import { COMMUTATIVE_KINDS } from '../../domain/contract/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { DocumentKind, PrintJob } from '../../domain/contract/printing.ts';
import type { Satisfaction } from '../../domain/contract/words.ts';
import { refusalAtTheUnit } from '../../domain/disclosure/unit-desk.ts';
import { slipOfLastUrging } from '../../domain/documents/form-kinds.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { appendFacts } from './append-facts.ts';
import { takeSignature } from './collect-signature.ts';
import { caseOf } from './find-case.ts';
import { enqueuePrint, jobsOfCase } from './print-papers.ts';
import { profileOf } from './project-case.ts';

/** The mark in a paper's number, and the paper that an action gives out at once. */
export const PAPER_MARKS = {
  acceptance_notice: '受',
  refusal_notice: '不受',
  assignment_slip: '转',
  urging_slip: '催',
  supervision_slip: '督',
} as const;
const PAPER_OF: Partial<Record<Command['type'], DocumentKind>> = {
  accept: 'acceptance_notice',
  refuse: 'refusal_notice',
  assign: 'assignment_slip',
};

/** What comes out of the printer with an action: a notice, a slip, the form that the rule of urging names. */
function paperOf(command: Command, profile: Profile, after: CaseState): DocumentKind | null {
  if (command.type === 'urge') return slipOfLastUrging(profile, after)?.id ?? null;
  return PAPER_OF[command.type] ?? null;
}

export interface ActRequest {
  caseId: string;
  baseRevision: number;
  requestId: string;
  command: Command;
}

/**
 * Carries out a command on a case in one transaction: facts, number, projection, outbox, print job. The same `requestId`
 * again gives the first answer again.
 *
 * @throws DeskError `case_changed` when entries came in that the officer has not seen; otherwise what `decide` says
 */
export function actOnCase(
  workspace: Workspace,
  officer: ActingOfficer,
  request: ActRequest,
): { revision: number; jobs: PrintJob[] } {
  const { db, platform } = workspace;
  return db.raw
    .transaction(() => {
      const { caseId, command: asked } = request;
      const state = caseOf(workspace, officer, caseId).parsed;
      const question = platform.sha256(canonicalJson({ caseId, command: asked }));
      const before = findAnswer<{ revision: number; question?: string }>(db.orm, request.requestId);
      if (before) {
        // The same id for something else is no retry: the answer would be another question's.
        if (before.question !== undefined && before.question !== question) throw new DeskError('bad_request');
        return { revision: before.revision, jobs: jobsOfCase(workspace, caseId) };
      }
      if (unseen(workspace, state.caseId, request.baseRevision) && request.command.type !== 'note')
        throw new DeskError('case_changed');

      const notHere = holdsMasked(db.orm, caseId) ? refusalAtTheUnit(asked.type) : null;
      if (notHere !== null) throw new DeskError('role_not_allowed', { detail: notHere });

      const command = withCitizensRating(workspace, request.command);
      const taskId = command.type === 'feed_back' ? (command.signingTaskId ?? null) : null;
      const signed =
        command.type === 'feed_back' && taskId !== null
          ? takeSignature(workspace, taskId, { caseId: state.caseId, result: command.result, state })
          : null;
      const now = shanghaiIso(platform.now());
      const { station } = workspace.settings();
      const year = Number(now.slice(0, 4));
      const facts = decide(state, command, {
        profile: profileOf(workspace, state.regime),
        officerId: officer.id,
        roles: officer.roles,
        unitName: null,
        target: command.type === 'merge' ? targetOf(workspace, officer, command.intoCaseId) : null,
        signed,
        now,
        calendar: workspace.calendar,
        nextPaperNumber: (paper) =>
          paperNumber(
            station.organisation || station.name,
            station.code,
            PAPER_MARKS[paper],
            year,
            drawNumber(db.orm, `${paper} ${year}`, floorOf(db.orm, `${paper} ${year}`, platform.now())),
          ),
      });
      const after = appendFacts(workspace, state.caseId, facts, officer, state.revision);
      for (const fact of facts) if (fact.kind === 'merged') absorb(workspace, officer, after, fact.payload.into);
      if (command.type === 'feed_back') forgetSigningTasks(db.orm, { caseId: state.caseId });
      keepAnswer(db.orm, request.requestId, { revision: after.revision, question }, now);
      const document = paperOf(command, profileOf(workspace, state.regime), after);
      if (document)
        enqueuePrint(workspace, officer, {
          caseId: state.caseId,
          document,
          width: null,
          requestId: `${request.requestId} ${document}`,
        });
      return { revision: after.revision, jobs: jobsOfCase(workspace, state.caseId) };
    })
    .immediate();
}

/** The case that is to take another in; null where this officer has none such. */
function targetOf(workspace: Workspace, officer: ActingOfficer, caseId: string): CaseState | null {
  return findCaseFor(workspace.db.orm, caseId, officer.id)?.parsed ?? null;
}

/** The other side of a merge: the case that goes on says which one it took in. */
function absorb(workspace: Workspace, officer: ActingOfficer, merged: CaseState, into: string): void {
  const target = caseOf(workspace, officer, into).parsed;
  const payload = { from: merged.caseId, number: merged.number };
  appendFacts(workspace, target.caseId, [{ kind: 'absorbed', payload }], officer, target.revision);
}

/**
 * Whether the case got entries that decide something after what the officer had seen. In order of arrival, not in that of
 * the fold: what comes from the centre stands there before what was written here and is not yet reported.
 */
function unseen(workspace: Workspace, caseId: string, baseRevision: number): boolean {
  return kindsByArrival(workspace.db.orm, caseId)
    .slice(baseRevision)
    .some((kind) => !COMMUTATIVE_KINDS.has(kind));
}

/** What the citizen chose on their own screen counts, not what the officer's screen sends along. */
function withCitizensRating(workspace: Workspace, command: Command): Command {
  if (command.type !== 'feed_back' || command.signingTaskId === undefined) return command;
  const task = findSigningTask(workspace.db.orm, command.signingTaskId);
  if (!task || task.satisfaction === null) return command;
  return { ...command, satisfaction: task.satisfaction as Satisfaction | 'declined' };
}
