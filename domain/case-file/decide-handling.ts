import { isDate } from '../calendar/dates.ts';
import type { NewFact } from '../contract/entries.ts';
import { isBlank } from '../regimes/blank.ts';
import type { Profile, Step } from '../regimes/profile-schema.ts';
import { type DecideContext, type Wish, wrong } from './decide-context.ts';
import type { CaseState } from './state.ts';

type Handling = Wish<
  | 'accept'
  | 'refuse'
  | 'investigate'
  | 'approve'
  | 'reclassify'
  | 'assign'
  | 'contribute'
  | 'reply'
  | 'return'
  | 'redo'
  | 'record'
>;

/** From acceptance to the unit's reply. The caller has checked that the regime allows it now. */
export function decideHandling(state: CaseState, command: Handling, context: DecideContext): NewFact {
  const { profile } = context;
  switch (command.type) {
    case 'accept': {
      if (!profile.categories.some((c) => c.id === command.category)) throw wrong('category', 'category_unknown');
      const { category, note } = command;
      const noticeNumber = context.nextPaperNumber('acceptance_notice');
      const payload = note === undefined ? { category, noticeNumber } : { category, note, noticeNumber };
      return { kind: 'accepted', payload };
    }
    case 'refuse': {
      const ground = profile.acceptance.refusals.find((r) => r.code === command.ground);
      if (!ground) throw wrong('ground', 'ground_unknown');
      const noticeNumber = context.nextPaperNumber('refusal_notice');
      const { explanation } = command;
      return {
        kind: 'refused',
        payload: { ground: ground.code, groundText: ground.text, explanation, noticeNumber },
      };
    }
    case 'reclassify': {
      const { category, reason } = command;
      if (!profile.categories.some((c) => c.id === category)) throw wrong('category', 'category_unknown');
      if (category === state.category) throw wrong('category', 'already_done');
      return { kind: 'reclassified', payload: { from: state.category ?? '', category, reason } };
    }
    case 'investigate':
      return { kind: 'investigated', payload: { text: command.text } };
    case 'approve':
      return { kind: 'approved', payload: { decision: command.decision, opinion: command.opinion } };
    case 'assign': {
      const { unit, mode, opinion, assisting, outOfArea } = command;
      demandWhatTheUnitNeeds(state, command, profile);
      return {
        kind: 'assigned',
        payload: {
          unit,
          mode,
          opinion,
          slipNumber: context.nextPaperNumber('assignment_slip'),
          ...(assisting && assisting.length > 0 ? { assisting } : {}),
          ...(outOfArea === undefined ? {} : { outOfArea }),
        },
      };
    }
    case 'contribute': {
      const { unit, opinion } = command;
      if (!state.assignment?.assisting.some((one) => one.name === unit)) throw wrong('unit', 'invalid');
      return { kind: 'contributed', payload: { unit, opinion } };
    }
    case 'reply': {
      const unit = context.unitName ?? state.assignment?.unit.name ?? '';
      return { kind: 'replied', payload: { unit, opinion: command.opinion } };
    }
    case 'return':
      return handedBack(state, command, context);
    case 'redo': {
      const { rule, reason } = command;
      return { kind: 'redo_ordered', payload: { rule, unit: state.assignment?.unit.name ?? '', reason } };
    }
    case 'record':
      return recorded(command, context);
  }
}

/** Whether the handler is outside the area decides its limits; a wanted 转办意见 is the opinion of the assignment. */
function demandWhatTheUnitNeeds(state: CaseState, command: Wish<'assign'>, profile: Profile): void {
  const step = profile.workflow.find((s) => s.action === 'assign');
  if (profile.intake.fields.some((f) => f.when === `step=${step?.step}`) && isBlank(command.opinion)) {
    throw wrong('opinion', 'required', step?.source ?? undefined);
  }
  const ofArea = profile.limits.find(
    ({ when, categories }) =>
      (when === 'in_area' || when === 'out_of_area') &&
      (categories.includes('any') || (state.category !== null && categories.includes(state.category))),
  );
  if (ofArea && command.outOfArea === undefined) throw wrong('outOfArea', 'required', ofArea.source);
}

function handedBack(state: CaseState, command: Wish<'return'>, context: DecideContext): NewFact {
  const rule = (context.profile.returns ?? []).find((r) => r.id === command.rule);
  const { reason, basis, approvedBy } = command;
  if (rule && rule.mustAttach.length > 0 && isBlank(basis)) {
    throw wrong('basis', 'required', `须附${rule.mustAttach.join('、')}：“${rule.source}”`);
  }
  const approves = rule?.approver?.some((role) => context.roles.includes(role)) ?? true;
  if (!approves && isBlank(approvedBy)) throw wrong('approvedBy', 'required', rule?.source);
  const unit = state.assignment?.unit.name ?? '';
  return { kind: 'returned', payload: { rule: command.rule, unit, reason, basis, approvedBy } };
}

function recorded(command: Wish<'record'>, { profile }: DecideContext): NewFact {
  const step = profile.workflow.find((s) => s.step === command.step);
  const fields = step?.fields ?? [];
  for (const id of Object.keys(command.values)) {
    if (!fields.some((f) => f.id === id)) throw wrong(`values.${id}`, 'unknown_field');
  }
  for (const field of fields) checkAnswer(field, command.values[field.id]);
  return { kind: 'recorded', payload: { step: command.step, name: step?.name ?? '', values: command.values } };
}

function checkAnswer(field: NonNullable<Step['fields']>[number], answer: string | boolean | undefined): void {
  const path = `values.${field.id}`;
  const empty = answer === undefined || (typeof answer === 'string' && isBlank(answer));
  if (empty) {
    if (field.required) throw wrong(path, 'required');
    return;
  }
  if ((field.type === 'boolean') !== (typeof answer === 'boolean')) throw wrong(path, 'invalid');
  if (typeof answer !== 'string') return;
  if (field.type === 'date' && !isDate(answer)) throw wrong(path, 'invalid');
  if (field.type === 'choice' && !(field.choices ?? []).includes(answer)) throw wrong(path, 'invalid');
}
