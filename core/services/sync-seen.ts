import { outboxCountsAmong } from '../../db/outbox.ts';
import { ownEntriesAmong } from '../../db/placement.ts';
import type { SyncStatus } from '../../domain/contract/views/sync.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { unseenBy } from './sight.ts';

/**
 * How sync stands, as this officer may know it: nothing of a case that is not there for them is counted. What cannot be told
 * apart by case (how far a sending is, attachments on their way) is told only to who sees all.
 */
export function syncSeenBy(
  workspace: Pick<Workspace, 'db' | 'settings'>,
  officer: Pick<ActingOfficer, 'id'>,
  status: SyncStatus,
): SyncStatus {
  const { db, settings } = workspace;
  const unseen = [...unseenBy(workspace, officer)];
  const { pending, rejected, conflicts } = outboxCountsAmong(db, unseen);
  const own = ownEntriesAmong(db, settings().station.code, unseen, status.backed);
  const seen = {
    ...status,
    pending: Math.max(0, status.pending - pending),
    rejected: Math.max(0, status.rejected - rejected),
    conflicts: Math.max(0, status.conflicts - conflicts),
    written: status.written - own.written,
    backed: status.backed - own.backed,
  };
  if (unseen.length === 0) return seen;
  const refused = (status.files?.refused ?? []).filter(({ caseId }) => !unseen.includes(caseId));
  return { ...seen, progress: null, files: { files: refused.length, bytes: 0, sentBytes: 0, refused } };
}
