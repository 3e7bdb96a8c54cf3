import { MEANS_WORDS, OUTCOME_WORDS, VERIFICATION_WORDS } from '../../../../domain/contract/commands.ts';
import type { Entry } from '../../../../domain/contract/entries.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import { CHANNEL_WORDS, KIND_WORDS, SATISFACTION_WORDS } from '../../../../domain/contract/words.ts';
import { answersInOrder } from '../../../../domain/regimes/answers-in-order.ts';

/** One line of what an entry says: a label (may be empty) and its text. */
export interface Line {
  label: string;
  text: string;
}

/** Names that only the regime and the station's documents know. */
export interface Names {
  category: (id: string) => string;
  document: (kind: string) => string;
  consequence: (id: string) => string;
  /** Answers of a step on record, with the labels of its fields. */
  values: (step: string, values: Record<string, string | boolean>) => Line[];
}

const line = (label: string, text: string): Line => ({ label, text });
const filled = (lines: Line[]): Line[] => lines.filter((one) => one.text.trim() !== '');

const PRINT_OUTCOMES = {
  confirmed: '已出具',
  officer_saw_paper: '工作人员确认已出纸',
  officer_saw_none: '工作人员确认没有出纸',
} as const;

const WIDTHS = { '58': '58毫米', '80': '80毫米', a4: 'A4' } as const;

/** What was answered to a recorded step, in the order and with the labels of the regime. */
export function answerLines(
  regime: RegimeView | undefined,
  step: string,
  values: Record<string, string | boolean>,
): Line[] {
  const fields = regime?.profile.workflow.find((one) => one.step === step)?.fields ?? [];
  const label = (id: string) => fields.find((field) => field.id === id)?.label ?? id;
  const words = (value: string | boolean) => (typeof value === 'string' ? value : value ? '是' : '否');
  return filled(answersInOrder(fields, values).map(([id, value]) => line(label(id), words(value))));
}

/** Which of the two versions an officer let stand. */
export const SETTLE_WORDS = { keep: '维持已生效的一份', take: '改用后到的一份' } as const;

const CARD_WORDS = { yellow: '黄牌', red: '红牌' } as const;

function reviewLine(review: readonly { holds: boolean; note: string }[]): string {
  if (review.length === 0) return '';
  const open = review.filter((one) => !one.holds);
  return open.length === 0
    ? `${review.length} 项均符合`
    : `${review.length} 项中 ${open.length} 项说明：${open.map((one) => one.note).join('；')}`;
}

