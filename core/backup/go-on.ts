import { raiseFloor } from '../../db/number-floor.ts';
import { ownEntryAt } from '../../db/placement.ts';
import { shanghaiIso } from '../platform.ts';
import { readMark } from '../sync/marks.ts';
import type { Workspace } from '../workspace.ts';
import { floorAfter } from './floor-after.ts';
import { readStanding, type Standing, writeStanding } from './standing.ts';

/** Time that two PCs may have worked as one station unnoticed when nothing says how long it was, ms. */
const LONG_AGO = 30 * 86_400_000;

/**
 * Somebody else writes this station's chain: the centre holds entries of it that are not here. From now on nothing is
 * written here until an administrator has said which PC goes on.
 */
export function noteElsewhere(workspace: Workspace): void {
  const { db, platform, events } = workspace;
  const before = readStanding(db.orm);
  if (before !== null && before.state !== 'settled') return;
  const standing: Standing = { state: 'elsewhere', backupMade: null, since: shanghaiIso(platform.now()) };
  writeStanding(db.orm, standing);
  events.emit({ type: 'backup' });
}

/**
 * An administrator's word that this PC, and no other, works as the station. It may write at once, in numbers that no other
 * copy gave out; what it writes is kept back until the centre has given the rest of the chain, and put behind that.
 */
export function goOnHere(workspace: Workspace): void {
  const { db, platform, events } = workspace;
  db.raw
    .transaction(() => {
      const standing = readStanding(db.orm);
      if (standing?.state !== 'behind' && standing?.state !== 'elsewhere') return;
      const now = platform.now();
      // A restored desk's numbers were raised when it was restored.
      if (standing.state === 'elsewhere') raiseFloor(db.orm, floorAfter(lastShared(workspace, now), now), now);
      writeStanding(db.orm, { ...standing, state: 'alone', since: shanghaiIso(now) });
    })
    .immediate();
  events.emit({ type: 'backup' });
}

/** When the last entry was written that the centre had from this very desk: the other copy came after it. */
function lastShared(workspace: Workspace, now: Date): Date {
  const { db, settings } = workspace;
  const seq = readMark(workspace, 'centre head');
  const at = seq === 0 ? null : ownEntryAt(db, settings().station.code, seq)?.wallTime;
  return at ? new Date(at) : new Date(now.getTime() - LONG_AGO);
}
