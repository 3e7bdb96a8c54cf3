import type { CommandType } from '../../../../domain/contract/commands.ts';

/** The letter that opens each action when no field has the keyboard: initials of the pinyin, so they need no learning. */
export const ACTION_KEYS: Record<CommandType, string> = {
  accept: 'S',
  refuse: 'B',
  investigate: 'D',
  approve: 'Y',
  assign: 'Z',
  reply: 'H',
  feed_back: 'F',
  close: 'J',
  archive: 'G',
  extend: 'Q',
  note: 'N',
};

/** What the button that does it says: the consequence, not “确定”. */
export const ACTION_BUTTONS: Record<CommandType, string> = {
  accept: '决定受理',
  refuse: '决定不予受理',
  investigate: '记入案卷',
  approve: '记下阅批意见',
  assign: '转办并出具交办单',
  reply: '提交回复意见',
  feed_back: '记下反馈',
  close: '结案',
  archive: '归档',
  extend: '承诺延期',
  note: '记入案卷',
};

/** One sentence on what the action does, read before one does it. */
export const ACTION_HINTS: Record<CommandType, string> = {
  accept: '定下类别，时限从此起算，并生成《受理通知书》。',
  refuse: '选定情形并告知去处，生成《不予受理通知书》。',
  investigate: '写下向窗口、当事人了解到的情况，供领导阅批。',
  approve: '同意后可以转办；退回则由受理岗位补充后再报。',
  assign: '选定承办单位，生成交办单；承办单位的站点同步后可见。',
  reply: '承办单位写下办理情况和答复意见，交督查室反馈。',
  feed_back: '把办理结果告诉诉求人；当面反馈须签字并由本人评价。',
  close: '写下办理结果和查实情况。不满意也可以结案，如实记录即可。',
  archive: '归入档案，不再办理；仍可查询、补打。',
  extend: '特殊情况不能按时办结的，告知诉求人并承诺新的日期。',
  note: '写一句备注，不改变办理进度。',
};
