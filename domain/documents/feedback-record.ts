import { MEANS_WORDS } from '../contract/commands.ts';
import type { DocumentContext } from './context.ts';
import type { PrintableDocument } from './model.ts';
import { codeBlocks, HAND_SIGNATURE, reprintMark, satisfactionScale } from './parts.ts';
import { visible, visibleLine } from './visible.ts';
import { chineseTime, nameOf, PERSON_WORDS, respondentLine, summary } from './wording.ts';

/** 反馈记录: what the citizen was told, how, and how satisfied they were. */
export function feedbackRecord(context: DocumentContext): PrintableDocument {
  const { state, station, copy } = context;
  const { record, feedback } = state;
  const title = '办理结果反馈记录';
  const who = PERSON_WORDS[record.kind];
  const signed = feedback?.signed ?? null;
  return {
    document: 'feedback_record',
    title,
    number: state.number,
    organisation: station.organisation,
    style: 'form',
    blocks: [
      { type: 'subtitle', text: station.organisation, align: 'center' },
      { type: 'title', text: title },
      ...reprintMark(copy),
      { type: 'number', label: '编号', text: state.number },
      ...codeBlocks(state.number),
      {
        type: 'table',
        rows: [
          [
            { label: who, value: nameOf(record.complainant) },
            { label: '登记时间', value: chineseTime(state.registered.at) },
          ],
          [{ label: '涉及单位', value: respondentLine(record) }],
          [{ label: '请求', value: record.request === '' ? '未提出' : summary(record.request, 200) }],
          [
            { label: '承办单位', value: visibleLine(state.reply?.unit ?? state.assignment?.unit.name ?? '') },
            { label: '反馈方式', value: feedback ? MEANS_WORDS[feedback.means] : '' },
          ],
          [{ label: '办理结果', value: visible(feedback?.result ?? ''), room: 4 }],
          [
            { label: '反馈时间', value: feedback ? chineseTime(feedback.at) : '' },
            { label: '反馈人', value: feedback?.by.name ?? '' },
          ],
          [{ label: '满意度', value: satisfactionScale(feedback?.satisfaction ?? null) }],
          [
            signed
              ? {
                  label: `${who}签字`,
                  value: '上述结果已当面告知本人。',
                  signature: signed.signature,
                  foot: chineseTime(signed.signedAt),
                }
              : feedback && feedback.means !== 'in_person'
                ? { label: `${who}签字`, value: `${MEANS_WORDS[feedback.means]}，由经办人记录，无须签字。` }
                : { label: `${who}签字`, value: '', room: 2, foot: HAND_SIGNATURE },
          ],
        ],
      },
      { type: 'footer', lines: [`${station.name}　${station.code}`, `打印时间：${chineseTime(context.printedAt)}`] },
    ],
  };
}
