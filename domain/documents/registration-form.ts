import { MEANS_WORDS } from '../contract/commands.ts';
import { type Enclosure, sixElementKeys } from '../contract/record.ts';
import {
  CHANNEL_WORDS,
  COMPLAINANT_WORDS,
  ELEMENT_WORDS,
  ID_TYPE_WORDS,
  KIND_WORDS,
  URGENCY_WORDS,
} from '../contract/words.ts';
import type { DocumentContext } from './context.ts';
import { enclosureLine, totalCash } from './enclosures.ts';
import type { Block, Cell, PrintableDocument } from './model.ts';
import {
  codeBlocks,
  dueWords,
  HAND_SIGNATURE,
  handlingClock,
  officerFoot,
  reprintMark,
  satisfactionScale,
} from './parts.ts';
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

/** Name of the regime's own registration form, e.g. 唐河县政务服务中心咨询投诉登记表. */
function formName(context: DocumentContext): string {
  const forms = context.profile.forms;
  const own = forms.find((form) => form.id === '登记表') ?? forms.find((form) => form.name.includes('登记表'));
  return own?.name.replace(/[《》]/g, '') ?? '诉求登记表';
}

function headRows(context: DocumentContext): Cell[][] {
  const { state, station } = context;
  const { record } = state;
  return [
    [
      { label: '登记单位', value: station.organisation },
      { label: '登记台', value: station.name },
    ],
    [
      { label: '收到时间', value: chineseTime(record.received_at) },
      { label: '登记时间', value: chineseTime(state.registered.at) },
    ],
    [
      { label: '类型', value: `${KIND_WORDS[record.kind]}（${URGENCY_WORDS[record.urgency]}）` },
      { label: '渠道', value: CHANNEL_WORDS[record.channel] },
    ],
  ];
}

function optional(label: string, value: string | undefined): Cell[] {
  return value === undefined || value === '' ? [] : [{ label, value: visibleLine(value) }];
}

/** Cells two by two, a last single one alone. */
function paired(cells: Cell[]): Cell[][] {
  const rows: Cell[][] = [];
  for (let at = 0; at < cells.length; at += 2) rows.push(cells.slice(at, at + 2));
  return rows;
}

function personRows(context: DocumentContext): Cell[][] {
  const { record } = context.state;
  const { complainant } = record;
  const who = PERSON_WORDS[record.kind];
  const idLabel = complainant.id_type ? ID_TYPE_WORDS[complainant.id_type] : '证件号码';
  const agent = complainant.agent;
  const people = complainant.group?.representatives ?? [];
  return [
    [
      { label: who, value: nameOf(complainant) },
      { label: `${who}类别`, value: COMPLAINANT_WORDS[complainant.type] },
    ],
    [
      { label: idLabel, value: visibleLine(complainant.id_no) },
      { label: '联系电话', value: visibleLine(complainant.phone) },
    ],
    ...paired([
      ...optional('性别', complainant.gender),
      ...optional('民族', complainant.ethnicity),
      ...optional('国籍', complainant.nationality),
      ...optional('工作单位', complainant.work_unit),
      ...optional('职业', complainant.job),
      ...optional('联系人', complainant.contact_person),
    ]),
    [{ label: '联系地址', value: visibleLine(complainant.address) }],
    ...(agent
      ? [
          [
            {
              label: '代理人',
              value: `${visibleLine(agent.name)}${agent.relation ? `（${visibleLine(agent.relation)}）` : ''}`,
            },
            { label: '代理人证件', value: visibleLine(agent.id_no) },
          ],
          [
            { label: '代理人电话', value: visibleLine(agent.phone) },
            { label: '委托书', value: visibleLine(agent.authorisation ?? '') },
          ],
        ]
      : []),
    ...(people.length > 0
      ? [[{ label: '代表', value: people.map((p) => visibleLine(`${p.name} ${p.phone}`.trim())).join('；') }]]
      : []),
    ...(complainant.wants_secret ? [[{ label: '保密要求', value: '要求对身份信息保密' }]] : []),
  ];
}

function matterRows(context: DocumentContext): Cell[][] {
  const { record } = context.state;
  const labels = new Map(context.profile.intake?.fields.map((field) => [field.id, field.label]));
  const questions = { ...record.fields, ...record.emergency };
  const elements = sixElementKeys.filter((key) => record.six_elements[key] !== '');
  return [
    [{ label: OTHER_SIDE_WORDS[record.kind], value: respondentLine(record) }],
    ...Object.entries(questions).map(([id, value]) => [
      { label: visibleLine(labels.get(id) ?? id), value: visible(answer(value)) },
    ]),
    [{ label: '具体事实情节', value: visible(record.narrative) }],
    ...elements.map((key) => [{ label: ELEMENT_WORDS[key], value: visible(record.six_elements[key]) }]),
    [{ label: '请求', value: visible(record.request) }],
    [
      {
        label: '附件清单',
        value:
          record.evidence.length === 0
            ? '无'
            : record.evidence.map((item, at) => `${at + 1}．${evidenceLine(item)}`).join('\n'),
      },
    ],
    ...enclosureRows(record.enclosures ?? []),
  ];
}

