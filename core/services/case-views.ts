import { type ListedCase, type WorklistView, worklistPage } from '../../db/cases.ts';
import { deadlineLogOf } from '../../db/deadline-log.ts';
import { outboxOfCase, syncStatesOf } from '../../db/outbox.ts';
import { relayedCases } from '../../db/placement.ts';
import { searchCases } from '../../db/search.ts';
import { scannedNumber } from '../../domain/case-file/number.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { DeskError, type ErrorCode, messageOf } from '../../domain/contract/errors.ts';
import type { PrintJob } from '../../domain/contract/printing.ts';
import type { CaseFileView, CaseRow } from '../../domain/contract/views/cases.ts';
import type { SyncState } from '../../domain/contract/words.ts';
import { refusalAtTheUnit } from '../../domain/disclosure/unit-desk.ts';
import { paperKinds } from '../../domain/documents/form-kinds.ts';
import { entryForOthers, stateForOthers } from '../../domain/duty/hide-restricted.ts';
import { clocksOf, isOverdue } from '../../domain/regimes/clocks.ts';
import { formsDue } from '../../domain/regimes/forms-due.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { type ActionOffer, allowedActions } from '../../domain/regimes/workflow.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { mayReadDutyLog } from './duty-log.ts';
import { caseShown } from './find-case.ts';
import { jobsOfCase } from './print-papers.ts';
import { profileFor } from './project-case.ts';
import { findsFor, maskedAmong, maskedRow, veilTags } from './sight.ts';

/** Ids of the entries that are on their way to the centre at this moment. */
export type InFlight = () => ReadonlySet<string>;

/** Adds to stored rows what depends on who asks and on the outbox, and masks what this officer has masked. */
export function caseRows(workspace: Workspace, officer: ActingOfficer, rows: readonly ListedCase[]): CaseRow[] {
  const waiting = syncStatesOf(
    workspace.db.orm,
    rows.map((row) => row.caseId),
  );
  const here = workspace.settings().station.code;
  const relayed = relayedCases(
    workspace.db,
    rows.map((row) => row.caseId),
    here,
  );
  const now = shanghaiIso(workspace.platform.now());
  const masked = maskedAmong(
    workspace,
    officer,
    rows.map((row) => row.seq),
  );
  return rows.map((stored) => {
    const whole = masked.get(stored.seq);
    const row = whole ? maskedRow(stored, whole) : stored;
    const { nextRoles, nextStation } = row;
    return {
      caseId: row.caseId,
      number: row.number,
      kind: row.kind as CaseRow['kind'],
      channel: row.channel as CaseRow['channel'],
      status: row.status as CaseRow['status'],
      urgency: row.urgency as CaseRow['urgency'],
      complainantType: row.complainantType as CaseRow['complainantType'],
      complainantName: row.complainantName,
      respondent: row.respondent,
      summary: row.summary,
      registeredAt: row.registeredAt,
      stationId: row.stationId,
      nextDue: row.nextDue ?? null,
      card: row.yellowAt > now ? null : row.nextDue?.redAt && row.nextDue.redAt < now ? 'red' : 'yellow',
      nextStep: row.nextStep ?? null,
      mine:
        (nextStation === '*' || nextStation === here) && officer.roles.some((role) => nextRoles.includes(`,${role},`)),
      sync: row.conflict ? 'conflict' : (waiting.get(row.caseId) ?? (relayed.has(row.caseId) ? 'relayed' : 'reported')),
      conflict: row.conflict,
    };
  });
}

export function worklist(
  workspace: Workspace,
  officer: ActingOfficer,
  request: { view: WorklistView; offset: number; limit: number },
): { rows: CaseRow[]; total: number } {
  const viewer = {
    officerId: officer.id,
    roles: officer.roles,
    stationId: workspace.settings().station.code,
    now: shanghaiIso(workspace.platform.now()),
  };
  const page = worklistPage(workspace.db.orm, request.view, viewer, request);
  return { rows: caseRows(workspace, officer, page.rows), total: page.total };
}

/** Cases by what was typed or scanned; a whole case number is found by whatever form it has on a paper. */
export function search(
  workspace: Workspace,
  officer: ActingOfficer,
  request: { query: string; offset: number; limit: number },
): { rows: CaseRow[]; more: boolean } {
  const query = scannedNumber(request.query) ?? request.query;
  const veil = { tags: veilTags(workspace, officer), finds: findsFor(workspace, officer, query) };
  const found = searchCases(workspace.db, query, officer.id, request, veil);
  return { rows: caseRows(workspace, officer, found.slice(0, request.limit)), more: found.length > request.limit };
}

