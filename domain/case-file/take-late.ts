import type { EntryOf } from '../contract/entries.ts';
import { applyFact, ended, holdingOf } from './apply-fact.ts';
import { exclusiveKey, factOf, standingAgainst } from './conflicts.ts';
import type { CaseState, Conflict } from './state.ts';

/**
 * Why a late fact can no longer take the place of what stands; null when it can. In Chinese, for people. What others did
 * on the ground of what stands is never undone by it: then only keeping is left, and work goes on by the ordinary steps.
 */
export function obstacleToTaking(state: CaseState, conflict: Conflict): string | null {
  const { kind, payload } = conflict;
  if (kind === 'merged') return '并案同时写进了另一件案卷，不能在这里改换';
  if (state.archived) return '案卷已归档，不再改动';
  if (state.mergedInto) return `本案已并入${state.mergedInto.number}，在该案办理`;
  if (state.closing && kind !== 'closed') return '案卷已结案，不再改动此前的步骤';
  if (state.refused && kind !== 'accepted' && kind !== 'refused') return '已决定不予受理，此后的步骤不再办理';
  switch (kind) {
    case 'refused':
      if (state.assignment) return `已转办${state.assignment.unit.name}，须先由承办单位退回，才能改为不予受理`;
      return state.feedback ? '结果已反馈投诉人，不能改为不予受理' : null;
    case 'approved':
      return payload.decision === 'return' && state.firstAssignedAt !== null
        ? '已按同意的意见转办，不能改为退回'
        : null;
    case 'assigned':
      if (state.reply) return `${state.reply.unit}已经回复，不能改派`;
      return state.feedback ? '结果已反馈投诉人，不能改派' : null;
    case 'reclassified':
      return state.feedback ? '结果已反馈投诉人，不再调整类别' : null;
    case 'extension_decided':
      return extensionWentOn(state, conflict) ? '此后又办理过延期，不能改换这一次审批' : null;
    case 'returned':
      if (!state.assignment) return '案件现在不在承办单位，无从退回';
      if (state.assignment.unit.name !== payload.unit)
        return `现由${state.assignment.unit.name}承办，${payload.unit}不能退回`;
      return state.reply || state.feedback ? '承办单位已经回复，不能再退回' : null;
    case 'redo_ordered':
      if (!state.assignment) return '承办单位已将案件退回，无从重办';
      return state.reply || state.feedback ? '承办单位已重新回复；不合要求的，请另行退回重办' : null;
    default:
      return null;
  }
}

/**
 * The state with the late fact in the place of what stood. The fact keeps the name and the time of whoever wrote it: the
 * paper that was given out with it says so, and the citizen was told then. Only a unit's own time with the case begins at
 * the settling, because until then the unit had nothing. The caller has asked `obstacleToTaking`.
 */
export function takeLate(state: CaseState, conflict: Conflict, settling: EntryOf<'settled'>): CaseState {
  const after = taken(state, conflict, settling.wallTime);
  const { revision, written } = state;
  const key = exclusiveKey(conflict.kind);
  // Whoever settled answers for it from here on: who writes without knowing of the settling comes late.
  const mark = { ...after.exclusive[key], entryId: conflict.entryId, stationId: settling.stationId, revision, written };
  return { ...after, exclusive: { ...after.exclusive, [key]: mark } };
}

function taken(state: CaseState, conflict: Conflict, at: string): CaseState {
  const fact = factOf(conflict);
  switch (fact.kind) {
    case 'accepted': {
      const after = applyFact({ ...state, refused: null }, fact);
      // A category that was changed since, knowingly, is newer than this one; work that went on is not turned back.
      const category = state.reclassified.length > 0 ? state.category : after.category;
      return { ...after, category, status: state.refused ? 'accepted' : state.status };
    }
    case 'refused':
      return applyFact({ ...state, accepted: null, category: null }, fact);
    case 'approved': {
      const after = applyFact(state, fact);
      return state.firstAssignedAt === null ? after : { ...after, status: state.status };
    }
    case 'assigned':
      return {
        ...applyFact(state, fact),
        firstAssignedAt: state.firstAssignedAt,
        holdings: [...ended(state, 'reassigned', at), { ...holdingOf(fact), at }],
      };
    case 'extension_decided': {
      const before = state.exclusive.extension_decided?.extending?.before;
      return { ...applyFact({ ...state, ...before }, fact), extensionRequest: state.extensionRequest };
    }
    case 'reclassified':
      return applyFact({ ...state, reclassified: state.reclassified.slice(0, -1) }, fact);
    case 'returned':
      return { ...applyFact(state, fact), holdings: ended(state, 'returned', at) };
    case 'redo_ordered':
      return { ...applyFact({ ...state, redos: state.redos.slice(0, -1) }, fact), round: state.round };
    default:
      return applyFact(state, fact);
  }
}

function extensionWentOn(state: CaseState, { against }: Conflict): boolean {
  const mark = standingAgainst(state, { kind: 'extension_decided' });
  return mark?.entryId !== against || mark?.extending?.extensions !== state.extensions;
}