/** 附件登记: what lay in the envelope, as it was counted. */
function enclosureRows(enclosures: readonly Enclosure[]): Cell[][] {
  if (enclosures.length === 0) return [];
  const lines = enclosures.map((item, at) => `${at + 1}．${enclosureLine(item)}`).join('\n');
  return [[{ label: '夹寄登记', value: `${lines}${totalCash(enclosures)}` }]];
}

function signatureRow(context: DocumentContext): Cell[] {
  const { record, signature } = context.state;
  if (signature) {
    return [
      {
        label: `${PERSON_WORDS[record.kind]}核对签字`,
        value: '以上记录经本人核对，与所述一致。',
        signature: signature.signature,
        foot: chineseTime(signature.signedAt),
      },
    ];
  }
  const value = record.channel === 'in_person' ? '' : `${CHANNEL_WORDS[record.channel]}渠道，无须签字。`;
  return [
    {
      label: `${PERSON_WORDS[record.kind]}核对签字`,
      value,
      ...(value === '' ? { room: 2, foot: HAND_SIGNATURE } : {}),
    },
  ];
}

function handlingRows(context: DocumentContext): Cell[][] {
  const { state, clocks } = context;
  const clock = state.accepted ? handlingClock(clocks) : undefined;
  const category = context.profile.categories.find((item) => item.id === state.category)?.name ?? '';
  const decision = state.accepted
    ? `决定受理${category ? `（${category}）` : ''}，${state.accepted.noticeNumber}`
    : state.refused
      ? `不予受理：${visible(state.refused.groundText)}，${state.refused.noticeNumber}`
      : '';
  const assignment = state.assignment;
  const feedback = state.feedback;
  const transferred = assignment
    ? `转${visibleLine(assignment.unit.name)}${assignment.mode === 'read' ? '阅处' : '办理'}。${visible(assignment.opinion)}${
        clock ? `\n办结期限：${dueWords(clock)}` : ''
      }`
    : '';
  return [
    [{ label: '受理意见', value: decision, room: 1, foot: officerFoot(state.accepted ?? state.refused) }],
    [
      {
        label: '初步调查情况',
        value: visible(state.investigation?.text ?? ''),
        room: 3,
        foot: officerFoot(state.investigation),
      },
    ],
    [
      {
        label: '领导阅批意见',
        value: visible(state.approval?.opinion ?? ''),
        room: 3,
        foot: officerFoot(state.approval),
      },
    ],
    [{ label: '转办情况', value: transferred, room: 2, foot: officerFoot(assignment) }],
    [{ label: '处理情况', value: visible(state.reply?.opinion ?? ''), room: 4, foot: officerFoot(state.reply) }],
    [
      {
        label: '反馈情况',
        value: feedback ? `${MEANS_WORDS[feedback.means]}：${visible(feedback.result)}` : '',
        room: 2,
        foot: officerFoot(feedback),
      },
    ],
    [{ label: '满意度', value: satisfactionScale(feedback?.satisfaction ?? null) }],
    [
      feedback?.signed
        ? {
            label: '当事人签字',
            value: '',
            signature: feedback.signed.signature,
            foot: chineseTime(feedback.signed.signedAt),
          }
        : { label: '当事人签字', value: '', room: 2, foot: HAND_SIGNATURE },
    ],
  ];
}

/** 登记表: all that was recorded, and the cells that travel with the case, filled as far as the case has come. */
export function registrationForm(context: DocumentContext): PrintableDocument {
  const { state, station, copy } = context;
  const title = formName(context);
  const blocks: Block[] = [
    { type: 'title', text: title },
    ...reprintMark(copy),
    { type: 'number', label: '编号', text: state.number },
    ...codeBlocks(state.number),
    {
      type: 'table',
      rows: [
        ...headRows(context),
        ...personRows(context),
        ...matterRows(context),
        signatureRow(context),
        ...handlingRows(context),
      ],
    },
    {
      type: 'footer',
      lines: [`登记人：${state.registered.by.name}　${station.code}`, `打印时间：${chineseTime(context.printedAt)}`],
    },
  ];
  return {
    document: 'registration_form',
    title,
    number: state.number,
    organisation: station.organisation,
    style: 'form',
    blocks,
  };
}
