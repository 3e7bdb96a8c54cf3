import { countConflicts } from '../../db/cases.ts';
import { chainHead } from '../../db/entries.ts';
import { outboxCounts } from '../../db/outbox.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { SyncStatus } from '../../domain/contract/views/sync.ts';
import type { Workspace } from '../workspace.ts';
import type { CentreLink } from './centre-link.ts';
import { readMark } from './marks.ts';
import { countAside } from './set-aside.ts';

export type Direction = 'push' | 'pull' | 'rules';

/** What is wrong with one direction. */
export interface Trouble {
  code: ErrorCode;
  nextTryAt: string;
}

/** Refusals of the station itself: no line that comes back changes them. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'centre_refused',
  'station_revoked',
  'centre_newer',
  'centre_older',
] as const);

/** What may honestly be said of sync now. */
export function syncStatus(
  workspace: Workspace,
  link: CentreLink | null,
  trouble: Readonly<Record<Direction, Trouble | null>>,
  isSending: boolean,
  progress: SyncStatus['progress'],
): SyncStatus {
  const { db, settings } = workspace;
  const wrong = trouble.push ?? trouble.pull ?? trouble.rules;
  return {
    state: stateOf(link !== null, wrong, isSending),
    address: link?.address ?? null,
    centreName: link?.centreName ?? null,
    ...outboxCounts(db),
    conflicts: countConflicts(db),
    lastSuccessAt: readMark(workspace, 'sync success'),
    lastError: wrong?.code ?? null,
    nextTryAt: wrong?.nextTryAt ?? null,
    progress: isSending ? progress : null,
    written: chainHead(db, settings().station.code).seq,
    backed: readMark(workspace, 'centre backed'),
    quarantined: countAside(workspace),
    restored: readMark(workspace, 'centre restored'),
  };
}

function stateOf(isEnrolled: boolean, wrong: Trouble | null, isSending: boolean): SyncStatus['state'] {
  if (!isEnrolled) return 'none';
  if (wrong) return REFUSALS.has(wrong.code) ? 'refused' : 'offline';
  return isSending ? 'sending' : 'idle';
}
