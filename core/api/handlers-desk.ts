import { openDrafts } from '../../db/drafts.ts';
import { rejectedEntries } from '../../db/outbox.ts';
import { printerLoad } from '../../db/print-jobs.ts';
import { currentShift, findOfficer, insertOfficer, readMeta, updateOfficer } from '../../db/settings.ts';
import { DeskError, type ErrorCode, messageOf } from '../../domain/contract/errors.ts';
import { printersOf } from '../../domain/contract/printing.ts';
import type { SettingsView, StatusView } from '../../domain/contract/views/station.ts';
import { demandStrongPin, hashPin } from '../keys/pin.ts';
import { shanghaiIso } from '../platform.ts';
import { rulebooksView } from '../rulebooks/rulebooks-view.ts';
import { casesBehindFigure, countCases } from '../services/count-cases.ts';
import { consequencesOn } from '../services/count-consequences.ts';
import { dutyLog } from '../services/duty-log.ts';
import { removeFromRoster, rosterView, saveRoster } from '../services/duty-roster.ts';
import { handOverShift, shiftView } from '../services/hand-over-shift.ts';
import { quarantinedEntries } from '../services/quarantined-entries.ts';
import { markReport, reportsDue, tasksOfToday } from '../services/report-periods.ts';
import { retryEntry } from '../services/retry-entry.ts';
import { muteTimer } from '../services/running-timers.ts';
import { officerView, officerViews } from '../services/station-settings.ts';
import { syncSeenBy } from '../services/sync-seen.ts';
import { retryAside } from '../sync/receive.ts';
import { VERSION } from '../version.ts';
import type { StationSettings } from '../workspace.ts';
import { type Caller, demandAdmin } from './context.ts';
import type { OfficerHandlers, OfficerName } from './dispatch.ts';
import type { caseHandlers } from './handlers-cases.ts';
import type { printHandlers } from './handlers-print.ts';
import type { relayHandlers } from './handlers-relay.ts';

export const deskHandlers: Pick<
  OfficerHandlers,
  Exclude<OfficerName, keyof typeof caseHandlers | keyof typeof printHandlers | keyof typeof relayHandlers>
