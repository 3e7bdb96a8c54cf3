import { STATE_COUNCIL_CALENDAR as CALENDAR } from '../../domain/calendar/holidays.ts';
import { addCalendarDays } from '../../domain/calendar/working-days.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import {
  type Command,
  type CommandType,
  commandSchema,
  feedbackMeans,
  outcomes,
  settleChoices,
  verifications,
} from '../../domain/contract/commands.ts';
import { satisfactionLevels } from '../../domain/contract/words.ts';
import type { Profile, Step } from '../../domain/regimes/profile-schema.ts';
import type { Dice } from './dice.ts';

export const COMMAND_TYPES = commandSchema.options.map((option) => option.shape.type.value) as CommandType[];
export const OFFICERS = ['o-1', 'o-2', 'o-3', 'o-4'] as const;
/** A case that takes others in, and one of which the desk knows nothing. */
export const TARGET_CASE = '00000000-0000-7000-8000-0000000000aa';
const UNKNOWN_CASE = '00000000-0000-7000-8000-0000000000bb';
const RATINGS = [...satisfactionLevels, 'declined', null] as const;
const UNITS = [
  { id: 'u-1', name: '承办单位甲', station: 'TH12' },
  { id: 'u-2', name: '承办单位乙', station: null },
  { id: 'u-3', name: '承办单位丙', station: null },
];

export interface WishOf {
  profile: Profile;
  state: CaseState;
  dice: Dice;
  /** ISO 8601 with offset. */
  now: string;
}

/** A command of one type as an officer might send it: mostly well made, now and then with what the regime does not know. */
export function randomWish(type: CommandType, { profile, state, dice, now }: WishOf): Command {
  const day = (most: number) => addCalendarDays(now.slice(0, 10), dice.below(most), CALENDAR).date;
  const idOf = (known: readonly { id: string }[]) =>
    known.length === 0 || dice.rarely(20) ? 'nothing' : dice.one(known).id;
  const rulesOf = (kind: 'return' | 'redo') => (profile.returns ?? []).filter((rule) => rule.kind === kind);
  switch (type) {
    case 'accept':
      return { type, category: idOf(profile.categories) };
    case 'refuse': {
      const grounds = profile.acceptance.refusals.map(({ code }) => ({ id: code }));
      return { type, ground: idOf(grounds), explanation: '' };
    }
    case 'investigate':
      return { type, text: '已询问双方' };
    case 'approve':
      return { type, decision: dice.rarely(3) ? 'return' : 'agree', opinion: '阅' };
    case 'assign': {
      const outOfArea = dice.one([true, false, undefined]);
      return {
        type,
        unit: dice.one(UNITS),
        mode: dice.one(['handle', 'read']),
        opinion: '请办理',
        ...(dice.rarely(3) ? { assisting: [dice.one(UNITS)] } : {}),
        ...(outOfArea === undefined ? {} : { outOfArea }),
      };
    }
    case 'contribute':
      return { type, unit: dice.one(UNITS).name, opinion: '协办意见' };
    case 'reply':
      return { type, opinion: '已办理' };
    case 'feed_back': {
      const consent = dice.one([true, false, undefined]);
      return {
        type,
        means: dice.one(feedbackMeans),
        result: '处理结果',
        satisfaction: dice.one(RATINGS),
        ...(consent === undefined ? {} : { consent }),
      };
    }
    case 'close': {
      const criteria = (profile.closing?.criteria ?? []).filter(() => !dice.rarely(20));
      return {
        type,
        outcome: dice.one(outcomes),
        verified: dice.one(verifications),
        summary: '办结',
        review: criteria.map(({ id }) => ({ id, holds: !dice.rarely(4), note: dice.rarely(2) ? '已核' : '' })),
      };
    }
    case 'archive':
      return { type, note: '' };
    case 'extend':
      return { type, promisedDate: day(120), reason: '情况复杂', notified: '电话' };
    case 'request_extension':
      return { type, promisedDate: day(120), reason: '情况复杂' };
    case 'decide_extension':
      return { type, decision: dice.one(['agree', 'refuse']), opinion: '阅', notified: '电话' };
    case 'record': {
      const steps = profile.workflow.filter((step) => step.action === 'record');
      const step = dice.rarely(20) ? undefined : steps[dice.below(steps.length || 1)];
      if (!step) return { type, step: 'nothing', values: {} };
      return { type, step: step.step, values: dice.rarely(8) ? { nothing: true } : answersTo(step, now, dice) };
    }
    case 'reclassify':
      return { type, category: idOf(profile.categories), reason: '情况有变' };
    case 'return':
      return {
        type,
        rule: idOf(rulesOf('return')),
        reason: '不属本单位',
        basis: dice.rarely(3) ? '' : '职责分工',
        approvedBy: dice.rarely(3) ? '' : '分管负责人',
      };
    case 'redo':
      return { type, rule: idOf(rulesOf('redo')), reason: '未按规定办理' };
    case 'urge': {
      const level = dice.one(['yellow', 'red', undefined] as const);
      const unit = dice.one(UNITS).name;
      return { type, urging: idOf(profile.urging), ...(level ? { level } : {}), unit, person: '', progress: '在办' };
    }
    case 'follow_up':
      return { type, means: dice.one(feedbackMeans), satisfaction: dice.one(RATINGS), opinion: '无' };
    case 'recuse':
      return { type, officerId: dice.one(OFFICERS), name: '示例员', reason: '有亲属关系' };
    case 'merge':
      return { type, intoCaseId: dice.one([TARGET_CASE, UNKNOWN_CASE, state.caseId]), reason: '同一事项' };
    case 'mark':
      return { type, consequence: idOf(profile.consequences ?? []), subject: '某窗口', reason: '查实' };
    case 'settle': {
      const entryId = state.conflicts.length === 0 ? UNKNOWN_CASE : dice.one(state.conflicts).entryId;
      return { type, entryId, choice: dice.one(settleChoices), reason: '已向双方核实' };
    }
    case 'note':
      return { type, text: '备注' };
  }
}

/** A command for one offer: the action, and the step or rule where an action has several. */
export function wishFor(type: CommandType, step: string | null, of: WishOf): Command {
  const command = randomWish(type, of);
  if (step === null) return command;
  switch (command.type) {
    case 'record': {
      const found = of.profile.workflow.find((one) => one.step === step);
      return found ? { ...command, step, values: answersTo(found, of.now, of.dice) } : command;
    }
    case 'urge':
      return { ...command, urging: step };
    case 'settle':
      return { ...command, entryId: step };
    case 'return':
    case 'redo':
      return { ...command, rule: step };
    default:
      return command;
  }
}

/** Answers to the fields of a step on record: complete, or with one left out when dice are given and fall so. */
export function answersTo(step: Step, now: string, dice?: Dice): Record<string, string | boolean> {
  const answers: Record<string, string | boolean> = {};
  for (const field of step.fields ?? []) {
    if (dice?.rarely(10)) continue;
    if (field.type === 'boolean') answers[field.id] = !(dice?.rarely(4) ?? false);
    else if (field.type === 'date') answers[field.id] = now.slice(0, 10);
    else if (field.type === 'choice')
      answers[field.id] = dice ? dice.one(field.choices ?? ['']) : (field.choices?.[0] ?? '');
    else answers[field.id] = '已记录';
  }
  return answers;
}
