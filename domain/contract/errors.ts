/**
 * The closed list of error codes. Programs read the code; people read the Chinese sentence, which is written once, here.
 * A sentence says what happened and what to do next; `{…}` is filled from the error's own `detail`.
 */
export const ERROR_MESSAGES = {
  required: '请填写此项',
  too_long: '内容太长，请删减',
  invalid: '内容不符合要求，请检查',
  id_format: '居民身份证号应为18位：前17位数字，末位数字或X',
  id_checksum: '身份证号校验码不对，请与证件核对每一位',
  uscc_format: '统一社会信用代码应为18位数字或大写字母（不含I、O、S、V、Z）',
  uscc_checksum: '统一社会信用代码校验码不对，请与证照核对每一位',
  unknown_field: '本制度没有这一项',
  channel_not_offered: '本制度没有这个渠道',
  category_unknown: '本制度没有这个类别',
  ground_required: '请选择不予受理的情形',
  ground_unknown: '本制度没有这个不予受理情形',
  no_refusal_in_regime: '本制度未规定不予受理的情形，应当登记并转有关单位',

  not_configured: '本机尚未完成首次设置',
  already_configured: '本机已完成设置',
  not_signed_in: '请先登录',
  pin_wrong: 'PIN 不正确，请重新输入',
  pin_locked: 'PIN 连续输错，请稍候再试',
  pin_weak: 'PIN 须为6位数字，且不能是连续或相同的数字',
  officer_inactive: '该工作人员已停用，不能登录',
  role_not_allowed: '您的岗位不能办理此项',
  step_not_allowed: '按制度，现在还不能办理此项',
  not_found: '没有找到',
  case_changed: '案卷刚刚有了新内容，请看过后再办理',
  draft_changed: '草稿已在别处修改，请刷新后再试',
  case_moved: '案卷已改派别的单位，这一步没有生效；确有需要请联系受理站点',
  already_done: '此项已经办理过',
  too_late: '已过制度规定的时间，不能再办理此项',
  recused: '您已回避本案，不能查看或办理',
  merge_self: '不能把案件并入它自己',
  merge_refused: '这两件不能并案',
  consent_required: '这样答复须经投诉人同意，请先征得同意',
  means_not_allowed: '按制度，不能用这种方式答复',
  review_required: '请逐项完成结案前的审核',
  not_satisfied: '按制度，投诉人满意后才能结案',
  extension_pending: '已有一份延期申请等待审批',
  extension_used: '本案已经延期过，不能再延',
  extension_too_long: '超过制度允许的最长期限',

  signature_required: '当面受理须由投诉人核对后签字',
  signature_empty: '还没有签字，请签名后再确认',
  signature_text_changed: '记录在签字后有改动，请投诉人重新核对签字',
  signing_expired: '签字页面已失效，请工作人员重新发起',
  signing_busy: '正在进行另一项签字，请先完成或取消',

  file_too_large: '文件太大，单个文件不超过20MB',
  file_type: '不支持这种文件',
  file_damaged: '附件的内容与登记的校验值不符，没有采用',

  document_unknown: '没有这种文书',
  document_unavailable: '案卷还没有到出具这份文书的时候',
  printer_none: '尚未设置打印机',
  printer_refused: '打印机拒绝连接：请检查电源和地址',
  printer_no_answer: '打印机没有应答：请检查电源、网线',
  printer_paper_out: '打印机缺纸：请装纸',
  printer_cover_open: '打印机开盖：请合上',
  printer_error: '打印机报告故障，请检查',
  printer_busy: '打印机正被别的窗口使用，稍后自动再试',
  printer_missing: '找不到这台打印机：请检查连线，或重新选择',
  printer_denied: '本机不允许使用这台打印机，请联系管理员',
  printer_offline: '打印机脱机：请检查电源和连线',
  printer_one_way: '这台打印机不报告结果，请看一眼出纸口',
  printer_interrupted: '打印中断，不能确定纸是否出来',
  font_missing: '本机缺少中文字体，无法排版打印',

  kept_by_centre: '这一项由中心维护，请联系中心管理员更改',
  admin_token_wrong: '管理口令不正确',
  too_many_tries: '连续输错次数太多，请十分钟后再试',
  centre_none: '尚未设置中心地址',
  centre_insecure: '中心地址须以 https:// 开头（本机地址除外），以免群众的信息在路上被看到',
  centre_unreachable: '连不上中心，内容已保存在本机，恢复后自动上报',
  centre_refused: '中心没有接受本站点，请联系管理员',
  centre_protocol: '中心的答复无法识别，内容仍保存在本机',
  centre_key_changed: '中心的签发密钥与入网时的不同，没有采用它发来的制度和放假安排，请联系管理员',
  rulebook_signature: '签名不对，没有采用；仍按原来的执行',
  rulebook_invalid: '内容不合格，没有采用；仍按原来的执行',
  rulebook_version: '同一版本号已有不同的内容，没有采用；仍按原来的执行',
  regime_version_missing: '本机还没有这个案卷所用的制度版本，现在只能查看；连上中心后自动补齐',
  centre_newer: '中心的版本比本机新，请升级本机',
  centre_older: '中心的版本比本机旧，请联系中心升级；内容保存在本机',
  protocol_unknown: '中心不支持这个协议版本',
  receipt_invalid: '中心的回执与本机的记录不符，没有采用；请联系管理员',
  station_revoked: '本站点已被中心停用，请联系管理员',
  enrol_code_wrong: '入网码不正确或已使用',
  enrol_code_expired: '入网码已过期，请向管理员重新领取',
  entry_hash: '条目的校验值不对',
  entry_fork: '同一序号出现了不同内容',
  entry_gap: '前面的条目尚未收到',
  entry_invalid: '条目内容不符合规定',
  station_unknown: '中心没有登记本站点',
  signature_invalid: '请求签名不对',
  refused_unknown: '中心退回了这一条，退回的原因本程序还不认识；请升级程序，升级后自动重报',
  number_taken: '这个案号已被另一个案卷使用',
  conflict_gone: '这处冲突已经处理过',
  file_offset: '附件的续传位置不对，将自动从头核对',

  bundle_empty: '没有要转交的内容，没有制作数据包',
  bundle_damaged: '这个数据包不完整或被改动过，一条也没有导入',
  bundle_not_for_us: '这个数据包不是给本站点的',
  bundle_untrusted: '这个数据包的签发站点未在中心登记，没有导入',
  bundle_carried: '已代为保存，连上中心后自动转交',
  bundle_newer: '这个数据包由更新的版本制作，请先升级程序；一条也没有导入',
  peer_unknown: '本机还没有这个站点的密钥，连上中心后自动取得',

  backup_damaged: '备份文件不完整或被改动过，没有使用',
  backup_code_wrong: '恢复码不对，打不开这份备份',
  backup_newer: '备份由更新的版本写成，请先升级程序',
  backup_failed: '备份没有完成，请检查目标磁盘',
  backup_not_empty: '本机已有数据，恢复只能在全新的数据目录进行',
  restored_behind: '本机由备份恢复，正在向中心取回之后的内容；完成前不能登记新案卷',
  station_elsewhere: '中心已有本站点更新的内容：另一台电脑正以本站点的身份办理；请确认只用一台，由管理员决定后再办理',

  database_locked: '另一个接诉台程序正在使用这个数据目录',
  database_newer: '数据由更新的版本写成，请升级程序；数据没有被改动',
  database_key: '密钥打不开数据库；数据没有被改动',
  database_damaged: '数据库损坏，请从备份恢复；原文件没有被改动',
  disk_full: '磁盘已满，没有保存；请腾出空间后再试',

  forbidden: '没有访问权限',
  too_large: '请求太大',
  bad_request: '请求的格式不对',
  internal: '程序内部出错，已记录；刚才的内容没有丢失',
} as const;

export type ErrorCode = keyof typeof ERROR_MESSAGES;

/** Whether this program knows a code that another one sent. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_MESSAGES, code);

/** One complaint about one field: `path` is dotted (`complainant.id_no`), in the record's own names. */
export interface FieldError {
  path: string;
  code: ErrorCode;
}

/**
 * The only error that crosses a process or a wire. Anything else thrown becomes `internal` at the door.
 *
 * @param code    one of the closed list
 * @param options `fields` for refusals beside a field; `detail` extra words for people (an article, a ground), never
 *                personal data, because it is logged
 */
export class DeskError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  readonly detail: string | undefined;

  constructor(code: ErrorCode, options: { fields?: readonly FieldError[]; detail?: string; cause?: unknown } = {}) {
    super(code, { cause: options.cause });
    this.name = 'DeskError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.detail = options.detail;
  }
}

/** Shape of a refusal on the wire. */
export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    detail?: string;
    fields?: { path: string; code: ErrorCode; message: string }[];
  };
}

/** The Chinese sentence for a code. */
export function messageOf(code: ErrorCode): string {
  return ERROR_MESSAGES[code];
}
