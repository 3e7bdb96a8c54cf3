import { chainHead } from '../../db/entries.ts';
import { retryAllRejected } from '../../db/outbox.ts';
import { firstFedOf, forgetPlacesAfter, sendAgainAfter, sendCaseAgain } from '../../db/placement.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { FeedQuestion, FeedState } from '../../domain/contract/wire.ts';
import { noteElsewhere } from '../backup/go-on.ts';
import { shanghaiIso } from '../platform.ts';
import { projectCase } from '../services/project-case.ts';
import { VERSION } from '../version.ts';
import type { Workspace } from '../workspace.ts';
import { readMark, writeMark } from './marks.ts';
import { retryAside } from './receive.ts';
import { unplaceAside } from './set-aside.ts';

const PROGRAM = 'sync program';

/**
 * Follows what a feed says of the centre itself, in one transaction. A centre that was restored from a backup knows
 * nothing of what came after it: places that it gave since then are forgotten, and own entries that it lost wait again.
 *
 * @param asked what the feed was asked with: what has happened since does not count
 * @returns ids of the cases that changed, and whether entries are to be sent
 */
export function followCentre(
  workspace: Workspace,
  state: FeedState,
  asked: Pick<FeedQuestion, 'epoch' | 'head'>,
): { caseIds: string[]; send: boolean } {
  const { db, platform } = workspace;
  return db.raw
    .transaction(() => {
      const at = shanghaiIso(platform.now());
      // Also within one life, when the station holds what the centre never gave it.
      const isNewLife = state.epoch !== undefined && state.epoch !== readMark(workspace, 'centre epoch');
      // What was acknowledged since the question counts as well, but not where the life before did it: this one was not asked.
      const acknowledged = isNewLife ? readMark(workspace, 'centre head') : asked.head;
      const isOther = state.rewind !== undefined || (state.epoch !== undefined && state.epoch !== asked.epoch);
      const changed = new Set<string>();
      let send = false;
      if (isOther) {
        const rewind = Math.min(state.rewind ?? 0, readMark(workspace, 'feed cursor'));
        for (const caseId of goBackTo(workspace, rewind)) changed.add(caseId);
        writeMark(workspace, 'centre epoch', state.epoch ?? asked.epoch);
        for (const caseId of retryAllRejected(db)) changed.add(caseId);
        send = true;
      }
      const head = state.head ?? asked.head;
      if (head < acknowledged) {
        const again = sendAgainAfter(db, workspace.settings().station.code, head, at);
        for (const caseId of again.caseIds) changed.add(caseId);
        writeMark(workspace, 'centre head', head);
        send = true;
        if (again.entries > 0) writeMark(workspace, 'centre restored', { at, again: again.entries });
      }
      // More of this station's chain than this station has: it was written on another PC.
      if (state.head !== undefined && state.head > chainHead(db, workspace.settings().station.code).seq)
        noteElsewhere(workspace);
      if (state.backed !== undefined) writeMark(workspace, 'centre backed', state.backed);
      for (const caseId of changed) projectCase(workspace, caseId);
      return { caseIds: [...changed], send };
    })
    .immediate();
}

/** Forgets what the feed said after a position. @returns ids of the cases that changed */
function goBackTo(workspace: Workspace, feedPos: number): string[] {
  const caseIds = forgetPlacesAfter(workspace.db, feedPos);
  unplaceAside(workspace, feedPos);
  writeMark(workspace, 'feed cursor', feedPos);
  writeMark(workspace, 'feed went back', readMark(workspace, 'feed went back') + 1);
  return caseIds;
}

/**
 * Forgets every place that was told in a case: what the feed said from its first entry on is read again, and own entries
 * are sent again, to be answered as duplicates with their places. Somebody on the way may have told wrong ones, and
 * nothing that the centre then says would ever fit.
 *
 * @returns ids of the cases that changed
 */
export function doubtPlacesOf(workspace: Workspace, caseId: string): string[] {
  const { db, platform, settings } = workspace;
  return db.raw
    .transaction(() => {
      const first = firstFedOf(db, caseId);
      const changed = new Set(first === null ? [] : goBackTo(workspace, first - 1));
      sendCaseAgain(db, settings().station.code, caseId, shanghaiIso(platform.now()));
      changed.add(caseId);
      for (const id of changed) projectCase(workspace, id);
      return [...changed];
    })
    .immediate();
}

/**
 * A later program may write or judge differently: what the centre refused of the one before is sent once more, and what
 * stood aside is looked at again.
 */
export function retryAfterUpdate(workspace: Workspace): void {
  const { db } = workspace;
  if (readMeta<string>(db.orm, PROGRAM) === VERSION) return;
  retryAside(workspace);
  db.raw
    .transaction(() => {
      for (const caseId of retryAllRejected(db)) projectCase(workspace, caseId);
      writeMeta(db.orm, PROGRAM, VERSION);
    })
    .immediate();
}
