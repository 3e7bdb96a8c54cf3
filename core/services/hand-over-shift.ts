import { listedCases, openCases, visibleIds } from '../../db/cases.ts';
import { type DraftRow, openDrafts } from '../../db/drafts.ts';
import {
  allOfficers,
  currentShift,
  endShift,
  findOfficer,
  insertShift,
  pastShifts,
  type ShiftRow,
} from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { RunningTimer, ShiftView } from '../../domain/contract/views/duty.ts';
import { type CaseStatus, STATUS_WORDS } from '../../domain/contract/words.ts';
import { redactor } from '../../domain/disclosure/redact.ts';
import { type Handed, handoverFaults, timerKey } from '../../domain/duty/handover.ts';
import { shanghaiIso } from '../platform.ts';
import type { Sessions } from '../sessions.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { caseRows } from './case-views.ts';
import { mayReadDutyLog } from './duty-log.ts';
import { dutyRules, mayStand, rosterNow } from './duty-roster.ts';
import { runningTimers } from './running-timers.ts';
import { maskedAmong } from './sight.ts';

/** How many open cases one handover shows; the desk of a county has some dozens. */
const SHOWN_CASES = 500;
const SHOWN_HANDOVERS = 50;

type Sheet = ShiftView['handovers'][number]['sheet'];

/**
 * The first to sign in when no shift runs begins one. Where the regime says who keeps watch, nobody else does by looking
 * in: the head of the station, or the leader who draws up the roster, is not at the telephone.
 */
export function beginShiftIfNone(workspace: Workspace, officer: ActingOfficer): void {
  const { db, platform } = workspace;
  const rules = dutyRules(workspace);
  if (rules && !mayStand(rules, 'officer', officer.roles)) return;
  db.raw
    .transaction(() => {
      if (currentShift(db.orm)) return;
      insertShift(db.orm, {
        id: platform.newId(),
        officerId: officer.id,
        officerName: officer.name,
        startedAt: shanghaiIso(platform.now()),
      });
    })
    .immediate();
}

export function shiftView(workspace: Workspace, sessions: Sessions, officer: ActingOfficer): ShiftView {
  const { orm } = workspace.db;
  const shift = currentShift(orm);
  const present = new Set(sessions.present());
  const roster = rosterNow(workspace);
  const named = (post: 'leader' | 'officer') => roster.filter((one) => one.post === post).map((one) => one.officerName);
  const mayReadLog = mayReadDutyLog(workspace, officer);
  return {
    current: shift ? { id: shift.id, startedAt: shift.startedAt, officers: [shift.officerName] } : null,
    onDuty: {
      leaders: named('leader'),
      officers: named('officer'),
      signedIn: allOfficers(orm)
        .filter((one) => present.has(one.id))
        .map((one) => one.name),
    },
    open: caseRows(workspace, officer, openCases(orm, officer.id, SHOWN_CASES)),
    drafts: openDrafts(orm).map(({ draftId, record, officerName, savedAt }) => ({
      draftId,
      words: draftWords(record),
      officerName,
      savedAt,
    })),
    timers: runningTimers(workspace, officer).timers,
    items: (dutyRules(workspace)?.handoverItems ?? []).map(({ id, label }) => ({ id, label })),
    mayReadLog,
    handovers: pastShifts(orm, SHOWN_HANDOVERS).map((past) => handoverView(workspace, officer, past, mayReadLog)),
  };
}

/**
 * The lines of a sheet that an officer may read: none of a case from which they have withdrawn (回避), and of one that they
 * have masked (`sight.ts`) not who complained.
 */
export function sheetFor<L extends { id: string; text: string }>(
  workspace: Workspace,
  officer: ActingOfficer,
  lines: readonly L[],
): L[] {
  const cases = lines.flatMap(({ id }) => caseOfLine(id) ?? []);
  const seen = listedCases(workspace.db.orm, visibleIds(workspace.db, cases, officer.id));
  const rows = new Map(seen.map(({ caseId, seq }) => [caseId, seq]));
  const masked = maskedAmong(workspace, officer, [...rows.values()]);
  return lines.flatMap((line) => {
    const caseId = caseOfLine(line.id);
    if (caseId === null) return [line];
    const seq = rows.get(caseId);
    if (seq === undefined) return [];
    const state = masked.get(seq);
    return [state ? { ...line, text: redactor(state.record.complainant)(line.text) } : line];
  });
}

/** The case that a line is about: `case:<id>`, or `timer:<id> <limit>`. */
function caseOfLine(id: string): string | null {
  return /^(?:case|timer):(\S+)/u.exec(id)?.[1] ?? null;
}

