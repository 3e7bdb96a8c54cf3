import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCore, CORE_ENTRY, WORKERS } from './build-core.ts';
import { ROOT } from './root.ts';

/** Rooms whose code runs in Electron's core process. They keep their shape in `dist/`, because some read files beside them. */
const CORE_ROOMS = ['core', 'db', 'domain', 'printing', 'wire'];

const SCREENS = {
  made: 'dist/renderer/desk/index.html',
  from: ['renderer', 'domain', 'vite.config.ts', 'package-lock.json'],
};
const SHELL = {
  made: 'dist/electron/main.js',
  from: ['electron', ...CORE_ROOMS, 'scripts/build.ts', 'package-lock.json'],
};

const CORE = { made: CORE_ENTRY, from: [...CORE_ROOMS, 'scripts/build-core.ts', 'package-lock.json'] };

export const screensAreStale = () => isStale(SCREENS);
export const shellIsStale = () => isStale(SHELL);
export const coreIsStale = () => isStale(CORE);

/** Builds the screens into `dist/renderer`. A process of its own, because Vite's configuration counts from the folder it runs in. */
export async function buildScreens(): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0 || !existsSync(join(ROOT, SCREENS.made))) throw new Error('the screens could not be built');
}

/** Builds main, preload and the core's process for Electron into `dist/electron`, with the rooms they use beside it. */
export async function buildShell(): Promise<void> {
  const { build } = await import('vite');
  const dist = join(ROOT, 'dist');
  for (const room of ['electron', '_virtual', ...CORE_ROOMS])
    rmSync(join(dist, room), { recursive: true, force: true });
  const shared = { root: ROOT, configFile: false, publicDir: false, logLevel: 'warn' } as const;
  await build({
    ...shared,
    build: {
      ssr: true,
      outDir: dist,
      emptyOutDir: false,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input: ['electron/main.ts', 'electron/core-process.ts', ...WORKERS].map((file) => join(ROOT, file)),
        output: { format: 'es', preserveModules: true, preserveModulesRoot: ROOT, entryFileNames: '[name].js' },
      },
    },
  });
  // A sandboxed preload can only be CommonJS, and one file.
  await build({
    ...shared,
    build: {
      ssr: join(ROOT, 'electron/preload.ts'),
      outDir: join(dist, 'electron'),
      emptyOutDir: false,
      minify: false,
      target: 'node24',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
    },
  });
  for (const room of CORE_ROOMS) copyData(join(ROOT, room), join(dist, room));
}

/** Copies what is not code: migrations, regimes, fonts. */
function copyData(from: string, to: string): void {
  if (!existsSync(from)) return;
  cpSync(from, to, { recursive: true, filter: (path) => statSync(path).isDirectory() || !/\.tsx?$/.test(path) });
}

function isStale({ made, from }: { made: string; from: readonly string[] }): boolean {
  const target = join(ROOT, made);
  if (!existsSync(target)) return true;
  const age = statSync(target).mtimeMs;
  return from.some((source) => newest(join(ROOT, source)) > age);
}

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), 0);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { screens: { type: 'boolean' }, core: { type: 'boolean' }, shell: { type: 'boolean' } },
  });
  const all = !values.screens && !values.core && !values.shell;
  if (all || values.screens) await buildScreens();
  if (all || values.core) await buildCore();
  if (all || values.shell) await buildShell();
}
