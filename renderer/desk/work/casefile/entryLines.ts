import { MEANS_WORDS, OUTCOME_WORDS, VERIFICATION_WORDS } from '../../../../domain/contract/commands.ts';
import type { Entry } from '../../../../domain/contract/entries.ts';
import { CHANNEL_WORDS, KIND_WORDS, SATISFACTION_WORDS } from '../../../../domain/contract/words.ts';

/** One line of what an entry says: a label (may be empty) and its text. */
export interface Line {
  label: string;
  text: string;
}

/** Names that only the regime and the station's documents know. */
export interface Names {
  category: (id: string) => string;
  document: (kind: string) => string;
}

const line = (label: string, text: string): Line => ({ label, text });
const filled = (lines: Line[]): Line[] => lines.filter((one) => one.text.trim() !== '');

const PRINT_OUTCOMES = {
  confirmed: '已出具',
  officer_saw_paper: '工作人员确认已出纸',
  officer_saw_none: '工作人员确认没有出纸',
} as const;

const WIDTHS = { '58': '58毫米', '80': '80毫米', a4: 'A4' } as const;

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
        line('意见', entry.payload.opinion),
      ]);
    case 'replied':
      return filled([line('单位', entry.payload.unit), line('意见', entry.payload.opinion)]);
    case 'fed_back':
      return filled([
        line('方式', MEANS_WORDS[entry.payload.means]),
        line('结果', entry.payload.result),
        line('满意度', entry.payload.satisfaction ? SATISFACTION_WORDS[entry.payload.satisfaction] : ''),
        line('签字', entry.payload.signed ? '投诉人已当面签字' : ''),
      ]);
    case 'closed':
      return [
        line('结果', OUTCOME_WORDS[entry.payload.outcome]),
        line('查实', VERIFICATION_WORDS[entry.payload.verified]),
        line('情况', entry.payload.summary),
      ];
    case 'archived':
      return filled([line('', entry.payload.note)]);
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
