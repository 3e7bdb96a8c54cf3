import type { RulebookHead } from '../../db/rulebooks.ts';
import { DeskError, messageOf } from '../../domain/contract/errors.ts';
import type { RulebooksView } from '../../domain/contract/views/station.ts';
import type { Workspace } from '../workspace.ts';
import { type RefusedRulebook, refusedRulebooks } from './receive-rulebooks.ts';
import type { Rules } from './rules.ts';

/** What this station decides by, and what the centre sent that it did not take. */
export function rulebooksView(workspace: Workspace, rules: Rules): RulebooksView {
  const { regimes, years } = rules.inForce();
  const own = regimes.find(([profile]) => profile.id === workspace.settings().station.regime);
  if (!own) throw new DeskError('internal', { detail: 'unknown regime' });
  const [{ id, name, version }, head] = own;
  return {
    regime: { id, name, version, ...origin(head) },
    calendars: years.map(([{ year, notice }, from]) => ({
      year,
      notice,
      version: from?.version ?? null,
      ...origin(from),
    })),
    refused: refusedRulebooks(workspace)
      .map((one) => ({
        name: nameOf(one),
        version: one.version,
        code: one.code,
        message: messageOf(one.code),
        detail: one.detail,
        at: one.at,
      }))
      .reverse(),
  };
}

function nameOf({ kind, id }: RefusedRulebook): string {
  switch (kind) {
    case 'calendar':
      return `${id}年放假安排`;
    case 'regime':
      return `制度 ${id}`;
    case 'directory':
      return '站点与人员名录';
    case null:
      return '不明文件';
  }
}

function origin(head: RulebookHead | null): { from: 'program' | 'centre'; since: string | null } {
  return head ? { from: 'centre', since: head.receivedAt } : { from: 'program', since: null };
}
