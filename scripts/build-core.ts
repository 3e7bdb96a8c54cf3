import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/** Where the bundled core lies; `standalone.js` in it is the desk as one process. */
export const CORE_BUNDLE = join(ROOT, 'dist/bundle/core');

/** Loaded as they are: native code, and what reads files beside itself. */
const EXTERNAL = ['better-sqlite3', '@napi-rs/canvas', 'pdfkit', 'fontkit'];

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
      outDir: CORE_BUNDLE,
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
  cpSync(join(ROOT, 'db/migrations'), join(CORE_BUNDLE, 'migrations'), { recursive: true });
  cpSync(join(ROOT, 'domain/regimes/profiles'), join(ROOT, 'dist/bundle/domain/regimes/profiles'), { recursive: true });
}
