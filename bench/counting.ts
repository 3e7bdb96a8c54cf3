import { casesBehindFigure, countCases } from '../core/services/count-cases.ts';
import { consequencesOn } from '../core/services/count-consequences.ts';
import type { Workspace } from '../core/workspace.ts';
import { OFFICER } from './desk.ts';
import { type Figure, figure, timed, timesOf } from './statistics.ts';

const ALL = { from: '2025-01-01', to: '2027-12-31' };
const MONTH = { from: '2026-03-01', to: '2026-03-31' };

/** The statistics as the screen asks for them, over all cases and over one month. */
export async function benchCounting(workspace: Workspace, quick: boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  const behind = { type: 'figure', ...ALL, group: 'channel', value: 'phone' } as const;
  for (const [name, work] of [
    ['figures of one month', () => countCases(workspace, OFFICER, MONTH)],
    ['figures of all cases', () => countCases(workspace, OFFICER, ALL)],
    ['cases behind one figure', () => casesBehindFigure(workspace, OFFICER, { of: behind, offset: 0, limit: 50 })],
    ['consequences of a day', () => consequencesOn(workspace, OFFICER, '2026-11-22')],
  ] as const) {
    const samples: number[] = [];
    for (let run = 0; run < (quick ? 2 : 6); run += 1) samples.push(await timed(work));
    figures.push(figure(name, timesOf(samples.slice(1)), null));
  }
  return figures;
}
