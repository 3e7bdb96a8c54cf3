import { setImmediate as pause } from 'node:timers/promises';
import { figureSlices } from '../../db/figures.ts';
import type { CaseFigures } from '../../domain/counting/figures.ts';
import type { Period } from '../../domain/counting/periods.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { unseenBy } from './sight.ts';

/** Rows read at once: about 10 ms of work, after which everybody else has a turn. */
const SLICE = 4_000;

/**
 * Calls with the figures of every case that gives anything to a period (all cases where it is null), in order of
 * arrival, but for those from which the officer has withdrawn; other questions are answered in between. A case that changes meanwhile is seen as it was or as it is.
 */
export async function eachFigures(
  workspace: Pick<Workspace, 'db'>,
  officer: Pick<ActingOfficer, 'id'>,
  period: Period | null,
  take: (figures: CaseFigures) => void,
): Promise<void> {
  const unseen = unseenBy(workspace, officer);
  for (const slice of figureSlices(workspace.db, period, SLICE)) {
    for (const figures of slice) if (!unseen.has(figures.caseId)) take(figures);
    await pause();
  }
}
