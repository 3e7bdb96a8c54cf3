import { and, count, eq } from 'drizzle-orm';
import { DeskError } from '../../domain/contract/errors.ts';
import type { DirectoryOfficer, DirectoryUnit, DirectoryWindow } from '../../domain/rulebook/directory.ts';
import { directoryOfficers, directoryUnits, directoryWindows } from '../db/admin-schema.ts';
import type { CentreTransaction } from '../db/open.ts';
import { institutions, stations } from '../db/schema.ts';

/** Most of each that a directory may name. */
const MOST_PLACES = 500;
const MOST_OFFICERS = 5_000;

/** Writes an officer, new or known. One who leaves is put out of use, never deleted: the files keep the name. */
export async function saveOfficer(
  tx: CentreTransaction,
  institution: string,
  officer: DirectoryOfficer,
): Promise<void> {
  await demandInstitution(tx, institution);
  await demandStations(tx, institution, officer.stations);
  const { id, ...set } = officer;
  await tx
    .insert(directoryOfficers)
    .values({ institution, ...officer })
    .onConflictDoUpdate({ target: [directoryOfficers.institution, directoryOfficers.id], set });
  const [row] = await tx
    .select({ n: count() })
    .from(directoryOfficers)
    .where(eq(directoryOfficers.institution, institution));
  if ((row?.n ?? 0) > MOST_OFFICERS) throw new DeskError('too_large', { detail: id });
}

export async function saveUnit(tx: CentreTransaction, institution: string, unit: DirectoryUnit): Promise<void> {
  await demandInstitution(tx, institution);
  if (unit.station !== null) await demandStations(tx, institution, [unit.station]);
  const { id: _id, ...set } = unit;
  await tx
    .insert(directoryUnits)
    .values({ institution, ...unit })
    .onConflictDoUpdate({ target: [directoryUnits.institution, directoryUnits.id], set });
  const [row] = await tx.select({ n: count() }).from(directoryUnits).where(eq(directoryUnits.institution, institution));
  if ((row?.n ?? 0) > MOST_PLACES) throw new DeskError('too_large', { detail: unit.id });
}

/** @throws DeskError `not_found` */
export async function removeUnit(tx: CentreTransaction, institution: string, id: string): Promise<void> {
  const removed = await tx
    .delete(directoryUnits)
    .where(and(eq(directoryUnits.institution, institution), eq(directoryUnits.id, id)))
    .returning({ id: directoryUnits.id });
  if (removed.length === 0) throw new DeskError('not_found');
}

export async function saveWindow(tx: CentreTransaction, institution: string, window: DirectoryWindow): Promise<void> {
  await demandInstitution(tx, institution);
  const { no: _no, ...set } = window;
  await tx
    .insert(directoryWindows)
    .values({ institution, ...window })
    .onConflictDoUpdate({ target: [directoryWindows.institution, directoryWindows.no], set });
  const [row] = await tx
    .select({ n: count() })
    .from(directoryWindows)
    .where(eq(directoryWindows.institution, institution));
  if ((row?.n ?? 0) > MOST_PLACES) throw new DeskError('too_large', { detail: window.no });
}

/** @throws DeskError `not_found` */
export async function removeWindow(tx: CentreTransaction, institution: string, no: string): Promise<void> {
  const removed = await tx
    .delete(directoryWindows)
    .where(and(eq(directoryWindows.institution, institution), eq(directoryWindows.no, no)))
    .returning({ no: directoryWindows.no });
  if (removed.length === 0) throw new DeskError('not_found');
}

async function demandInstitution(tx: CentreTransaction, institution: string): Promise<void> {
  const found = await tx.select().from(institutions).where(eq(institutions.name, institution));
  if (found.length === 0) throw new DeskError('not_found', { detail: institution });
}

/** @throws DeskError `station_unknown` naming the first code that is no station of the institution */
async function demandStations(tx: CentreTransaction, institution: string, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const rows = await tx.select({ code: stations.code }).from(stations).where(eq(stations.institution, institution));
  const known = new Set(rows.map((row) => row.code));
  const stranger = codes.find((code) => !known.has(code));
  if (stranger !== undefined) throw new DeskError('station_unknown', { detail: stranger });
}
