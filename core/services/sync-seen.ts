import { outboxCountsAmong } from '../../db/outbox.ts';
import type { SyncStatus } from '../../domain/contract/views.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { unseenBy } from './sight.ts';

/** How sync stands, as this officer may know it: what waits of a case that is not there for them is not counted. */
export function syncSeenBy(
  workspace: Pick<Workspace, 'db'>,
  officer: Pick<ActingOfficer, 'id'>,
  status: SyncStatus,
): SyncStatus {
  const { pending, rejected, conflicts } = outboxCountsAmong(workspace.db, [...unseenBy(workspace, officer)]);
  return {
    ...status,
    pending: Math.max(0, status.pending - pending),
    rejected: Math.max(0, status.rejected - rejected),
    conflicts: Math.max(0, status.conflicts - conflicts),
  };
}
