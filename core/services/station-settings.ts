import type { StationDb } from '../../db/open.ts';
import { allOfficers, type OfficerRow, readMeta, writeMeta } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { printersSchema } from '../../domain/contract/printing.ts';
import type { OfficerView } from '../../domain/contract/views/station.ts';
import type { StationSettings } from '../workspace.ts';

const KEY = 'station';

/** The station's settings, or null before the first start was finished. */
export function readStation(db: StationDb): StationSettings | null {
  const settings = readMeta<StationSettings>(db.orm, KEY);
  // Kept by an earlier program a printer has no profile yet, and no second one stands in.
  return settings && { ...settings, printers: printersSchema.parse(settings.printers) };
}

export function writeStation(db: StationDb, settings: StationSettings): void {
  writeMeta(db.orm, KEY, settings);
}

/** @throws DeskError `not_configured` */
export function demandStation(db: StationDb): StationSettings {
  const settings = readStation(db);
  if (!settings) throw new DeskError('not_configured');
  return settings;
}

/** An officer as screens see one: never the PIN's verifier. */
export function officerView(row: OfficerRow): OfficerView {
  const { id, name, roles, screenRole, active, admin, central, pin } = row;
  return { id, name, roles, screenRole, active, admin, central, hasPin: pin !== '' };
}

export function officerViews(db: StationDb): OfficerView[] {
  return allOfficers(db.orm).map(officerView);
}