/** What one entry of a case file says, line by line, for the timeline. Empty parts are left out. */
export function entryLines(entry: Entry, names: Names): Line[] {
  switch (entry.kind) {
    case 'registered': {
      const { record, number, stationName } = entry.payload;
      return filled([
        line('编号', number),
        line('登记', `${CHANNEL_WORDS[record.channel]}${KIND_WORDS[record.kind]}，${stationName}`),
      ]);
    }
    case 'signed':
      return [line('签字人', entry.payload.signer || '投诉人'), line('', '核对全文后签字，签字与所示全文绑定')];
    case 'attached':
      return [line('附件', entry.payload.evidence.name)];
    case 'accepted':
      return filled([
        line('类别', names.category(entry.payload.category)),
        line('通知书', entry.payload.noticeNumber),
        line('说明', entry.payload.note ?? ''),
      ]);
    case 'refused':
      return filled([
        line('情形', entry.payload.groundText),
        line('通知书', entry.payload.noticeNumber),
        line('说明', entry.payload.explanation),
      ]);
    case 'investigated':
    case 'noted':
      return [line('', entry.payload.text)];
    case 'approved':
      return [line('阅批', entry.payload.decision === 'agree' ? '同意' : '退回'), line('意见', entry.payload.opinion)];
    case 'assigned':
      return filled([
        line('交办', `${entry.payload.unit.name}（${entry.payload.mode === 'handle' ? '承办' : '阅处'}）`),
        line('交办单', entry.payload.slipNumber),
        line('协办', (entry.payload.assisting ?? []).map((unit) => unit.name).join('、')),
        line('意见', entry.payload.opinion),
      ]);
    case 'contributed':
    case 'replied':
      return filled([line('单位', entry.payload.unit), line('意见', entry.payload.opinion)]);
    case 'fed_back':
      return filled([
        line('方式', MEANS_WORDS[entry.payload.means]),
        line('结果', entry.payload.result),
        line('满意度', entry.payload.satisfaction ? SATISFACTION_WORDS[entry.payload.satisfaction] : ''),
        line('签字', entry.payload.signed ? '投诉人已当面签字' : ''),
        line('同意', entry.payload.consent ? '已征得投诉人同意' : ''),
      ]);
    case 'closed':
      return filled([
        line('结果', OUTCOME_WORDS[entry.payload.outcome]),
        line('查实', VERIFICATION_WORDS[entry.payload.verified]),
        line('情况', entry.payload.summary),
        line('责任人', entry.payload.person ?? ''),
        line('审核', reviewLine(entry.payload.review ?? [])),
        line('计数', entry.payload.counted === false ? '不计入考核' : ''),
      ]);
    case 'archived':
      return filled([line('', entry.payload.note), line('卷内', (entry.payload.items ?? []).join('、'))]);
    case 'extension_requested':
      return [line('申请', `延至 ${entry.payload.promisedDate}`), line('原因', entry.payload.reason)];
    case 'extension_decided':
      return filled([
        line('审批', `${entry.payload.decision === 'agree' ? '同意' : '不同意'}延至 ${entry.payload.promisedDate}`),
        line('意见', entry.payload.opinion),
        line('告知', entry.payload.notified),
      ]);
    case 'recorded':
      return [line('', entry.payload.name), ...names.values(entry.payload.step, entry.payload.values)];
    case 'reclassified':
      return [
        line('类别', `${names.category(entry.payload.from)} → ${names.category(entry.payload.category)}`),
        line('原因', entry.payload.reason),
      ];
    case 'returned':
      return filled([
        line('单位', entry.payload.unit),
        line('理由', entry.payload.reason),
        line('依据', entry.payload.basis),
        line('批准', entry.payload.approvedBy),
      ]);
    case 'redo_ordered':
      return filled([line('单位', entry.payload.unit), line('原因', entry.payload.reason)]);
    case 'urged':
      return filled([
        line('对象', entry.payload.unit),
        line('承办人', entry.payload.person),
        line('警示', entry.payload.level ? CARD_WORDS[entry.payload.level] : ''),
        line('进度', entry.payload.progress),
        line('文号', entry.payload.slipNumber),
      ]);
    case 'followed_up':
      return filled([
        line('方式', MEANS_WORDS[entry.payload.means]),
        line('满意度', entry.payload.satisfaction ? SATISFACTION_WORDS[entry.payload.satisfaction] : ''),
        line('意见', entry.payload.opinion),
      ]);
    case 'recused':
      return [line('人员', entry.payload.name), line('原因', entry.payload.reason)];
    case 'merged':
      return [line('并入', entry.payload.number), line('原因', entry.payload.reason)];
    case 'absorbed':
      return [line('并入本案', entry.payload.number)];
    case 'settled':
      return [line('以何为准', SETTLE_WORDS[entry.payload.choice]), line('理由', entry.payload.reason)];
    case 'marked':
      return [
        line('对象', entry.payload.subject),
        line('情形', names.consequence(entry.payload.consequence)),
        line('原因', entry.payload.reason),
      ];
    case 'extended':
      return filled([
        line('承诺', `${entry.payload.promisedDate} 前办结`),
        line('原因', entry.payload.reason),
        line('告知', entry.payload.notified),
      ]);
    case 'printed': {
      const copy = entry.payload.copy === 0 ? '' : `，补打第${entry.payload.copy}次`;
      return [
        line('文书', `${names.document(entry.payload.document)}（${WIDTHS[entry.payload.width]}${copy}）`),
        line('', PRINT_OUTCOMES[entry.payload.outcome]),
      ];
    }
  }
}
