import type { CaseState } from '../../domain/case-file/state.ts';
import type { Command, CommandType } from '../../domain/contract/commands.ts';
import type { EntryKind, NewFact } from '../../domain/contract/entries.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';

/**
 * What must be so when a fact is written, read from the profile and the state before it alone: the rules a reader of the
 * institution's text would check, without the interpreter's help.
 *
 * @param kinds of all entries before it, in order; empty where two had written without knowing of each other
 * @returns the rules broken; empty when all is well
 */
export function brokenRules(
  profile: Profile,
  state: CaseState,
  roles: readonly string[],
  fact: NewFact,
  kinds: readonly EntryKind[],
): string[] {
  const broken: string[] = [];
  const demand = (holds: boolean, rule: string) => {
    if (!holds) broken.push(rule);
  };
  const accepted = state.accepted !== null && state.refused === null;
  const unfinished = !state.refused && !state.closing && !state.mergedInto;
  const open = accepted && unfinished;
  const place = (action: CommandType) => profile.workflow.findIndex((step) => step.action === action);
  const follows = (kind: EntryKind, other: EntryKind) => kinds.lastIndexOf(kind) >= kinds.lastIndexOf(other);
  const rolesOf = (action: CommandType) => profile.workflow.filter((s) => s.action === action).flatMap((s) => s.roles);
  const byOneOf = (may: readonly string[]) =>
    demand(
      may.some((role) => roles.includes(role)),
      'by a role of the text',
    );
  demand(!state.archived || fact.kind === 'settled', 'nothing after the archive');
  switch (fact.kind) {
    case 'accepted':
      demand(!state.accepted && !state.refused && !state.mergedInto, 'one decision on acceptance');
      demand(
        profile.categories.some((c) => c.id === fact.payload.category),
        'a category of the regime',
      );
      byOneOf(rolesOf('accept'));
      break;
    case 'refused':
      demand(!state.accepted && !state.refused && !state.mergedInto, 'one decision on acceptance');
      demand(
        profile.acceptance.refusals.some((r) => r.code === fact.payload.ground),
        'a ground of the regime',
      );
      byOneOf(profile.acceptance.roles);
      break;
    case 'approved':
      demand(open && state.approval?.decision !== 'agree', 'one approval of an accepted case');
      byOneOf(rolesOf('approve'));
      break;
    case 'assigned':
      demand(accepted || place('assign') < place('accept'), 'no assignment of what is not accepted');
      demand(unfinished && !state.reply && !state.feedback, 'no assignment after the reply');
      byOneOf(rolesOf('assign'));
      break;
    case 'replied':
      demand(
        open && state.assignment !== null && !state.reply && !state.feedback,
        'one reply of the unit that holds it',
      );
      byOneOf(rolesOf('reply'));
      break;
    case 'fed_back':
      demand(open && !state.feedback, 'one answer, of an accepted case');
      demand(!state.assignment || place('reply') < 0 || state.reply !== null, 'no answer before the unit replied');
      demand(follows('replied', 'redo_ordered'), 'no answer before the work that was sent back is done again');
      demand(
        follows('assigned', 'returned') || mayDoWithoutUnit(profile, state),
        'no answer while nobody has the case',
      );
      break;
    case 'closed':
      demand(follows('fed_back', 'redo_ordered'), 'no closing before a new answer');
      demand(open && state.feedback !== null, 'no closing before feedback');
      demand(!state.assignment || place('reply') < 0 || state.reply !== null, 'no closing before the unit replied');
      byOneOf(rolesOf('close'));
      break;
    case 'archived':
      demand(Boolean(state.closing || state.refused || state.mergedInto), 'no archive of an open case');
      byOneOf(rolesOf('archive'));
      break;
    case 'returned':
      demand(open && state.assignment !== null && !state.reply, 'no return after the reply');
      break;
    case 'redo_ordered':
      demand(open && state.assignment !== null && state.reply !== null, 'nothing to be done again before the reply');
      break;
    case 'reclassified': {
      const times = profile.acceptance.reclassify?.times;
      demand(open && !state.feedback && times !== undefined, 'no other category after feedback');
      demand(typeof times !== 'number' || state.reclassified.length < times, 'so many reclassifications only');
      break;
    }
    case 'extended':
    case 'extension_requested':
      demand(open && !state.extensionRequest, 'one extension at a time, of an open case');
      demand(!onlyOnce(profile) || state.extensions === 0, 'one extension only');
      break;
    case 'extension_decided':
      demand(open && state.extensionRequest !== null, 'no decision without a request');
      demand(fact.payload.decision === 'refuse' || !onlyOnce(profile) || state.extensions === 0, 'one extension only');
      break;
    case 'contributed':
      demand(open && state.assignment !== null, 'no contribution without an assignment');
      break;
    case 'followed_up':
      demand(accepted && state.feedback !== null, 'no visit before feedback');
      break;
    case 'settled': {
      const late = state.conflicts.find((one) => one.entryId === fact.payload.entryId);
      demand(late !== undefined, 'no settling of what is no conflict');
      demand(
        fact.payload.choice === 'keep' || (!state.archived && !(state.closing && late?.kind !== 'closed')),
        'nothing replaced in a finished case',
      );
      break;
    }
    case 'urged':
      demand(open, 'no urging of a case that is not worked on');
      break;
    case 'merged':
      demand(!state.refused && !state.closing && !state.mergedInto && !state.feedback, 'no merging of a finished case');
      demand(fact.payload.into !== state.caseId, 'no merging into itself');
      break;
    case 'recorded': {
      const step = profile.workflow.find((s) => s.step === fact.payload.step);
      demand(step?.action === 'record' && step.roles.some((role) => roles.includes(role)), 'a step of the regime');
      const afterClose = step !== undefined && profile.workflow.indexOf(step) > place('close');
      demand(!state.mergedInto && (afterClose || !state.closing), 'no record on a finished case');
      demand(
        step?.when !== 'verified' || /^(partly_)?true$/.test(state.closing?.verified ?? ''),
        'only what was verified',
      );
      const on = step?.on ?? 'accepted';
      demand(on === 'both' || (on === 'refused') === (state.refused !== null), 'only the path that takes the step');
      demand(!step?.categories || step.categories.includes(state.category ?? ''), 'only the categories of the step');
      break;
    }
  }
  return broken;
}

function mayDoWithoutUnit(profile: Profile, state: CaseState): boolean {
  const skips = profile.categories.find((category) => category.id === state.category)?.skips ?? [];
  return (
    skips.includes('assign') || profile.workflow.some((step) => step.action === 'assign' && step.optional === true)
  );
}

function onlyOnce(profile: Profile): boolean {
  return profile.extensions.length > 0 && profile.extensions.every((extension) => extension.once);
}

/** The key under which `allowedActions` offers what a command wants. */
export function keyOf(command: Command): string {
  switch (command.type) {
    case 'record':
      return `record:${command.step}`;
    case 'urge':
      return `urge:${command.urging}`;
    case 'settle':
      return `settle:${command.entryId}`;
    case 'return':
    case 'redo':
      return `${command.type}:${command.rule}`;
    default:
      return command.type;
  }
}
