import { findOfficer } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { SessionView, SetupStatus } from '../../domain/contract/views/station.ts';
import { beginShiftIfNone } from '../services/hand-over-shift.ts';
import { backupsIn, restoreStation } from '../services/restore-station.ts';
import { runningTimers } from '../services/running-timers.ts';
import { createDemoStation, createStation } from '../services/set-up-station.ts';
import { officerView, officerViews } from '../services/station-settings.ts';
import { VERSION } from '../version.ts';
import { type DeskContext, demandStationOf } from './context.ts';
import type { OpenHandlers } from './dispatch.ts';

export const openHandlers: OpenHandlers = {
  'setup.status': (context): SetupStatus => ({
    configured: context.station !== null,
    station: context.station?.workspace.settings().station ?? null,
    demo: context.station?.workspace.settings().demo ?? false,
    regimes: context.parts.profiles.all().map(({ id, name, short, roles }) => ({
      id,
      name,
      short,
      roles: roles.map((role) => ({ id: role.id, name: role.name })),
    })),
    version: VERSION,
  }),
  'setup.create': (context, input) => createStation(context, input),
  'setup.backupsIn': (context, input) => backupsIn(context, input.folder),
  'setup.restore': (context, input) => restoreStation(context, input),
  'setup.demo': async (context) => ({ officers: await createDemoStation(context) }),

  'session.officers': (context) =>
    officerViews(demandStationOf(context).workspace.db).filter((officer) => officer.active && officer.hasPin),
  'session.signIn': signIn,

  'duty.timers': (context) => runningTimers(demandStationOf(context).workspace, 'anybody'),
};

async function signIn(context: DeskContext, input: { officerId: string; pin: string }): Promise<SessionView> {
  const { sessions, workspace } = demandStationOf(context);
  const row = findOfficer(workspace.db.orm, input.officerId);
  if (!row) throw new DeskError('not_found');
  if (!row.active) throw new DeskError('officer_inactive');
  await sessions.demandPin(row, input.pin, 'pin');
  beginShiftIfNone(workspace, row);
  return { token: sessions.open(row.id).token, officer: officerView(row), station: workspace.settings().station };
}
