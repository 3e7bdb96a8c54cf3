/**
 * How Node runs the core. V8 lets the space of young objects grow to three times 16 MiB before it collects; while thousands of
 * cases come in at once that was a third of the desk's memory (249 MiB instead of 162), and no faster.
 */
export const CORE_FLAGS: readonly string[] = ['--max-semi-space-size=4'];
