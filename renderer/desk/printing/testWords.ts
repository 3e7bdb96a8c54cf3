import type { ErrorCode } from '../../../domain/contract/errors.ts';

/** What to look at first when a printer fails its test; stands after the trouble's own sentence. */
const WHAT_TO_DO: Partial<Record<ErrorCode, string>> = {
  printer_refused: '核对地址和端口（一般是 9100），并看打印机是否开机、和本机在同一网络。',
  printer_no_answer:
    '先看电源和连线；都好时请打印测试页：纸照样出来，说明这台打印机不回答询问，选一个不报告结果的型号即可。',
  printer_offline: '开机、插好连线后再测。',
  printer_missing: '用“查找打印机”看看本机现在能用哪些。',
  printer_denied: '管理员把本机账号加入打印机用户组后再测。',
  printer_error: '关机再开一次，看面板上的指示灯。',
  printer_busy: '等别的窗口打印完再测。',
};

/** After these nothing came out, so that there is no test page to look at. */
const NOTHING_CAME: readonly string[] = [
  'printer_refused',
  'printer_offline',
  'printer_missing',
  'printer_denied',
  'printer_paper_out',
  'printer_cover_open',
  'printer_busy',
  'printer_none',
  'font_missing',
  'document_unavailable',
];

export interface TestAnswer {
  ok: boolean;
  error: string | null;
  message: string;
}

export function whatToDo({ error }: TestAnswer): string {
  return error === null ? '' : (WHAT_TO_DO[error as ErrorCode] ?? '');
}

/** Whether there may be a page to look at. */
export function mayHaveCome({ error }: TestAnswer): boolean {
  return error === null || !NOTHING_CAME.includes(error);
}