function handoverView(
  workspace: Workspace,
  officer: ActingOfficer,
  past: ShiftRow,
  readsLog: boolean,
): ShiftView['handovers'][number] {
  const lines = readsLog ? sheetFor(workspace, officer, past.items ?? []) : null;
  return {
    id: past.id,
    startedAt: past.startedAt,
    at: past.endedAt ?? '',
    from: past.officerName,
    to: past.handoverTo ?? '',
    leader: past.leaderName,
    note: lines ? (past.note ?? '') : '',
    openCases: visibleIds(workspace.db, past.openCases ?? [], officer.id).length,
    sheet: (lines ?? []).map(({ id, label, text }) => ({ kind: kindOf(id), label, text })),
  };
}

/**
 * Ends the shift and begins the next one. Both sign: the one who leaves by being signed in, the one who comes by PIN.
 * Nothing open can be dropped: open cases, drafts and running clocks must all be among those gone through, and each item
 * of the regime's handover list must be answered. What stood open is kept with the shift as its handover sheet.
 *
 * @throws DeskError `pin_wrong`, `officer_inactive`, or `invalid` naming what was left out
 */
export async function handOverShift(
  workspace: Workspace,
  sessions: Sessions,
  officer: ActingOfficer,
  request: Handed & { toOfficerId: string; toPin: string; note: string },
): Promise<void> {
  const { db, platform } = workspace;
  const next = findOfficer(db.orm, request.toOfficerId);
  if (!next?.active)
    throw new DeskError('officer_inactive', { fields: [{ path: 'toOfficerId', code: 'officer_inactive' }] });
  await sessions.demandPin(next, request.toPin, 'toPin');
  const now = shanghaiIso(platform.now());
  db.raw
    .transaction(() => {
      const open = openCases(db.orm, officer.id, SHOWN_CASES);
      // Who leaves goes through what they may see; the sheet names every case, or one they withdrew from would get lost.
      const onSheet = openCases(db.orm, null, SHOWN_CASES);
      const drafts = openDrafts(db.orm);
      const { timers } = runningTimers(workspace, 'station');
      const own = runningTimers(workspace, officer).timers;
      const wanted = dutyRules(workspace)?.handoverItems ?? [];
      const faults = handoverFaults(
        {
          cases: open.map((row) => row.caseId),
          drafts: drafts.map((row) => row.draftId),
          timers: own.map(timerKey),
          items: wanted.map((item) => item.id),
        },
        request,
      );
      if (faults.length > 0) throw new DeskError('invalid', { fields: faults });
      const answers = new Map(request.items.map((item) => [item.id, item.text]));
      const shift = currentShift(db.orm);
      const end = {
        endedAt: now,
        handoverTo: next.name,
        note: request.note,
        openCases: onSheet.map((row) => row.caseId),
        items: [
          ...standIn(shift, officer),
          ...wanted.map(({ id, label }) => ({ id: `item:${id}`, label, text: answers.get(id) ?? '' })),
          ...timers.map(timerLine),
          ...onSheet.map((row) => ({
            id: `case:${row.caseId}`,
            label: row.number,
            text: `${STATUS_WORDS[row.status as CaseStatus]}　${row.summary}`,
          })),
          ...drafts.map((row) => ({
            id: `draft:${row.draftId}`,
            label: draftWords(row.record),
            text: row.officerName,
          })),
        ],
        leaderName: rosterNow(workspace).find((one) => one.post === 'leader')?.officerName ?? null,
      };
      if (shift) endShift(db.orm, shift.id, end);
      else
        insertShift(db.orm, {
          id: platform.newId(),
          officerId: officer.id,
          officerName: officer.name,
          startedAt: now,
          ...end,
        });
      insertShift(db.orm, { id: platform.newId(), officerId: next.id, officerName: next.name, startedAt: now });
    })
    .immediate();
  workspace.events.emit({ type: 'duty' });
}

/** Who signs for somebody who left without handing over is named on the sheet. */
function standIn(shift: ShiftRow | null, officer: ActingOfficer): { id: string; label: string; text: string }[] {
  if (!shift || shift.officerId === officer.id) return [];
  return [{ id: 'item:stand_in', label: '代为交班', text: `${officer.name}代${shift.officerName}交班` }];
}

function timerLine(timer: RunningTimer): { id: string; label: string; text: string } {
  const silenced = timer.muted ? `；${timer.muted.name} ${timer.muted.at.slice(11, 16)} 静音` : '';
  return {
    id: `timer:${timerKey(timer)}`,
    label: timer.number,
    text: `${timer.what}，截止 ${timer.dueAt.slice(0, 16).replace('T', ' ')}${silenced}`,
  };
}

function kindOf(id: string): Sheet[number]['kind'] {
  const [kind] = id.split(':');
  return kind === 'timer' || kind === 'case' || kind === 'draft' ? kind : 'item';
}

/** Who and what, in a few words: enough to tell one draft from another. */
function draftWords(stored: DraftRow['record']): string {
  const { complainant, request, narrative } = JSON.parse(stored) as ComplaintRecord;
  const who = complainant.name || (complainant.type === 'anonymous' ? '匿名' : '未填姓名');
  const what = Array.from(request || narrative)
    .slice(0, 18)
    .join('');
  return what === '' ? who : `${who}：${what}`;
}
