import type { Orm } from '../../db/open.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';

/**
 * Whether this desk knows its own chain to the end. One that came out of a backup does not, nor does one whose centre
 * holds more of its chain than itself: written on, two different entries would bear the same place and the same number.
 *
 * - `behind`: restored; asks the centre for the rest, writes nothing until it has it.
 * - `elsewhere`: never restored, yet the centre holds more: another PC works as this station. An administrator decides.
 * - `alone`: an administrator went on without the centre. What is written is kept back and put behind the rest later.
 * - `settled`: knows its chain to the end.
 */
export interface Standing {
  state: 'behind' | 'elsewhere' | 'alone' | 'settled';
  /** When the backup was made; null for `elsewhere`. */
  backupMade: string | null;
  /** When it was restored, or the other PC was noticed. */
  since: string;
}

const KEY = 'standing';

/** Null for the ordinary desk, that was never restored. */
export const readStanding = (orm: Orm): Standing | null => readMeta<Standing>(orm, KEY);

export const writeStanding = (orm: Orm, standing: Standing): void => writeMeta(orm, KEY, standing);

/** @throws DeskError `restored_behind`, `station_elsewhere` while an own entry could take a place that is taken */
export function demandMayWrite(orm: Orm): void {
  const state = readStanding(orm)?.state;
  if (state === 'behind') throw new DeskError('restored_behind');
  if (state === 'elsewhere') throw new DeskError('station_elsewhere');
}

/** Whether own entries may leave this desk, by the line or in a bundle: not before their place is certain. */
export function mayReport(orm: Orm): boolean {
  const state = readStanding(orm)?.state ?? 'settled';
  return state === 'settled';
}
