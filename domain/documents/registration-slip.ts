import { CHANNEL_WORDS, KIND_WORDS } from '../contract/words.ts';
import type { DocumentContext } from './context.ts';
import { maskId, maskPhone } from './masking.ts';
import type { Block, PrintableDocument } from './model.ts';
import { codeBlocks, dueWords, handlingClock, reprintMark } from './parts.ts';
import { visibleLine } from './visible.ts';
import { chineseTime, nameOf, OTHER_SIDE_WORDS, PERSON_WORDS, respondentLine, summary } from './wording.ts';

/** Graphemes of the request that a slip shows; the whole text is on the form. */
const REQUEST_ON_SLIP = 60;

function whatNext(context: DocumentContext): string {
  const { state, profile, clocks } = context;
  if (state.refused) return '本件决定不予受理，理由和其他途径见《不予受理通知书》。';
  if (state.closing) return '本件已经办结。对结果有意见的，可凭编号向本台提出。';
  if (!state.accepted) return `本台将按照《${profile.name}》决定是否受理，并将结果告知您。`;
  const clock = handlingClock(clocks);
  const due = clock ? `，应于${dueWords(clock)}办结` : '';
  return `本件已经受理${due}。办理结果将反馈给您。`;
}

function personRows(context: DocumentContext): Block[] {
  const { record } = context.state;
  const { complainant } = record;
  const rows: Block[] = [{ type: 'row', label: PERSON_WORDS[record.kind], value: nameOf(complainant) }];
  if (complainant.id_no !== '')
    rows.push({ type: 'row', label: '证件号码', value: visibleLine(maskId(complainant.id_no)) });
  if (complainant.phone !== '') {
    rows.push({ type: 'row', label: '联系电话', value: visibleLine(maskPhone(complainant.phone)) });
  }
  return rows;
}

/** 登记回执单: what a citizen carries home. */
export function registrationSlip(context: DocumentContext): PrintableDocument {
  const { state, station, copy } = context;
  const { record } = state;
  const clock = state.accepted && !state.closing ? handlingClock(context.clocks) : undefined;
  return {
    document: 'registration_slip',
    title: '登记回执单',
    number: state.number,
    organisation: station.organisation,
    style: 'form',
    blocks: [
      { type: 'subtitle', text: station.organisation, align: 'center' },
      { type: 'title', text: '登记回执单' },
      ...reprintMark(copy),
      { type: 'rule' },
      { type: 'number', label: '编号', text: state.number },
      ...codeBlocks(state.number),
      { type: 'rule' },
      { type: 'row', label: '登记时间', value: chineseTime(state.registered.at) },
      { type: 'row', label: '事项类型', value: `${KIND_WORDS[record.kind]}（${CHANNEL_WORDS[record.channel]}）` },
      ...personRows(context),
      { type: 'row', label: OTHER_SIDE_WORDS[record.kind], value: respondentLine(record) },
      {
        type: 'row',
        label: '请求',
        value: record.request === '' ? '未提出' : summary(record.request, REQUEST_ON_SLIP),
      },
      ...(record.evidence.length > 0
        ? [{ type: 'row', label: '提交材料', value: `${record.evidence.length}件` } satisfies Block]
        : []),
      ...(clock ? [{ type: 'row', label: '办结期限', value: dueWords(clock), strong: true } satisfies Block] : []),
      ...(state.signature
        ? [
            {
              type: 'signature',
              label: '本人已核对记录并签字',
              signature: state.signature.signature,
              note: chineseTime(state.signature.signedAt),
            } satisfies Block,
          ]
        : []),
      { type: 'rule' },
      { type: 'paragraph', text: whatNext(context) },
      { type: 'paragraph', text: '查询办理情况，请凭本单到受理台或致电受理台，报上编号即可。请妥善保管本单。' },
      { type: 'rule' },
      { type: 'row', label: '受理台', value: station.name },
      { type: 'row', label: '工作人员', value: state.registered.by.name },
      ...(station.phone ? [{ type: 'row', label: '联系电话', value: station.phone } satisfies Block] : []),
      { type: 'row', label: '打印时间', value: chineseTime(context.printedAt) },
    ],
  };
}
