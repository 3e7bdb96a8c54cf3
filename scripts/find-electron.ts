import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/**
 * Electron's program, or null where only its types are installed. Asking the `electron` package itself would start a
 * download, so its folder is looked into instead. `ELECTRON_PATH` names another one.
 */
export function findElectron(): string | null {
  const named = process.env.ELECTRON_PATH;
  if (named) return existsSync(named) ? named : null;
  const folder = join(ROOT, 'node_modules/electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
  const program = join(dist, readFileSync(note, 'utf8').trim());
  return existsSync(program) ? program : null;
}
