import type { CaseKind, Channel, ComplainantType, EnclosureKind, IdType, SixElement, Urgency } from './record.ts';

/** The screen's words for the code's values: one place, so that screen, paper and statistics never disagree. */
export const KIND_WORDS: Record<CaseKind, string> = {
  complaint: '投诉',
  consult: '咨询',
  help: '求助',
  suggestion: '建议',
  report: '举报',
};

export const CHANNEL_WORDS: Record<Channel, string> = {
  in_person: '当面',
  phone: '电话',
  web: '网络',
  letter: '信函',
  fax: '传真',
  email: '电子邮件',
  box: '意见箱',
  book: '意见簿',
  upstream: '上级转办',
};

export const COMPLAINANT_WORDS: Record<ComplainantType, string> = {
  named: '个人',
  anonymous: '匿名',
  proxy: '代理',
  organisation: '单位',
  group: '多人',
};

export const ID_TYPE_WORDS: Record<IdType, string> = {
  id_card: '居民身份证',
  passport: '护照',
  uscc: '统一社会信用代码',
};

export const ENCLOSURE_WORDS: Record<EnclosureKind, string> = { cash: '现金', original: '原件', other: '其他' };

export const URGENCY_WORDS: Record<Urgency, string> = { normal: '一般', urgent: '紧急', critical: '特急' };

export const ELEMENT_WORDS: Record<SixElement, string> = {
  time: '时间',
  place: '地点',
  people: '人物',
  cause: '事由',
  course: '经过',
  result: '结果',
};

export const satisfactionLevels = ['very_satisfied', 'satisfied', 'fair', 'dissatisfied', 'very_dissatisfied'] as const;
export type Satisfaction = (typeof satisfactionLevels)[number];

/** Order and words of 国办发〔2019〕51号; none is ever preselected. */
export const SATISFACTION_WORDS: Record<Satisfaction | 'declined', string> = {
  very_satisfied: '非常满意',
  satisfied: '满意',
  fair: '基本满意',
  dissatisfied: '不满意',
  very_dissatisfied: '非常不满意',
  declined: '不评价',
};

export const caseStatuses = [
  'registered',
  'accepted',
  'refused',
  'approved',
  'assigned',
  'returned',
  'replied',
  'fed_back',
  'closed',
  'archived',
  'merged',
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

export const STATUS_WORDS: Record<CaseStatus, string> = {
  registered: '待受理',
  accepted: '已受理',
  refused: '不予受理',
  approved: '已阅批',
  assigned: '办理中',
  returned: '退回待派',
  replied: '待反馈',
  fed_back: '待结案',
  closed: '已办结',
  archived: '已归档',
  merged: '已并案',
};

export const syncStates = ['pending', 'sending', 'reported', 'rejected', 'conflict', 'relayed'] as const;
export type SyncState = (typeof syncStates)[number];

export const SYNC_WORDS: Record<SyncState, string> = {
  pending: '待上报',
  sending: '上报中',
  reported: '已上报',
  rejected: '被拒',
  conflict: '有冲突',
  relayed: '数据包带来，尚未上报',
};
