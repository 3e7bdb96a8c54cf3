import { sixElementKeys } from '../contract/record.ts';
import { CHANNEL_WORDS, ELEMENT_WORDS, KIND_WORDS, URGENCY_WORDS } from '../contract/words.ts';
import type { DocumentContext } from './context.ts';
import { hideIdentity, maskName } from './masking.ts';
import type { Cell, PrintableDocument } from './model.ts';
import {
  codeBlocks,
  dueWords,
  HAND_SIGNATURE,
  handlingClock,
  printedFooter,
  reprintMark,
  ruleSentence,
} from './parts.ts';
import { visible, visibleLine } from './visible.ts';
import { chineseTime, evidenceLine, OTHER_SIDE_WORDS, PERSON_WORDS, respondentLine } from './wording.ts';

/**
 * 转办单: what the handling unit gets. It never carries the complainant's name, numbers, address or signature: the unit is
 * as a rule the one complained about. The narrative goes, with those details taken out of it.
 */
export function assignmentSlip(context: DocumentContext): PrintableDocument {
  const { state, station, copy, clocks } = context;
  const { record, assignment } = state;
  const title = '转办单';
  const clock = handlingClock(clocks);
  const hide = hideIdentity(record.complainant);
  const shown = (text: string) => visible(hide(text));
  const secret = record.complainant.wants_secret ? '（要求保密）' : '';
  const elements = sixElementKeys.filter((key) => record.six_elements[key] !== '');
  const rows: Cell[][] = [
    [
      { label: '承办单位', value: visibleLine(assignment?.unit.name ?? '') },
      { label: '办理方式', value: assignment?.mode === 'read' ? '阅处' : '办理' },
    ],
    [
      { label: '转办时间', value: assignment ? chineseTime(assignment.at) : '' },
      { label: '转办单位', value: station.organisation },
    ],
    [
      { label: '类型', value: `${KIND_WORDS[record.kind]}（${URGENCY_WORDS[record.urgency]}）` },
      { label: '渠道', value: CHANNEL_WORDS[record.channel] },
    ],
    [
      { label: PERSON_WORDS[record.kind], value: `${visibleLine(maskName(record.complainant))}${secret}` },
      { label: OTHER_SIDE_WORDS[record.kind], value: respondentLine(record) },
    ],
    [{ label: '具体事实情节', value: shown(record.narrative) }],
    ...elements.map((key) => [{ label: ELEMENT_WORDS[key], value: shown(record.six_elements[key]) }]),
    [{ label: '请求', value: shown(record.request) }],
    [
      {
        label: '随附材料',
        value: record.evidence.length === 0 ? '无' : record.evidence.map((item) => hide(evidenceLine(item))).join('\n'),
      },
    ],
    [{ label: '转办意见', value: shown(assignment?.opinion ?? ''), room: 2 }],
    [
      {
        label: '办理期限',
        value: clock ? `${dueWords(clock)}\n依据：“${ruleSentence(clock)}。”` : '请及时办理',
      },
    ],
    [{ label: '签收', value: '', room: 1, foot: '签收人：　　　　　　　　年　　月　　日　　时' }],
    [
      {
        label: '办理情况及回复意见',
        value: shown(state.reply?.opinion ?? ''),
        room: 5,
        foot: state.reply ? `${state.reply.by.name}　${chineseTime(state.reply.at)}` : HAND_SIGNATURE,
      },
    ],
  ];
  return {
    document: 'assignment_slip',
    title,
    number: state.number,
    organisation: station.organisation,
    style: 'form',
    blocks: [
      { type: 'subtitle', text: station.organisation, align: 'center' },
      { type: 'title', text: title },
      ...reprintMark(copy),
      { type: 'number', label: '编号', text: state.number },
      { type: 'subtitle', text: assignment?.slipNumber ?? '', align: 'right' },
      ...codeBlocks(state.number),
      { type: 'table', rows },
      {
        type: 'paragraph',
        text: '投诉人的身份信息已按规定隐去，请勿向被投诉人员打听、透露。办理结果请按期回复转办单位。',
        small: true,
      },
      {
        type: 'seal',
        organisation: station.organisation,
        date: assignment ? (chineseTime(assignment.at).split(' ')[0] ?? '') : '',
      },
      printedFooter(context),
    ],
  };
}