/** The whole case file; what was recorded for those on duty only comes without its words to others. @throws DeskError `not_found` */
export function caseFile(
  workspace: Workspace,
  officer: ActingOfficer,
  caseId: string,
  inFlight: InFlight,
): CaseFileView {
  const { found, entries: stored } = caseShown(workspace, officer, caseId);
  const state = found.parsed;
  const profile = profileFor(workspace, state.regime);
  const now = shanghaiIso(workspace.platform.now());
  const waiting = outboxOfCase(workspace.db.orm, caseId);
  const flying = inFlight();
  const [row] = caseRows(workspace, officer, [found]);
  if (!row) throw new DeskError('not_found');
  const late = new Set(state.conflicts.map((conflict) => conflict.entryId));
  // A station that gets the case masked is the unit that handles it: whoever keeps watch there is not on duty in the case's.
  const isAtTheUnit = stored.some(({ masked }) => masked);
  const readsLog = mayReadDutyLog(workspace, officer) && !isAtTheUnit;
  const here = workspace.settings().station.code;
  const entries = stored.map(({ entry, masked, serverSeq }) => {
    const out = waiting.get(entry.id);
    const sync: SyncState = late.has(entry.id)
      ? 'conflict'
      : !out
        ? serverSeq === null && entry.stationId !== here
          ? 'relayed'
          : 'reported'
        : flying.has(entry.id)
          ? 'sending'
          : out.state;
    const shown = { ...entry, sync, syncError: (out?.code ?? null) as ErrorCode | null, masked };
    return readsLog ? shown : entryForOthers(profile, shown);
  });
  const jobs = jobsOfCase(workspace, caseId);
  const offers = profile
    ? allowedActions(profile, state, officer.roles, { officerId: officer.id, now, calendar: workspace.calendar })
    : [];
  const sending = row.sync === 'pending' && entries.some((entry) => entry.sync === 'sending');
  return {
    row: sending ? { ...row, sync: 'sending' } : row,
    state: readsLog ? state : stateForOthers(profile, state),
    entries,
    clocks: (profile ? clocksOf(profile, state, workspace.calendar) : []).map((clock) => ({
      ...clock,
      overdue: isOverdue(clock, now),
    })),
    regimeMissing: profile === null,
    deadlineChanges: deadlineLogOf(workspace.db.orm, caseId).map(({ limitId, before, after, reason, at }) => ({
      limitId,
      what: profile?.limits.find((limit) => limit.id === limitId)?.what ?? limitId,
      before,
      after,
      reason,
      at,
    })),
    actions: isAtTheUnit ? offers.map(atTheUnit) : offers,
    documents: profile ? paperOffers(profile, state, jobs) : [],
    jobs,
  };
}

/** An offer at the desk of the unit that handles the case. */
function atTheUnit(offer: ActionOffer): ActionOffer {
  const reason = refusalAtTheUnit(offer.action);
  return reason === null ? offer : { ...offer, allowed: false, code: 'role_not_allowed', reason, source: null };
}

/** What can be given out of the case: the desk's own papers, then the regime's forms. */
function paperOffers(profile: Profile, state: CaseState, jobs: readonly PrintJob[]): CaseFileView['documents'] {
  const due = formsDue(profile, state);
  const printed = new Set([
    ...jobs.filter((job) => job.state !== 'failed').map((job) => job.document),
    ...state.papers.filter((paper) => paper.outcome !== 'officer_saw_none').map((paper) => paper.document),
  ]);
  return paperKinds(profile, state).map((kind) => {
    const refusal = kind.available(state);
    const [, formId] = /^form:([^@]+)/u.exec(kind.id) ?? [];
    const isOfNow = formId === undefined || due.has(formId) || kind.id.includes('@');
    return {
      document: kind.id,
      title: kind.title,
      group: formId === undefined ? 'desk' : 'form',
      due: refusal === null && isOfNow && !printed.has(kind.id),
      available: refusal === null,
      reason: refusal === null ? null : messageOf(refusal),
      widths: [...kind.widths],
    };
  });
}
