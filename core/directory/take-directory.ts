import { allOfficers, insertOfficer, updateOfficer } from '../../db/settings.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import { type Directory, officersOf, readDirectory } from '../../domain/rulebook/directory.ts';
import { documentText, type Rulebook } from '../../domain/rulebook/rulebook.ts';
import { shanghaiIso } from '../platform.ts';
import { readStation, writeStation } from '../services/station-settings.ts';
import type { Workspace } from '../workspace.ts';
import { storeDirectory, storedDirectory } from './directory-store.ts';

/**
 * Takes a directory whose signature was verified; call inside the transaction that moves the cursor.
 *
 * @returns `null` when it is in force now, `known` for one that is not newer, or why it cannot be used
 */
export function takeDirectory(
  workspace: Workspace,
  rulebook: Rulebook,
): null | 'known' | { code: ErrorCode; detail: string } {
  const { signature, ...unsigned } = rulebook;
  const before = storedDirectory(workspace);
  if (before && before.keyId === rulebook.keyId && before.sequence >= rulebook.sequence) return 'known';
  const directory = readDirectory(rulebook.body);
  if (!directory) return { code: 'rulebook_invalid', detail: '' };
  const own = workspace.settings().station.code;
  // Codes are unique at a centre: the directory of another institution does not name this station.
  if (!directory.stations.some(({ code }) => code === own))
    return { code: 'rulebook_invalid', detail: '名录中没有本站点' };
  const { keyId, sequence } = rulebook;
  const receivedAt = shanghaiIso(workspace.platform.now());
  storeDirectory(workspace, { keyId, sequence, document: documentText(unsigned), signature, receivedAt });
  applyPlaces(workspace, directory);
  applyOfficers(workspace, directory, own);
  return null;
}

/** Units and windows come from the centre where it keeps any; an institution that keeps none there leaves the desk's own. */
function applyPlaces({ db }: Workspace, { units, windows }: Directory): void {
  const settings = readStation(db);
  if (!settings) return;
  const central = { units: units.length > 0, windows: windows.length > 0 };
  writeStation(db, {
    ...settings,
    central,
    ...(central.units ? { units } : {}),
    ...(central.windows ? { windows } : {}),
  });
}

/**
 * Officers of the centre's roster: name, roles and leave to work come from there, the PIN is made here. The desk's own
 * officers stay as they are, even under an id that the centre gives out too. An empty roster is one that is not kept: it
 * puts nobody out of work.
 */
function applyOfficers({ db, platform, profiles }: Workspace, directory: Directory, own: string): void {
  if (directory.officers.length === 0) return;
  const regime = profiles.get(readStation(db)?.station.regime ?? '');
  const nameOf = (role: string) => regime?.roles.find(({ id }) => id === role)?.name ?? role;
  const here = new Map(officersOf(directory, own).map((officer) => [officer.id, officer]));
  const known = new Map(allOfficers(db.orm).map((row) => [row.id, row]));
  for (const { id, name, roles, active } of here.values()) {
    const screenRole = roles.map(nameOf).join('、').slice(0, 60);
    const row = known.get(id);
    if (row?.central) updateOfficer(db.orm, id, { name, roles, screenRole, active });
    if (row) continue;
    const createdAt = shanghaiIso(platform.now());
    insertOfficer(db.orm, { id, name, roles, screenRole, active, admin: false, central: true, pin: '', createdAt });
  }
  for (const row of known.values()) {
    if (row.central && row.active && !here.has(row.id)) updateOfficer(db.orm, row.id, { active: false });
  }
}
