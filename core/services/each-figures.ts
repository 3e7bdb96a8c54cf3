import { setImmediate as pause } from 'node:timers/promises';
import { figureSlices } from '../../db/figures.ts';
import type { CaseFigures } from '../../domain/counting/figures.ts';
import type { Period } from '../../domain/counting/periods.ts';
import type { Workspace } from '../workspace.ts';

/** Rows read at once: about 10 ms of work, after which everybody else has a turn. */
const SLICE = 4_000;

/**
 * Calls with the figures of every case that gives anything to a period (all cases where it is null), in order of
 * arrival; other questions are answered in between. A case that changes meanwhile is seen as it was or as it is.
 */
export async function eachFigures(
  workspace: Pick<Workspace, 'db'>,
  period: Period | null,
  take: (figures: CaseFigures) => void,
): Promise<void> {
  for (const slice of figureSlices(workspace.db, period, SLICE)) {
    for (const figures of slice) take(figures);
    await pause();
  }
}
