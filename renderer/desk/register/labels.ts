import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { ELEMENT_WORDS } from '../../../domain/contract/words.ts';

const FORM_LABELS: Readonly<Record<string, string>> = {
  kind: '类型',
  channel: '渠道',
  received_at: '接到时间',
  urgency: '紧急程度',
  request: '具体请求',
  narrative: '事实经过',
  evidence: '材料',
  enclosures: '附件登记',
  'complainant.type': '身份',
  'complainant.name': '投诉人姓名',
  'complainant.id_no': '证件号码',
  'complainant.phone': '联系电话',
  'complainant.address': '联系地址',
  'complainant.agent.name': '代理人姓名',
  'complainant.agent.id_no': '代理人证件号码',
  'respondent.unit': '被投诉单位或窗口',
  'respondent.window_no': '窗口号',
  'respondent.staff': '被投诉工作人员',
};

/** What people call the field of a path: the form's own word, else the regime's. */
export function labelOf(path: string, regime: RegimeView): string {
  const own = FORM_LABELS[path];
  if (own) return own;
  if (path.startsWith('six_elements.')) {
    const element = path.slice('six_elements.'.length) as keyof typeof ELEMENT_WORDS;
    return ELEMENT_WORDS[element] ?? path;
  }
  return regime.fields.find((field) => field.path === path)?.label ?? path;
}
