import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Planted } from '../institution.ts';
import type { Weights } from '../seed.ts';

/** A bug that is put into real processes from outside: a module that Node loads before the program. */
export interface Plant {
  planted: Planted;
  /** What brings it to light. */
  weights: Weights;
  /** The fault that it is, and no other. */
  seenAs: RegExp;
}

const loading = (module: string): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, module)).href}`,
});

const DESKS_DIE: Weights = { works: 70, lineTurns: 0, deskDies: 30, centreDies: 0, freezes: 0 };
const CENTRE_DIES: Weights = { works: 80, lineTurns: 0, deskDies: 0, centreDies: 20, freezes: 0 };

export const PLANTS: Readonly<Record<string, Plant>> = {
  'a desk says "saved" before its commit': {
    planted: { desk: loading('saved-before-commit.ts') },
    weights: DESKS_DIE,
    seenAs: /was answered and is gone/,
  },
  'the centre says "stored" before its commit': {
    planted: { centre: loading('stored-before-commit.ts') },
    weights: CENTRE_DIES,
    seenAs: /counts as reported and is not at the centre/,
  },
  'a desk writes the cursor of its feed before the rows': {
    planted: { desk: loading('cursor-before-rows.ts') },
    weights: DESKS_DIE,
    seenAs: /case \S+: holds .*, should hold/,
  },
};
