import type { CaseState } from '../case-file/state.ts';
import { COMMAND_WORDS, type CommandType } from '../contract/commands.ts';
import { ENTRY_WORDS, type ExclusiveKind } from '../contract/entries.ts';
import { obstacleToRole } from './obstacles.ts';
import type { Profile } from './profile-schema.ts';
import type { Possible } from './workflow.ts';

/**
 * Roles that may settle a conflict about a step (处理冲突): whoever may take that step, and the office that watches over the
 * case (督查室): no text names it alike, so it is whoever closes cases, because they answer for the whole file, and whoever
 * supervises (督办). A unit does not settle whether its own return holds: that is for those who assign.
 */
export function settlersOf(profile: Profile, kind: ExclusiveKind): string[] {
  const supervisors = profile.urging.filter((rule) => rule.kind === 'supervise').flatMap((rule) => rule.roles);
  return [...new Set([...rolesOfStep(profile, kind), ...rolesOfAction(profile, 'close'), ...supervisors])];
}

/** One offer for each conflict of the case, to be settled also once the case is closed or archived: the file is to be clear. */
export function settlingOffers(profile: Profile, state: CaseState, roles: readonly string[]): Possible[] {
  return state.conflicts.map(({ entryId, kind }) => ({
    action: 'settle',
    step: entryId,
    name: `${COMMAND_WORDS.settle}：${ENTRY_WORDS[kind]}`,
    source: null,
    against: obstacleToRole(profile, settlersOf(profile, kind), roles, null),
  }));
}

function rolesOfStep(profile: Profile, kind: ExclusiveKind): readonly string[] {
  switch (kind) {
    case 'accepted':
      return rolesOfAction(profile, 'accept');
    case 'refused':
    case 'merged':
      return profile.acceptance.roles;
    case 'reclassified':
      return profile.acceptance.reclassify?.roles ?? [];
    case 'approved':
      return rolesOfAction(profile, 'approve');
    case 'assigned':
    case 'returned':
      return rolesOfAction(profile, 'assign');
    case 'fed_back':
      return rolesOfAction(profile, 'feed_back');
    case 'closed':
      return rolesOfAction(profile, 'close');
    case 'archived':
      return rolesOfAction(profile, 'archive');
    case 'extension_decided':
      return profile.extensions.flatMap((extension) => extension.approver ?? []);
    case 'redo_ordered':
      return (profile.returns ?? []).filter((rule) => rule.kind === 'redo').flatMap((rule) => rule.roles);
  }
}

function rolesOfAction(profile: Profile, action: CommandType): string[] {
  return profile.workflow.filter((step) => step.action === action).flatMap((step) => step.roles);
}
