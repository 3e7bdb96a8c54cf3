import { earlierCases } from '../core/services/earlier-cases.ts';
import type { Workspace } from '../core/workspace.ts';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import { seeded } from '../tests/harness/restarting-desk.ts';
import { OFFICER } from './desk.ts';
import { type Figure, figure, timed, timesOf } from './statistics.ts';
import { inventRecord } from './texts.ts';

/** Longest time an officer's typing may wait for, in milliseconds, at 100,000 cases. */
export const DUPLICATES_BAR_MS = 20;

/** Earlier cases of records nobody has told yet: the same invented words, other parts put together. */
export async function benchDuplicates(workspace: Workspace, quick: boolean): Promise<Figure[]> {
  const random = seeded(77);
  const now = workspace.platform.now().toISOString().replace('Z', '+08:00');
  const records: ComplaintRecord[] = Array.from({ length: quick ? 10 : 60 }, () => inventRecord(random, now));
  const long = records.map((record) => ({
    ...record,
    narrative: records
      .slice(0, 10)
      .map((other) => other.narrative)
      .join(''),
  }));
  const figures: Figure[] = [];
  for (const [name, asked] of [
    ['a complaint of 200 characters', records],
    ['a complaint of 2,000 characters', long],
  ] as const) {
    const samples: number[] = [];
    let found = 0;
    for (const record of [...asked.slice(0, 2), ...asked]) {
      const ms = await timed(() => {
        found += earlierCases(workspace, OFFICER, record).length;
      });
      samples.push(ms);
    }
    if (found === 0) throw new Error('no earlier case was found');
    figures.push(figure(name, timesOf(samples.slice(2)), null));
  }
  return figures;
}
