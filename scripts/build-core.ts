import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

const OUT = 'dist/bundle/core';
/** The desk as one process, bundled; relative to the project. */
export const CORE_ENTRY = `${OUT}/standalone.js`;

/** Loaded as they are: native code, and what reads files beside itself. */
const EXTERNAL = ['better-sqlite3', '@napi-rs/canvas', 'pdfkit', 'fontkit', 'serialport', 'koffi'];

/**
 * Bundles the core into few files. It runs from its sources as well; but those are five hundred small files, most of them
 * of libraries, and an old PC reads a bundle about six times faster at every start (docs/performance.md).
 */
export async function buildCore(): Promise<void> {
  const { build } = await import('vite');
  rmSync(join(ROOT, 'dist/bundle'), { recursive: true, force: true });
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: join(ROOT, OUT),
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: [join(ROOT, 'core/standalone.ts')],
        external: EXTERNAL,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  // Both are found beside the code (`import.meta.dirname`), which is one folder here.
  cpSync(join(ROOT, 'db/migrations'), join(ROOT, OUT, 'migrations'), { recursive: true });
  cpSync(join(ROOT, 'domain/regimes/profiles'), join(ROOT, 'dist/bundle/domain/regimes/profiles'), { recursive: true });
}
