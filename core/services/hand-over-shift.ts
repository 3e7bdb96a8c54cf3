import { openCases } from '../../db/cases.ts';
import { openDrafts } from '../../db/drafts.ts';
import { currentShift, endShift, findOfficer, insertShift, pastShifts } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ShiftView } from '../../domain/contract/views.ts';
import { shanghaiIso } from '../platform.ts';
import type { Sessions } from '../sessions.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { caseRows } from './case-views.ts';

/** How many open cases one handover shows; the desk of a county has some dozens. */
const SHOWN_CASES = 500;

/** The first to sign in when no shift runs begins one. */
export function beginShiftIfNone(workspace: Workspace, officer: ActingOfficer): void {
  const { db, platform } = workspace;
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

export function shiftView(workspace: Workspace, officer: ActingOfficer): ShiftView {
  const { orm } = workspace.db;
  const shift = currentShift(orm);
  return {
    current: shift ? { id: shift.id, startedAt: shift.startedAt, officers: [shift.officerName] } : null,
    open: caseRows(workspace, officer, openCases(orm, officer.id, SHOWN_CASES)),
    drafts: openDrafts(orm).length,
    handovers: pastShifts(orm, 50).map((past) => ({
      id: past.id,
      at: past.endedAt ?? '',
      from: past.officerName,
      to: past.handoverTo ?? '',
      note: past.note ?? '',
      openCases: past.openCases?.length ?? 0,
    })),
  };
}

/**
 * Ends the shift and begins the next one. Both sign: the one who leaves by being signed in, the one who comes by PIN.
 * No open case can be dropped: each must be among those the next officer has seen.
 *
 * @throws DeskError `pin_wrong`, `officer_inactive`, or `invalid` at `seenCases` when an open case was not shown
 */
export async function handOverShift(
  workspace: Workspace,
  sessions: Sessions,
  officer: ActingOfficer,
  request: { toOfficerId: string; toPin: string; note: string; seenCases: string[] },
): Promise<void> {
  const { db, platform } = workspace;
  const next = findOfficer(db.orm, request.toOfficerId);
  if (!next?.active)
    throw new DeskError('officer_inactive', { fields: [{ path: 'toOfficerId', code: 'officer_inactive' }] });
  await sessions.demandPin(next, request.toPin, 'toPin');
  const seen = new Set(request.seenCases);
  const now = shanghaiIso(platform.now());
  db.raw
    .transaction(() => {
      const open = openCases(db.orm, officer.id, SHOWN_CASES).map((row) => row.caseId);
      if (open.some((id) => !seen.has(id)))
        throw new DeskError('invalid', { fields: [{ path: 'seenCases', code: 'invalid' }] });
      const shift = currentShift(db.orm);
      const end = { endedAt: now, handoverTo: next.name, note: request.note, openCases: open };
      if (shift) endShift(db.orm, shift.id, { ...end });
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
}
