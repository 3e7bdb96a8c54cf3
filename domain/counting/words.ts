import type { SubjectKind } from './events.ts';
import type { FigureGroup, FlowFigure } from './sums.ts';

/** The screen's and the workbook's words for what is counted. */
export const FLOW_WORDS: Record<FlowFigure, string> = {
  registered: '登记',
  accepted: '受理',
  refused: '不予受理',
  fed_back: '反馈',
  closed: '办结',
  verified: '查实',
  overdue: '超期',
};

export const FLOW_MEANINGS: Record<FlowFigure, string> = {
  registered: '这段时间登记的',
  accepted: '这段时间决定受理的',
  refused: '这段时间决定不予受理的',
  fed_back: '这段时间反馈投诉人的',
  closed: '这段时间结案的',
  verified: '这段时间结案，属实或部分属实的',
  overdue: '这段时间有时限到期未办的',
};

export const GROUP_WORDS: Record<FigureGroup, string> = {
  flow: '办理',
  kind: '类型',
  channel: '渠道',
  status: '办理状态',
  category: '受理类别',
  unit: '被反映单位或窗口',
  unit_verified: '查实的单位或窗口',
  satisfaction: '满意度',
  finding: '核查结论',
  day: '每日登记',
};

export const SUBJECT_WORDS: Record<SubjectKind, string> = {
  window: '窗口',
  unit: '单位',
  person: '人员',
  first_handler: '首问责任人',
  order: '工单',
  complainant: '举报人（案号）',
  named: '记入的对象',
};

/** What a rule counts, where the desk has a word for it. Others are told by the rule's own sentence. */
export const COUNTED_WORDS: Readonly<Record<string, string>> = {
  complaint: '被投诉',
  verified_complaint: '属实投诉',
  verified_report: '属实举报',
  handled_case: '办结',
  overdue_without_reason: '超期',
  overdue_or_bad_extension: '超期',
  consecutive_returns: '退回重办',
  written_praise: '书面表扬',
  any_of_above: '上列情形',
};
