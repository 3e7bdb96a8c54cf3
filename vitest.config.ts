import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'dist/**'];

/**
 * Two projects: `unit` for tests that stand beside the code, `e2e` (`*.e2e.test.ts`) for those that start whole
 * programs and browsers, one file at a time so that they do not starve each other on a small machine.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.e2e.test.ts'],
          pool: 'forks',
          // Vitest by itself leaves one core to its own process, which on two cores is half of the machine.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude,
          pool: 'forks',
          maxWorkers: 1,
          // Of tests that say they may run beside each other.
          maxConcurrency: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
