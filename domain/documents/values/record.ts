import { type Complainant, sixElementKeys } from '../../contract/record.ts';
import {
  CHANNEL_WORDS,
  ELEMENT_WORDS,
  ENCLOSURE_WORDS,
  ID_TYPE_WORDS,
  KIND_WORDS,
  URGENCY_WORDS,
} from '../../contract/words.ts';
import type { DocumentContext } from '../context.ts';
import { HAND_SIGNATURE } from '../parts.ts';
import { visible, visibleLine } from '../visible.ts';
import {
  answer,
  chineseTime,
  evidenceLine,
  nameOf,
  OTHER_SIDE_WORDS,
  PERSON_WORDS,
  respondentLine,
  summary,
} from '../wording.ts';
import { type FormValue, type FormValues, nameOfStamp, short, timeOf, whole } from './value.ts';

/** What registration wrote down: the paper's number, the persons, the matter. */
const record = (context: DocumentContext) => context.state.record;
const complainant = (pick: (one: Complainant) => string | undefined): FormValue =>
  short((context) => visibleLine(pick(record(context).complainant) ?? ''));

function identity(one: Complainant): string {
  if (one.id_no === '') return '';
  return one.id_type ? `${ID_TYPE_WORDS[one.id_type]} ${one.id_no}` : one.id_no;
}

function personLines({ state }: DocumentContext): string {
  const { complainant: one } = state.record;
  return [
    nameOf(one),
    visibleLine(identity(one)),
    one.phone === '' ? '' : `电话：${visibleLine(one.phone)}`,
    one.address === '' ? '' : `地址：${visibleLine(one.address)}`,
    one.wants_secret ? '（要求保密）' : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** What was told, with the request as its own paragraph: for the forms that ask for both in one field. */
function told({ state }: DocumentContext): string {
  const { narrative, request } = state.record;
  return [visible(narrative), request === '' ? '' : `要求：${visible(request)}`]
    .filter((part) => part !== '')
    .join('\n');
}

/** 投诉人信息、被投诉人信息、投诉请求、事实理由, for the forms that ask for all of it in one field. */
function matter(context: DocumentContext): string {
  const { kind, request, narrative } = context.state.record;
  return [
    `${PERSON_WORDS[kind]}：${personLines(context).split('\n').join('，')}`,
    `${OTHER_SIDE_WORDS[kind]}：${respondentLine(context.state.record)}`,
    `请求：${visible(request) || '未提出'}`,
    `事实、理由：${visible(narrative)}`,
  ].join('\n');
}

function elements({ state }: DocumentContext): string {
  return sixElementKeys
    .filter((key) => state.record.six_elements[key] !== '')
    .map((key) => `${ELEMENT_WORDS[key]}：${visible(state.record.six_elements[key])}`)
    .join('\n');
}

function nightQuestions({ state, profile }: DocumentContext): string {
  const labels = new Map(profile.intake?.fields.map((field) => [field.id, field.label]));
  return Object.entries(state.record.emergency ?? {})
    .filter(([, value]) => value !== '')
    .map(([id, value]) => `${visibleLine(labels.get(id) ?? id)}：${visible(value)}`)
    .join('\n');
}

function evidence({ state }: DocumentContext): string {
  const items = state.record.evidence;
  return items.length === 0 ? '无' : items.map((item, at) => `${at + 1}．${evidenceLine(item)}`).join('\n');
}

/** 附件 份，共 页: pages are counted only where somebody counted them. */
function evidenceCount({ state }: DocumentContext): string {
  const items = state.record.evidence;
  const pages = items.reduce((sum, item) => sum + (item.pages ?? 0), 0);
  return items.length === 0 ? '无' : `${items.length}份${pages > 0 ? `，共${pages}页` : ''}`;
}

function enclosures({ state }: DocumentContext): string {
  const items = state.record.enclosures ?? [];
  if (items.length === 0) return '无';
  return items
    .map((item, at) => {
      const amount = item.amount ? `，${item.amount}元` : '';
      return `${at + 1}．${visibleLine(item.name)}（${ENCLOSURE_WORDS[item.kind]}，${item.count}件${amount}）`;
    })
    .join('\n');
}

export const recordValues: FormValues = {
  number: short(({ state }) => state.number),
  organisation: short(({ station }) => station.organisation),
  station: short(({ station }) => station.name),
  'station.phone': short(({ station }) => station.phone ?? ''),
  received_at: short((context) => chineseTime(record(context).received_at)),
  'registered.at': short(({ state }) => timeOf(state.registered)),
  'registered.by': short(({ state }) => nameOfStamp(state.registered)),
  channel: short((context) => CHANNEL_WORDS[record(context).channel]),
  kind: short((context) => `${KIND_WORDS[record(context).kind]}（${URGENCY_WORDS[record(context).urgency]}）`),
  complainant: whole(personLines),
  'complainant.name': short((context) => nameOf(record(context).complainant)),
  'complainant.phone': complainant((one) => one.phone || '未提供'),
  'complainant.id': complainant((one) => identity(one) || '未提供'),
  'complainant.address': complainant((one) => one.address || '未提供'),
  'complainant.work_unit': complainant((one) => one.work_unit || '未提供'),
  'complainant.job': complainant((one) => one.job || '未提供'),
  'complainant.agent': complainant((one) => one.agent?.name || '无'),
  'complainant.signature': {
    whole: true,
    room: 2,
    text: ({ state }) => {
      if (state.signature) return '以上记录经本人核对，与所述一致。';
      return state.record.channel === 'in_person' ? '' : `${CHANNEL_WORDS[state.record.channel]}渠道，无须签字。`;
    },
    foot: ({ state }) => {
      if (state.signature) return chineseTime(state.signature.signedAt);
      return state.record.channel === 'in_person' ? HAND_SIGNATURE : '';
    },
    signature: ({ state }) => state.signature?.signature ?? null,
  },
  respondent: short((context) => respondentLine(record(context))),
  'respondent.unit': short((context) => visibleLine(record(context).respondent.unit) || '未指明'),
  'respondent.staff': short((context) => visibleLine(record(context).respondent.staff) || '未指明'),
  'respondent.window': short((context) => visibleLine(record(context).respondent.window_no) || '未指明'),
  summary: whole((context) => summary(record(context).request || record(context).narrative, 80)),
  narrative: whole((context) => visible(record(context).narrative), { room: 4 }),
  request: whole((context) => visible(record(context).request) || '未提出'),
  matter: whole(matter),
  told: whole(told, { room: 4 }),
  six_elements: whole((context) => elements(context) || told(context), { room: 4 }),
  cause: whole((context) => visible(record(context).six_elements.cause) || summary(told(context), 80)),
  emergency: whole((context) => nightQuestions(context) || '未启用应急问询'),
  evidence: whole(evidence),
  'evidence.count': short(evidenceCount),
  enclosures: whole(enclosures),
};

/** `field:<id>`: the answer to one of the regime's own questions. */
export function ownField(id: string): FormValue {
  return whole(
    ({ state }) => {
      const value = state.record.fields?.[id] ?? state.record.emergency?.[id];
      return value === undefined ? '' : visible(answer(value));
    },
    { room: 1 },
  );
}
