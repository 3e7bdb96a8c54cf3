import type { CaseState } from '../case-file/state.ts';
import type { PaperWidth } from '../contract/printing.ts';
import type { DocumentContext, DocumentProfile } from './context.ts';
import { type DocumentForm, type FormLayout, type FormMoment, fieldOf } from './form.ts';
import { formPaper } from './form-paper.ts';
import { stepsTold } from './form-values.ts';
import { type DocumentKindInfo, documentKind, documentKinds } from './kinds.ts';
import type { PrintableDocument } from './model.ts';

/** The papers of one case: those that every desk gives out, and the forms of the case's own regime. */
type FormProfile = Pick<DocumentProfile, 'forms' | 'urging' | 'workflow'>;

const FORM_ID = /^form:([^@]+)(?:@([1-9]\d{0,3}))?$/u;

const WIDTHS: Record<FormLayout, readonly PaperWidth[]> = {
  sheet: ['a4', '80', '58'],
  slip: ['a4', '80', '58'],
  notice: ['a4', '80', '58'],
  register: ['a4'],
};

const HAPPENED: Record<FormMoment, (state: CaseState) => boolean> = {
  registered: () => true,
  decided: (state) => state.accepted !== null || state.refused !== null,
  accepted: (state) => state.accepted !== null,
  refused: (state) => state.refused !== null,
  investigated: (state) => state.investigation !== null,
  approved: (state) => state.approval !== null,
  assigned: (state) => state.assignment !== null,
  returned: (state) => state.returns.length > 0,
  extension_asked: (state) => state.extensionRequest !== null || state.extension !== null,
  replied: (state) => state.reply !== null,
  urged: (state) => state.urgings.length > 0,
  fed_back: (state) => state.feedback !== null,
  followed_up: (state) => state.followUps.length > 0,
  closed: (state) => state.closing !== null,
  archived: (state) => state.archived !== null,
};

/** For urging and supervision of which the text names no form: the number drawn for it must stand on some paper. */
const URGING_SLIP: DocumentForm = {
  id: '催办督办单',
  name: '催办督办单',
  layout: 'notice',
  reader: 'unit',
  after: 'urged',
  number: 'urging.slip',
  fields: [
    { label: '送达单位', value: 'urging.unit' },
    { label: '承办人', value: 'urging.person' },
    { label: '时间', value: 'urging.time' },
    { label: '次数', value: 'urging.count' },
    { label: '转办时间', value: 'first_assigned.at' },
    { label: '办结期限', value: 'due.date' },
    { label: '事项', value: 'summary' },
    { label: '催办督办事由', value: 'urging.reason' },
    { label: '办理进度和要求', value: 'urging.progress' },
    { label: '经办人', value: 'urging.by' },
  ],
};

const unnamedUrging = (profile: FormProfile): boolean => (profile.urging ?? []).some((rule) => rule.form === null);

/** The regime's forms, and the house's own slip where there is urging for which the text names none. */
function formsOf(profile: FormProfile): readonly DocumentForm[] {
  return unnamedUrging(profile) ? [...profile.forms, URGING_SLIP] : profile.forms;
}

/** Places in `state.urgings` of those that the form goes with; the house's slip with those of which no form is named. */
export function urgingsOf(profile: FormProfile, form: Pick<DocumentForm, 'id'>, state: CaseState): number[] {
  const formOf = (rule: string) => profile.urging?.find((one) => one.id === rule)?.form ?? URGING_SLIP.id;
  return state.urgings.flatMap((one, at) => (formOf(one.urging) === form.id ? [at] : []));
}

/** Whether only those who read the duty log get a form: it says so, or it tells what one of their steps recorded. */
export function isRestrictedForm(profile: Pick<DocumentProfile, 'workflow'>, form: DocumentForm): boolean {
  const kept = (profile.workflow ?? []).filter((one) => one.restricted === true).map((one) => one.step);
  return (
    form.restricted === true ||
    form.fields.some((field) => stepsTold(fieldOf(field).value).some((step) => kept.includes(step)))
  );
}

function kindOfForm(profile: FormProfile, form: DocumentForm, nth: number | null): DocumentKindInfo {
  const layout = form.layout ?? 'sheet';
  const after = form.after ?? 'registered';
  const placeOf = (state: CaseState) => (nth === null ? null : (urgingsOf(profile, form, state)[nth - 1] ?? null));
  return {
    id: nth === null ? `form:${form.id}` : `form:${form.id}@${nth}`,
    title: nth === null ? form.name : `${form.name}（第${nth}次）`,
    widths: WIDTHS[layout],
    restricted: isRestrictedForm(profile, form),
    available: (state) => {
      if (layout === 'register') return 'document_unavailable';
      if (after !== 'urged') return HAPPENED[after](state) ? null : 'document_unavailable';
      const places = urgingsOf(profile, form, state);
      return places.length >= (nth ?? 1) ? null : 'document_unavailable';
    },
    build: (context: DocumentContext): PrintableDocument => {
      const last = after === 'urged' ? (urgingsOf(profile, form, context.state).at(-1) ?? null) : null;
      return formPaper(form, { ...context, urging: placeOf(context.state) ?? last });
    },
  };
}

/**
 * The paper with this id, the regime's own forms included; undefined when there is none.
 *
 * @param state of the case it is for: a form that goes with urging is then that of the last one, under its own number
 */
export function paperKind(profile: FormProfile, id: string, state: CaseState | null): DocumentKindInfo | undefined {
  const [, formId, nth] = FORM_ID.exec(id) ?? [];
  if (formId === undefined) return documentKind(id);
  const form = formsOf(profile).find((one) => one.id === formId);
  if (!form || (nth !== undefined && form.after !== 'urged')) return undefined;
  if (nth !== undefined) return kindOfForm(profile, form, Number(nth));
  const last = form.after === 'urged' && state ? urgingsOf(profile, form, state).length : 0;
  return kindOfForm(profile, form, last === 0 ? null : last);
}

/** All papers of a case: the desk's own, then the regime's forms; a form that goes with urging once for each. */
export function paperKinds(profile: FormProfile, state: CaseState | null): DocumentKindInfo[] {
  const forms = formsOf(profile).filter((form) => form.layout !== 'register');
  return [
    ...documentKinds,
    ...forms.flatMap((form) => {
      const count = form.after === 'urged' && state ? urgingsOf(profile, form, state).length : 0;
      if (count === 0) return [kindOfForm(profile, form, null)];
      return Array.from({ length: count }, (_, at) => kindOfForm(profile, form, at + 1));
    }),
  ];
}

/** The slip of the urging that came last: what `urge` prints. Null when its rule names no form. */
export function slipOfLastUrging(profile: FormProfile, state: CaseState): DocumentKindInfo | null {
  const last = state.urgings.at(-1);
  const formId = last && profile.urging?.find((rule) => rule.id === last.urging)?.form;
  return formId ? (paperKind(profile, `form:${formId}`, state) ?? null) : null;
}
