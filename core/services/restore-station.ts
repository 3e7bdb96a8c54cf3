import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../../domain/contract/errors.ts';
import type { OutputOf } from '../../domain/contract/procedures.ts';
import { readBackupHead } from '../../wire/backup-file.ts';
import type { DeskContext } from '../api/context.ts';
import { restoreBackup } from '../backup/restore.ts';
import { openDatabase, startStation } from '../station.ts';
import { alone, refuseSecond } from './set-up-station.ts';

type Found = OutputOf<'setup.backupsIn'>;

/**
 * The backups in a folder, newest first. Answers only before the first start: later nobody looks through the disk here.
 *
 * @throws DeskError `already_configured`; `not_found` beside `folder`
 */
export function backupsIn(context: DeskContext, folder: string): Found {
  refuseSecond(context);
  let names: string[];
  try {
    names = statSync(folder).isDirectory() ? readdirSync(folder).map((name) => join(folder, name)) : [folder];
  } catch (cause) {
    throw new DeskError('not_found', { fields: [{ path: 'folder', code: 'not_found' }], cause });
  }
  const found = names.filter((name) => name.endsWith('.jsk')).flatMap(describe);
  return found.sort((a, b) => (a.made < b.made ? 1 : -1));
}

/** Nothing for what only bears the name: it would be offered to no use. */
function describe(file: string): Found {
  try {
    const { station, made, bytes } = readBackupHead(file);
    return [{ file, station: station.code, name: station.name, made, bytes }];
  } catch {
    return [];
  }
}

/** First start from a backup. @throws DeskError `already_configured` and whatever `restoreBackup` throws */
export function restoreStation(
  context: DeskContext,
  { file, code }: { file: string; code: string },
): Promise<{ station: string }> {
  return alone(context, async () => {
    refuseSecond(context);
    const { parts } = context;
    const { dataDir, keyring } = parts.options;
    const head = await restoreBackup({ dataDir, keyring, file, code, now: parts.platform.now });
    context.db = await openDatabase(parts.options);
    context.station = startStation(parts, context.db);
    return { station: head.station.code };
  });
}
