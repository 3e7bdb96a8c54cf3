/** The page's words for the centre's values. */
export const KINDS = [
  ['hall_window', '大厅窗口'],
  ['supervision_office', '督查室'],
  ['handling_unit', '承办单位'],
  ['leader_desk', '领导'],
  ['township', '乡镇站'],
  ['duty_room', '值班室'],
];
export const kindWord = (kind) => KINDS.find(([id]) => id === kind)?.[1] ?? kind;

const ACTS = {
  signed_in: '登录',
  sign_in_refused: '登录失败',
  invited: '开入网码',
  invitation_cancelled: '取消入网码',
  reissued: '重开入网码',
  revoked: '停用站点',
  officer_saved: '保存人员',
  unit_saved: '保存单位',
  unit_removed: '删去单位',
  window_saved: '保存窗口',
  window_removed: '删去窗口',
  published: '签发',
};
export const actWord = (act) => ACTS[act] ?? act;

/** What a line of the log is about; a rule file by its kind, id and version. */
export const subjectWord = (subject) =>
  subject.replace(/^calendar (\S+) (\S+)$/, '$1 年放假安排 版本 $2').replace(/^regime (\S+) (\S+)$/, '制度 $1 版本 $2');

const ENTRY_KINDS = {
  registered: '登记',
  signed: '签字',
  attached: '附件',
  accepted: '受理',
  refused: '不予受理',
  investigated: '调查',
  approved: '阅批',
  assigned: '交办',
  contributed: '协办意见',
  replied: '答复',
  fed_back: '反馈',
  closed: '办结',
  archived: '归档',
  returned: '退回',
  noted: '备注',
  printed: '打印',
  extended: '延期',
};
export const entryWord = (kind) => ENTRY_KINDS[kind] ?? (kind === '' ? '无法辨认' : kind);

const REFUSALS = {
  entry_invalid: '内容不符合规定',
  entry_hash: '校验值不对',
  entry_gap: '前面的条目尚未收到',
  entry_fork: '同一序号有不同内容',
  role_not_allowed: '岗位无权办理此项',
  number_taken: '案号已被占用',
  forbidden: '不是本站点的条目',
};
export const refusalWord = (code) => REFUSALS[code] ?? code;

export function moment(iso) {
  if (!iso) return '—';
  const parts = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const of = (type) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
}

/** A connected station asks at least every five minutes, and "last seen" is written once a minute. */
const IN_TOUCH_MINUTES = 10;

/**
 * How long a station has been silent, by the centre's clock.
 *
 * @returns {{ tone: 'good' | 'warn' | 'bad' | 'calm', words: string }}
 */
export function silence(lastSeenAt, now) {
  if (!lastSeenAt) return { tone: 'calm', words: '尚未入网' };
  const minutes = Math.floor((Date.parse(now) - Date.parse(lastSeenAt)) / 60_000);
  if (minutes < IN_TOUCH_MINUTES) return { tone: 'good', words: '联系正常' };
  if (minutes < 60) return { tone: 'warn', words: `${minutes} 分钟未联系` };
  if (minutes < 48 * 60) return { tone: 'warn', words: `${Math.floor(minutes / 60)} 小时未联系` };
  return { tone: 'bad', words: `${Math.floor(minutes / 1_440)} 天未联系` };
}
