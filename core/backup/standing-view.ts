import type { Orm } from '../../db/open.ts';
import type { StandingView } from '../../domain/contract/views/keeping.ts';
import { readStanding } from './standing.ts';

/** What the screen says about a desk that came out of a backup; null for every other. */
export function standingView(orm: Orm): StandingView | null {
  const standing = readStanding(orm);
  if (!standing) return null;
  const { state, backupMade, since } = standing;
  return { state, backupMade, since };
}
