import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'dist/**'];

/**
 * Two projects: `unit` for tests that stand beside the code, `e2e` (`*.e2e.test.ts`) for those that start whole
 * programs and browsers. Of those two files run at a time: one alone leaves half of two cores idle, waiting for its programs.
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
          // Only what hangs takes so long, on the busiest machine.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude,
          pool: 'forks',
          maxWorkers: 2,
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
