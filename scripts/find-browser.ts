import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Browser {
  path: string;
  /** What this browser needs on this machine whatever it is started for. */
  args: string[];
}

const LINUX = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MACOS = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

/**
 * The Chromium, Chrome or Edge of this machine, or null. `JIESU_BROWSER` names another one.
 * As root Chromium refuses to start in its own sandbox.
 */
export function findBrowser(): Browser | null {
  const path = candidates().find(isExecutable);
  if (path === undefined) return null;
  return { path, args: process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
}

function candidates(): string[] {
  const { env, platform } = process;
  const named = env.JIESU_BROWSER ? [env.JIESU_BROWSER] : [];
  if (platform === 'darwin') return [...named, ...MACOS];
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    return [...named, ...WINDOWS.flatMap((name) => roots.map((root) => join(root, name)))];
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...named, ...LINUX.flatMap((name) => folders.map((folder) => join(folder, name)))];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
