import { join } from 'node:path';

/**
 * How Node runs the core. V8 lets the space of young objects grow to three times 16 MiB before it collects; while thousands of
 * cases come in at once that was a third of the desk's memory (249 MiB instead of 162), and no faster.
 */
export const CORE_FLAGS: readonly string[] = ['--max-semi-space-size=4'];

/**
 * What the core finds in its environment: where Node keeps its compiled code from one start to the next, and how many heaps glibc
 * makes. By itself it gives every thread its own, up to eight a processor, and each keeps what was freed in it: while thousands of
 * cases come in that was 6 to 9 MiB of the desk's memory (with two; with one it was slower).
 */
export const coreEnv = (dataDir: string): Readonly<Record<string, string>> => ({
  NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
  MALLOC_ARENA_MAX: '2',
});
