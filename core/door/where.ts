import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

const NAME = 'jiesu-desk';

/**
 * Where a desk keeps its data when nobody says otherwise: `JIESU_DATA`, or the place the platform gives to a user's
 * programs (XDG Base Directory on Linux, Application Support on macOS, %LOCALAPPDATA% on Windows).
 */
export function defaultDataDir(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  if (env.JIESU_DATA) return env.JIESU_DATA;
  if (platform === 'win32') return win32.join(env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'), NAME);
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', NAME);
  // A relative XDG_DATA_HOME is invalid and is to be ignored.
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : posix.join(home, '.local', 'share');
  return posix.join(data, NAME);
}
