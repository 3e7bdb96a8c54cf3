import { cpSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './root.ts';

const BUNDLE = 'dist/bundle';
/** The desk as one process, bundled; relative to the project. */
export const CORE_ENTRY = `${BUNDLE}/core/standalone.js`;

/** Threads of their own, started by their file names: no import leads to them. */
export const WORKERS: readonly string[] = ['core/backup/backup-worker.ts', 'core/sync/page-worker.ts'];

/** Loaded as they are: native code, what reads files beside itself, and what warns of old habits unless it lies in node_modules. */
const EXTERNAL = ['better-sqlite3', '@napi-rs/canvas', 'pdfkit', 'fontkit', '@node-escpos/core', 'serialport', 'koffi'];

/**
 * Bundles the core into few files. It runs from its sources as well; but those are five hundred small files, most of them
 * of libraries, and an old PC reads a bundle about six times faster at every start (docs/performance.md).
 *
 * @param entry  another program of the project that has the core in it
 * @param bundle folder for it, below the project: its packages are looked for from there
 * @returns the bundled program, relative to the project
 */
export async function buildCore(entry = 'core/standalone.ts', bundle = BUNDLE): Promise<string> {
  const { build } = await import('vite');
  const out = `${bundle}/core`;
  rmSync(join(ROOT, bundle), { recursive: true, force: true });
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: join(ROOT, out),
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: [entry, ...WORKERS].map((file) => join(ROOT, file)),
        external: EXTERNAL,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  // All are found beside the code (`import.meta.dirname`), which is one folder here.
  cpSync(join(ROOT, 'db/migrations'), join(ROOT, out, 'migrations'), { recursive: true });
  cpSync(join(ROOT, 'domain/regimes/profiles'), join(ROOT, bundle, 'domain/regimes/profiles'), { recursive: true });
  cpSync(join(ROOT, 'printing/printers'), join(ROOT, bundle, 'printers'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
  return `${out}/${basename(entry, '.ts')}.js`;
}
