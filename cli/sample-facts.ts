import { PAPER_MARKS } from '../core/services/act-on-case.ts';
import { addDays } from '../domain/calendar/dates.ts';
import { paperNumber } from '../domain/case-file/number.ts';
import type { NewFact } from '../domain/contract/entries.ts';
import { DeskError } from '../domain/contract/errors.ts';
import type { DocumentKind } from '../domain/contract/printing.ts';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import type { FormMoment } from '../domain/documents/form.ts';
import { paperKinds } from '../domain/documents/form-kinds.ts';
import type { Profile, Refusal } from '../domain/regimes/profile-schema.ts';

export interface Sample {
  record: ComplaintRecord;
  /** What the file itself says of the decision, where it does. */
  category: string | null;
  refusal: string | null;
}

/** The moment after which each of the desk's own papers has something to say. */
const MOMENT_OF: Record<Exclude<DocumentKind, `form:${string}`>, FormMoment> = {
  registration_slip: 'registered',
  registration_form: 'registered',
  acceptance_notice: 'accepted',
  refusal_notice: 'refused',
  assignment_slip: 'assigned',
  feedback_record: 'fed_back',
};

/**
 * What has to have happened for a paper to be given out, plainly marked as a sample.
 *
 * @param ground refusal ground; else what the file says, else the regime's first
 * @throws DeskError `document_unknown`, `no_refusal_in_regime`, `ground_unknown`
 */
export function sampleFacts(
  document: DocumentKind,
  profile: Profile,
  sample: Sample,
  ground: string | undefined,
  at: { station: string; organisation: string; date: string },
): NewFact[] {
  const moment = momentOf(document, profile);
  const numberOf = (paper: keyof typeof PAPER_MARKS) =>
    paperNumber(at.organisation, at.station, PAPER_MARKS[paper], Number(at.date.slice(0, 4)), 1);
  if (moment === 'registered') return [];
  if (moment === 'refused' || (moment === 'decided' && (ground ?? sample.refusal) !== null)) {
    const { code, text } = groundOf(profile, ground ?? sample.refusal);
    const noticeNumber = numberOf('refusal_notice');
    return [{ kind: 'refused', payload: { ground: code, groundText: text, explanation: '', noticeNumber } }];
  }
  const unit = { id: 'sample', name: sample.record.respondent.unit.slice(0, 200) || '（承办单位）', station: null };
  const course = courseOf(document, profile, sample, unit, addDays(at.date, 10), numberOf);
  return course.filter((step) => step.moments.includes(moment)).map((step) => step.fact);
}

/**
 * Ids of the papers that a record can lead to: all of the desk's and of the regime's, but those of a refusal for a record
 * whose file expects none, and those of acceptance and what follows for one that is to be refused.
 */
export function papersOf(profile: Profile, sample: Sample): DocumentKind[] {
  const refused = sample.refusal !== null && profile.acceptance.refusals.length > 0;
  const possible = (moment: FormMoment) =>
    moment === 'registered' || moment === 'decided' || (moment === 'refused') === refused;
  return paperKinds(profile, null).flatMap(({ id }) => (possible(momentOf(id, profile)) ? [id] : []));
}

const HANDLED: readonly FormMoment[] = [
  'assigned',
  'returned',
  'extension_asked',
  'urged',
  'replied',
  'fed_back',
  'followed_up',
  'closed',
  'archived',
];
const from = (moment: FormMoment): FormMoment[] => HANDLED.slice(HANDLED.indexOf(moment));

/** The course of a case, each fact with the moments that lie after it. */
function courseOf(
  document: DocumentKind,
  profile: Profile,
  sample: Sample,
  unit: { id: string; name: string; station: null },
  promisedDate: string,
  numberOf: (paper: keyof typeof PAPER_MARKS) => string,
): { moments: readonly FormMoment[]; fact: NewFact }[] {
  const urging =
    profile.urging.find((rule) => document === `form:${rule.form}`) ?? profile.urging.find((r) => r.form === null);
  const category = categoryOf(profile, sample);
  const investigated: NewFact = { kind: 'investigated', payload: { text: '（样张：调查情况）' } };
  const approved: NewFact = { kind: 'approved', payload: { decision: 'agree', opinion: '（样张：阅批意见）' } };
  return [
    {
      moments: ['decided', 'accepted', 'investigated', 'approved', ...HANDLED],
      fact: { kind: 'accepted', payload: { category, noticeNumber: numberOf('acceptance_notice') } },
    },
    { moments: ['investigated', 'approved', ...HANDLED], fact: investigated },
    { moments: ['approved', ...HANDLED], fact: approved },
    {
      moments: HANDLED,
      fact: {
        kind: 'assigned',
        payload: { unit, mode: 'handle', opinion: '（样张：转办意见）', slipNumber: numberOf('assignment_slip') },
      },
    },
    {
      moments: ['returned'],
      fact: {
        kind: 'returned',
        payload: {
          rule: profile.returns?.[0]?.id ?? 'sample',
          unit: unit.name,
          reason: '（样张：退回理由）',
          basis: '（样张：依据）',
          approvedBy: '',
        },
      },
    },
    {
      moments: ['extension_asked'],
      fact: { kind: 'extension_requested', payload: { promisedDate, reason: '（样张：延期原因）' } },
    },
    {
      moments: ['urged'],
      fact: {
        kind: 'urged',
        payload: {
          urging: urging?.id ?? 'sample',
          kind: urging?.kind ?? 'urge',
          unit: unit.name,
          person: '',
          progress: '（样张：查处情况和进度）',
          slipNumber: numberOf(urging?.kind === 'supervise' ? 'supervision_slip' : 'urging_slip'),
        },
      },
    },
    {
      moments: from('replied'),
      fact: { kind: 'replied', payload: { unit: unit.name, opinion: '（样张：承办单位的回复意见）' } },
    },
    {
      moments: from('fed_back'),
      fact: { kind: 'fed_back', payload: { means: 'in_person', result: '（样张：办理结果）', satisfaction: null } },
    },
    {
      moments: ['followed_up'],
      fact: { kind: 'followed_up', payload: { means: 'phone', satisfaction: null, opinion: '（样张：回访意见）' } },
    },
    {
      moments: from('closed'),
      fact: { kind: 'closed', payload: { outcome: 'resolved', verified: 'true', summary: '（样张：结案意见）' } },
    },
    { moments: ['archived'], fact: { kind: 'archived', payload: { note: '（样张：归档说明）' } } },
  ];
}

function momentOf(document: DocumentKind, profile: Profile): FormMoment {
  const [, formId] = /^form:([^@]+)/u.exec(document) ?? [];
  if (formId === undefined) return MOMENT_OF[document as keyof typeof MOMENT_OF];
  const form = profile.forms.find((one) => one.id === formId);
  // The house's own slip goes with urging for which the text names no form.
  return form ? (form.after ?? 'registered') : 'urged';
}

function categoryOf(profile: Profile, sample: Sample): string {
  const named = profile.categories.find((category) => category.id === sample.category);
  return named?.id ?? profile.categories[0]?.id ?? '';
}

function groundOf(profile: Profile, code: string | null): Refusal {
  const { refusals } = profile.acceptance;
  const found = code === null ? refusals[0] : refusals.find((refusal) => refusal.code === code);
  if (refusals.length === 0) throw new DeskError('no_refusal_in_regime', { detail: profile.short });
  if (!found) throw new DeskError('ground_unknown', { detail: refusals.map((refusal) => refusal.code).join('、') });
  return found;
}
