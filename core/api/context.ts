import type { StationDb } from '../../db/open.ts';
import { findOfficer } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { officerViews } from '../services/station-settings.ts';
import type { Station, StationParts } from '../station.ts';
import type { EnrolmentKey } from '../sync/centre-link.ts';
import type { ActingOfficer } from '../workspace.ts';

/** The one place that changes at the first start: before it there is no database, after it there is a station. */
export interface DeskContext {
  parts: StationParts;
  db: StationDb | null;
  station: Station | null;
  /** The set-up under way, if any: the next one waits for its end. */
  settingUp: Promise<unknown> | null;
  /** Key of a first enrolment that was not answered yet. */
  enrolment: EnrolmentKey | null;
}

/** Who asks, checked. */
export interface Caller {
  station: Station;
  officer: ActingOfficer;
  token: string;
}

/** @throws DeskError `not_configured` */
export function demandStationOf(context: DeskContext): Station {
  if (!context.station) throw new DeskError('not_configured');
  return context.station;
}

/** @throws DeskError `not_configured`, `not_signed_in` (no session, a pause, or the officer was deactivated meanwhile) */
export function demandCaller(context: DeskContext, request: Request): Caller {
  const station = demandStationOf(context);
  const token = request.headers.get('x-desk-session') ?? '';
  const session = station.sessions.find(token);
  const row = session ? findOfficer(station.workspace.db.orm, session.officerId) : null;
  if (!row?.active) throw new DeskError('not_signed_in');
  return { station, officer: { id: row.id, name: row.name, roles: row.roles }, token };
}

/** Settings decide who may act and where the data goes: only those who look after the station change them. */
export function demandAdmin({ station, officer }: Caller): void {
  const officers = officerViews(station.workspace.db);
  if (officers.some((one) => one.id === officer.id && one.admin)) return;
  const names = officers.filter((one) => one.admin && one.active).map((one) => one.name);
  throw new DeskError('role_not_allowed', { detail: `设置由本站管理员更改：${names.join('、')}` });
}