> = {
  'session.current': ({ station, officer, token }) => {
    const row = findOfficer(station.workspace.db.orm, officer.id);
    if (!row) throw new DeskError('not_signed_in');
    return { token, officer: officerView(row), station: station.workspace.settings().station };
  },
  'session.signOut': ({ station, token }) => {
    station.sessions.close(token);
    return { ok: true };
  },
  status: statusView,
  'clock.confirm': ({ station, officer }) => {
    station.clock.confirm(officer.id);
    return station.clock.view();
  },

  'sync.status': ({ station, officer }) => syncSeenBy(station.workspace, officer, station.sync.status()),
  'sync.now': ({ station, officer }) => {
    station.sync.hurry();
    return syncSeenBy(station.workspace, officer, station.sync.status());
  },
  'sync.configure': async (caller, input) => {
    demandAdmin(caller);
    const { station } = caller;
    await station.sync.configure(input.address, input.enrolCode);
    return syncSeenBy(station.workspace, caller.officer, station.sync.status());
  },
  'sync.problems': ({ station, officer }) =>
    rejectedEntries(station.workspace.db.orm, officer.id).map((row) => {
      const code = (row.code ?? 'centre_refused') as ErrorCode;
      return { ...row, number: row.number ?? '', code, message: messageOf(code) };
    }),
  'sync.quarantine': ({ station }) => quarantinedEntries(station.workspace),
  'sync.retryQuarantined': ({ station }) => {
    const { workspace } = station;
    for (const caseId of retryAside(workspace)) workspace.events.emit({ type: 'case', caseId });
    workspace.events.emit({ type: 'sync' });
    return { left: quarantinedEntries(workspace).length };
  },
  'sync.rulebooks': ({ station }) => rulebooksView(station.workspace, station.rules),
  'sync.retry': ({ station, officer }, input) => {
    retryEntry(station.workspace, officer, input.entryId);
    station.sync.hurry();
    return { ok: true };
  },

  'duty.get': ({ station, officer }) => shiftView(station.workspace, station.sessions, officer),
  'duty.handOver': async ({ station, officer, token }, input) => {
    await handOverShift(station.workspace, station.sessions, officer, input);
    station.sessions.close(token);
    return { ok: true };
  },
  'duty.mute': ({ station, officer }, input) => muteTimer(station.workspace, officer, input),
  'duty.log': ({ station, officer }) => dutyLog(station.workspace, officer),
  'duty.roster': ({ station, officer }, input) => rosterView(station.workspace, officer, input),
  'duty.rosterSave': ({ station, officer }, input) => {
    saveRoster(station.workspace, officer, input.shifts);
    return { ok: true };
  },
  'duty.rosterRemove': ({ station, officer }, input) => {
    removeFromRoster(station.workspace, officer, input.ids);
    return { ok: true };
  },
  statistics: ({ station, officer }, input) => countCases(station.workspace, officer, input),
  'statistics.cases': ({ station, officer }, input) => casesBehindFigure(station.workspace, officer, input),
  'statistics.consequences': ({ station, officer }, input) => consequencesOn(station.workspace, officer, input.day),
  'worklist.today': ({ station, officer }) => tasksOfToday(station.workspace, officer),
  'statistics.reports': ({ station }) => reportsDue(station.workspace),
  'statistics.markReport': ({ station, officer }, input) => markReport(station.workspace, officer, input),

  'settings.get': settingsView,
  'settings.savePrinters': (caller, input) => {
    demandAdmin(caller);
    saveSettings(caller, { printers: input.printers });
    caller.station.printing.reload();
    return settingsView(caller);
  },
  'settings.saveStation': (caller, { units, windows, ...station }) => {
    demandAdmin(caller);
    const { central } = caller.station.workspace.settings();
    const lists = { ...(central?.units ? {} : { units }), ...(central?.windows ? {} : { windows }) };
    saveSettings(caller, { ...lists, station: { ...caller.station.workspace.settings().station, ...station } });
    return settingsView(caller);
  },
  'settings.addOfficer': async (caller, input) => {
    demandAdmin(caller);
    const { db, platform, events } = caller.station.workspace;
    demandStrongPin(input.pin, 'pin');
    const pin = await hashPin(input.pin, platform.pinCost);
    const { name, roles, screenRole, admin } = input;
    insertOfficer(db.orm, {
      id: platform.newId(),
      name,
      roles,
      screenRole,
      active: true,
      central: false,
      admin,
      pin,
      createdAt: shanghaiIso(platform.now()),
    });
    events.emit({ type: 'settings' });
    return settingsView(caller);
  },
  'settings.setOfficerActive': (caller, input) => {
    demandAdmin(caller);
    const { db, events } = caller.station.workspace;
    if (input.officerId === caller.officer.id && !input.active) throw new DeskError('role_not_allowed');
    const row = findOfficer(db.orm, input.officerId);
    if (!row) throw new DeskError('not_found');
    if (row.central) throw new DeskError('kept_by_centre');
    updateOfficer(db.orm, input.officerId, { active: input.active });
    if (!input.active) caller.station.sessions.closeAllOf(input.officerId);
    events.emit({ type: 'settings' });
    return settingsView(caller);
  },
  'settings.givePin': async (caller, input) => {
    demandAdmin(caller);
    const { db, platform, events } = caller.station.workspace;
    const row = findOfficer(db.orm, input.officerId);
    if (!row) throw new DeskError('not_found');
    // An administrator who could replace a PIN could sign in as somebody else.
    if (row.pin !== '') throw new DeskError('already_done');
    demandStrongPin(input.pin, 'pin');
    updateOfficer(db.orm, input.officerId, { pin: await hashPin(input.pin, platform.pinCost) });
    events.emit({ type: 'settings' });
    return settingsView(caller);
  },
  'settings.changePin': async ({ station, officer, token }, input) => {
    const { db, platform } = station.workspace;
    const { orm } = db;
    const row = findOfficer(orm, officer.id);
    if (!row) throw new DeskError('not_signed_in');
    await station.sessions.demandPin(row, input.oldPin, 'oldPin');
    demandStrongPin(input.newPin, 'newPin');
    updateOfficer(orm, officer.id, { pin: await hashPin(input.newPin, platform.pinCost) });
    station.sessions.closeAllOf(officer.id, token);
    return { ok: true };
  },
};

function statusView({ station, officer }: Caller): StatusView {
  const { workspace, sync } = station;
  const { orm } = workspace.db;
  const settings = workspace.settings();
  const row = findOfficer(orm, officer.id);
  const shift = currentShift(orm);
  const load = printerLoad(orm, officer.id);
  return {
    station: settings.station,
    officer: row
      ? officerView(row)
      : { ...officer, screenRole: '', active: true, admin: false, central: false, hasPin: true },
    shift: shift ? { id: shift.id, startedAt: shift.startedAt } : null,
    sync: syncSeenBy(workspace, officer, sync.status()),
    printers: printersOf(settings.printers).map(({ id, name, kind, width }) => {
      const of = load.get(id);
      return {
        id,
        name,
        kind,
        width,
        waiting: of?.waiting ?? 0,
        asking: of?.asking ?? 0,
        lastError: (of?.lastError ?? null) as ErrorCode | null,
      };
    }),
    openDrafts: openDrafts(orm).length,
    now: shanghaiIso(workspace.platform.now()),
    clock: station.clock.view(),
  };
}

function settingsView({ station }: Caller): SettingsView {
  const { workspace } = station;
  const { station: own, printers, units, windows, central } = workspace.settings();
  const link = readMeta<{ address: string }>(workspace.db.orm, 'centre link');
  return {
    station: own,
    printers,
    units,
    windows,
    central: central ?? { units: false, windows: false },
    officers: officerViews(workspace.db),
    centre: { address: link?.address ?? null, enrolled: link !== null },
    dataDir: workspace.dataDir,
    version: VERSION,
  };
}

function saveSettings({ station }: Caller, change: Partial<StationSettings>): void {
  station.saveSettings({ ...station.workspace.settings(), ...change });
}
