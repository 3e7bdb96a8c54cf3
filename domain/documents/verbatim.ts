import { type ComplaintRecord, sixElementKeys } from '../contract/record.ts';
import { CHANNEL_WORDS, ELEMENT_WORDS, ID_TYPE_WORDS, KIND_WORDS } from '../contract/words.ts';
import { visible, visibleLine } from './visible.ts';
import {
  answer,
  chineseTime,
  evidenceLine,
  nameOf,
  OTHER_SIDE_WORDS,
  PERSON_WORDS,
  respondentLine,
} from './wording.ts';

/**
 * The exact texts that a citizen reads back and signs. A signature is bound to the SHA-256 of the text (UTF-8), so these
 * functions are deterministic: no clock, no locale, and a changed word here is a changed signature. Labels stand at
 * the line's beginning and everything said stands indented by two full-width spaces: words cannot pretend to be a label.
 */
const INDENT = '　　';

function block(label: string, text: string): string[] {
  if (text === '') return [];
  return [
    `${label}：`,
    ...visible(text)
      .split('\n')
      .map((line) => INDENT + line),
  ];
}

function line(label: string, text: string): string[] {
  return text === '' ? [] : [`${label}：${visibleLine(text)}`];
}

function person(record: ComplaintRecord): string[] {
  const { complainant } = record;
  const agent = complainant.agent;
  return [
    `${PERSON_WORDS[record.kind]}：${nameOf(complainant)}`,
    ...line('性别', complainant.gender ?? ''),
    ...line('民族', complainant.ethnicity ?? ''),
    ...line('国籍', complainant.nationality ?? ''),
    ...line(complainant.id_type ? ID_TYPE_WORDS[complainant.id_type] : '证件号码', complainant.id_no),
    ...line('联系电话', complainant.phone),
    ...line('联系地址', complainant.address),
    ...line('工作单位', complainant.work_unit ?? ''),
    ...line('职业', complainant.job ?? ''),
    ...line('联系人', complainant.contact_person ?? ''),
    ...(agent
      ? [
          ...line('代理人', agent.name),
          ...line('代理人证件号码', agent.id_no),
          ...line('代理人电话', agent.phone),
          ...line('代理人地址', agent.address ?? ''),
          ...line('与本人关系', agent.relation ?? ''),
          ...line('委托书', agent.authorisation ?? ''),
        ]
      : []),
    ...(complainant.group?.representatives.flatMap((one) => line('代表', `${one.name} ${one.phone}`.trim())) ?? []),
    ...(complainant.wants_secret ? ['保密要求：要求对身份信息保密'] : []),
  ];
}

/**
 * The text of a registration as the citizen reads it: all that was recorded, the narrative word for word.
 *
 * @param profileShort short name of the regime, e.g. 唐河县政务服务中心
 * @param stationName  the desk that took it down
 * @param labels       labels of the regime's own questions by field id; an unknown id stands for itself
 */
export function verbatimRecord(
  profileShort: string,
  stationName: string,
  record: ComplaintRecord,
  labels: Readonly<Record<string, string>> = {},
): string {
  const questions = Object.entries({ ...record.fields, ...record.emergency });
  return [
    `${profileShort}${KIND_WORDS[record.kind]}记录`,
    `受理台：${stationName}`,
    `收到时间：${chineseTime(record.received_at)}`,
    `渠道：${CHANNEL_WORDS[record.channel]}`,
    ...person(record),
    `${OTHER_SIDE_WORDS[record.kind]}：${respondentLine(record)}`,
    ...questions.flatMap(([id, value]) => block(visibleLine(labels[id] ?? id), answer(value))),
    ...block('具体事实情节', record.narrative),
    ...sixElementKeys.flatMap((key) => block(ELEMENT_WORDS[key], record.six_elements[key])),
    ...block('请求', record.request),
    ...block('提交材料', record.evidence.map((item, at) => `${at + 1}．${evidenceLine(item)}`).join('\n')),
    '以上记录已由本人核对，与所述一致；本人对内容的真实性负责。',
  ].join('\n');
}

/**
 * The text of a result told in person, as the citizen reads it before signing.
 *
 * @param number     case number
 * @param unit       who handled it; '' when nobody was named
 * @param result     what the citizen is told, as typed
 */
export function feedbackText(number: string, unit: string, result: string): string {
  return [
    `办理结果反馈`,
    `编号：${number}`,
    ...line('承办单位', unit),
    ...block('办理结果', result),
    '上述结果已当面告知本人。',
  ].join('\n');
}
