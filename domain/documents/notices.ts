import { CHANNEL_WORDS, KIND_WORDS } from '../contract/words.ts';
import type { DocumentContext } from './context.ts';
import type { Block, PrintableDocument } from './model.ts';
import {
  chineseNumber,
  codeBlocks,
  deliveryReceipt,
  dueWords,
  handlingClock,
  printedFooter,
  reprintMark,
  ruleSentence,
} from './parts.ts';
import { visible, visibleLine } from './visible.ts';
import { addressee, chineseDate, PERSON_WORDS, respondentLine, summary } from './wording.ts';

/** Graphemes of the request that a notice quotes to name the matter. */
const REQUEST_IN_NOTICE = 80;

function matter(context: DocumentContext): string {
  const { state } = context;
  const { record } = state;
  const about = record.respondent.unit === '' ? '' : `涉及${visibleLine(record.respondent.unit)}的`;
  const request =
    record.request === '' ? '' : `，请求：${summary(record.request, REQUEST_IN_NOTICE).replace(/[。；;，,]+$/u, '')}`;
  return `${chineseDate(record.received_at)}，我单位收到您通过${CHANNEL_WORDS[record.channel]}渠道提出的${about}${KIND_WORDS[record.kind]}事项（编号：${state.number}${request}）。`;
}

function contact(context: DocumentContext, officer: string): string {
  const { station } = context;
  return `联系人：${officer}，${station.name}${station.phone ? `，联系电话：${station.phone}` : ''}。`;
}

function head(context: DocumentContext, title: string, noticeNumber: string): Block[] {
  return [
    { type: 'subtitle', text: context.station.organisation, align: 'center' },
    { type: 'title', text: title },
    ...reprintMark(context.copy),
    { type: 'subtitle', text: noticeNumber, align: 'right' },
    ...codeBlocks(context.state.number),
    { type: 'paragraph', text: `${addressee(context.state.record)}：` },
  ];
}

function tail(context: DocumentContext, title: string, noticeNumber: string, at: string, decision: string): Block[] {
  const { state, station } = context;
  const { record } = state;
  return [
    { type: 'paragraph', text: '特此告知。', indent: true },
    { type: 'seal', organisation: station.organisation, date: chineseDate(at) },
    {
      type: 'stub',
      title: `${title}（存根）`,
      number: noticeNumber,
      rows: [
        { label: '文号', value: noticeNumber },
        { label: '编号', value: state.number },
        { label: PERSON_WORDS[record.kind], value: addressee(record) },
        { label: '涉及单位', value: respondentLine(record) },
        { label: '决定', value: decision },
        { label: '日期', value: chineseDate(at) },
      ],
    },
    deliveryReceipt(title, noticeNumber, record),
    printedFooter(context),
  ];
}

/** 受理通知书. Only for a case that was accepted: see `available` in `kinds.ts`. */
export function acceptanceNotice(context: DocumentContext): PrintableDocument {
  const { state, profile, station, clocks } = context;
  const title = '受理通知书';
  const noticeNumber = state.accepted?.noticeNumber ?? '';
  const at = state.accepted?.at ?? state.registered.at;
  const clock = handlingClock(clocks);
  const category = profile.categories.find((item) => item.id === state.category);
  const limit = clock
    ? `本事项的办结期限：${dueWords(clock)}。依据：“${ruleSentence(clock)}。”`
    : '本单位将及时办理，并将结果反馈给您。';
  return {
    document: 'acceptance_notice',
    title,
    number: state.number,
    organisation: station.organisation,
    style: 'letter',
    blocks: [
      ...head(context, title, noticeNumber),
      { type: 'paragraph', text: matter(context), indent: true },
      {
        type: 'paragraph',
        text: `经审查，该事项符合《${profile.name}》规定的受理条件，决定受理${category ? `，类别为“${category.name}”` : ''}。`,
        indent: true,
      },
      { type: 'paragraph', text: limit, indent: true },
      { type: 'paragraph', text: contact(context, state.accepted?.by.name ?? ''), indent: true },
      ...tail(context, title, noticeNumber, at, `受理${clock ? `，办结期限${dueWords(clock)}` : ''}`),
    ],
  };
}

/**
 * 不予受理通知书: all grounds of the regime are printed and the one that applies is ticked, so that the citizen sees
 * what else was weighed (layout of the published forms: every ground numbered, the place to turn to, remedies).
 */
export function refusalNotice(context: DocumentContext): PrintableDocument {
  const { state, profile, station } = context;
  const title = '不予受理通知书';
  const refused = state.refused;
  const noticeNumber = refused?.noticeNumber ?? '';
  const at = refused?.at ?? state.registered.at;
  const all = profile.acceptance.refusals;
  const chosen = all.findIndex((item) => item.code === refused?.ground);
  const items = all.map((item, index) => ({
    ticked: index === chosen,
    text: `（${chineseNumber(index + 1)}）${item.text.replace(/[；;。]+$/u, '')}`,
  }));
  if (chosen < 0 && refused) items.push({ ticked: true, text: visible(refused.groundText) });
  const which = chosen < 0 ? '' : `第（${chineseNumber(chosen + 1)}）项`;
  const next = all[chosen]?.next;
  return {
    document: 'refusal_notice',
    title,
    number: state.number,
    organisation: station.organisation,
    style: 'letter',
    blocks: [
      ...head(context, title, noticeNumber),
      { type: 'paragraph', text: matter(context), indent: true },
      {
        type: 'paragraph',
        text: `经审查，该事项属于《${profile.name}》规定的下列${which}情形，决定不予受理：`,
        indent: true,
      },
      { type: 'ticks', items },
      ...(refused && refused.explanation !== ''
        ? [{ type: 'paragraph', text: `说明：${visible(refused.explanation)}`, indent: true } satisfies Block]
        : []),
      ...(next ? [{ type: 'paragraph', text: `您可以通过以下途径反映：${next}`, indent: true } satisfies Block] : []),
      {
        type: 'paragraph',
        text: '如对本决定有异议，或者有新的材料，可以凭编号向本单位提出，也可以依法通过其他途径反映。',
        indent: true,
      },
      { type: 'paragraph', text: contact(context, refused?.by.name ?? ''), indent: true },
      ...tail(context, title, noticeNumber, at, `不予受理${which}`),
    ],
  };
}
