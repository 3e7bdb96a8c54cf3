import { casesRegistered } from '../../db/case-states.ts';
import { findCase } from '../../db/cases.ts';
import { pastShifts } from '../../db/settings.ts';
import { addDays, localDate } from '../../domain/calendar/dates.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { STATUS_WORDS } from '../../domain/contract/words.ts';
import { isRestrictedForm } from '../../domain/documents/form-kinds.ts';
import { handoverDocument } from '../../domain/documents/handover-sheet.ts';
import type { PrintableDocument } from '../../domain/documents/model.ts';
import { type RegisterPeriod, registerDocument, registerForm } from '../../domain/documents/register.ts';
import { summary } from '../../domain/documents/wording.ts';
import { clocksOf } from '../../domain/regimes/clocks.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { mayReadDutyLog } from './duty-log.ts';
import { caseShown } from './find-case.ts';
import { sheetFor } from './hand-over-shift.ts';
import { profileFor, profileInForce } from './project-case.ts';
import { sightOfCase } from './sight.ts';

/** How far back a handover can be printed again. */
const SHIFTS_KEPT = 1_000;
const FIRST_DAY = '1970-01-01';

/**
 * A register (登记簿) over the cases of a period: those registered in it, or of a book of closed cases those closed in it.
 *
 * @param reader the officer who asks, whose recused cases are left out; null for the station's own command line
 * @throws DeskError `document_unknown`, `invalid` when the period runs backwards, `role_not_allowed` for a book of the duty
 *   log
 */
export function composeRegister(
  workspace: Workspace,
  reader: ActingOfficer | null,
  id: string,
  period: RegisterPeriod,
): PrintableDocument {
  const profile = deskProfile(workspace);
  const form = registerForm(profile, id);
  if (!form) throw new DeskError('document_unknown', { detail: id });
  if (reader && isRestrictedForm(profile, form) && !mayReadDutyLog(workspace, reader))
    throw new DeskError('role_not_allowed');
  if (period.to < period.from) throw new DeskError('invalid', { fields: [{ path: 'to', code: 'invalid' }] });
  const closed = form.after === 'closed';
  const rows = [];
  for (const state of casesRegistered(workspace.db, closed ? FIRST_DAY : period.from, addDays(period.to, 1))) {
    if (closed && !isWithin(state.closing?.at, period)) continue;
    const shown = reader === null ? state : readBy(workspace, reader, state);
    if (shown === null) continue;
    const own = profileFor(workspace, state.regime);
    rows.push({ state: shown, clocks: own ? clocksOf(own, state, workspace.calendar) : [] });
  }
  return registerDocument(profile, form, rows, period, deskOf(workspace));
}

/**
 * The sheet of a handover (交接表).
 *
 * @param reader the officer who asks, who must be one of those that read the duty log, and who finds no line of a case
 *   they have withdrawn from (回避); null for the command line
 * @param id     of the shift that was handed over; `last` for the latest
 * @throws DeskError `not_found`, `role_not_allowed`
 */
export function composeHandover(workspace: Workspace, reader: ActingOfficer | null, id: string): PrintableDocument {
  if (reader && !mayReadDutyLog(workspace, reader)) throw new DeskError('role_not_allowed');
  const past = pastShifts(workspace.db.orm, SHIFTS_KEPT);
  const shift = id === 'last' ? past[0] : past.find((one) => one.id === id);
  if (!shift) throw new DeskError('not_found', { detail: id });
  const items = shift.items ?? [];
  const whole = items.some((item) => item.id.startsWith('case:'))
    ? items
    : [...items, ...(shift.openCases ?? []).flatMap((caseId) => caseLine(workspace, caseId))];
  const sheet = reader ? sheetFor(workspace, reader, whole) : whole;
  return handoverDocument(
    {
      startedAt: shift.startedAt,
      endedAt: shift.endedAt,
      from: shift.officerName,
      to: shift.handoverTo,
      leader: shift.leaderName,
      note: shift.note,
      items: sheet,
    },
    deskProfile(workspace).duty?.handoverItems ?? [],
    deskOf(workspace),
  );
}

/** A case as a reader of the book has it; null where it is not there for them. */
function readBy(workspace: Workspace, reader: ActingOfficer, state: CaseState): CaseState | null {
  const sight = sightOfCase(workspace, reader, state);
  if (sight === 'full') return state;
  return sight === 'none' ? null : caseShown(workspace, reader, state.caseId).found.parsed;
}

function deskProfile(workspace: Workspace): Profile {
  return profileInForce(workspace, workspace.settings().station.regime);
}

function deskOf(workspace: Workspace) {
  return { station: workspace.settings().station, printedAt: shanghaiIso(workspace.platform.now()) };
}

function isWithin(at: string | undefined, period: RegisterPeriod): boolean {
  if (at === undefined) return false;
  const day = localDate(at);
  return period.from <= day && day <= period.to;
}

/** A case that stood open at a handover whose sheet kept only its id. */
function caseLine(workspace: Workspace, caseId: string): { id: string; label: string; text: string }[] {
  const state: CaseState | undefined = findCase(workspace.db.orm, caseId)?.parsed;
  if (!state) return [];
  const words = summary(state.record.request || state.record.narrative, 40);
  return [{ id: `case:${caseId}`, label: state.number, text: `${STATUS_WORDS[state.status]}　${words}` }];
}
