import { type ErrorCode, messageOf } from '../../../domain/contract/errors.ts';
import type { PrintState } from '../../../domain/contract/printing.ts';
import { shortTime } from '../format.ts';

/** What to do about a trouble of the printer; one short sentence after the trouble's own. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  printer_none: '到“设置”里选一台打印机，再补打。',
  printer_refused: '处理好后自动再试，不用重复点。',
  printer_no_answer: '处理好后自动再试，不用重复点。',
  printer_offline: '处理好后自动再试，不用重复点。',
  printer_missing: '接好后自动再试，不用重复点。',
  printer_paper_out: '装好纸后自动继续。',
  printer_cover_open: '合上后自动继续。',
  printer_error: '关机再开一次；还不行请换一台打印机。',
  font_missing: '请管理员安装中文字体。',
};

/** A doubtful paper goes on by itself no more, whatever the trouble was: a person has to look. */
const LOOK = '请看一眼出纸口。';

/** A job's trouble in words, with what to do; empty when there is none. */
export function jobWords(job: { state: PrintState; lastError: ErrorCode | null }): string {
  if (job.lastError === null || job.state === 'confirmed') return '';
  const advice = job.state === 'failed' ? '可以补打。' : (ADVICE[job.lastError] ?? '');
  const words = messageOf(job.lastError);
  if (job.state === 'unconfirmed') return words.includes('出纸口') ? `${words}。` : `${words}。${LOOK}`;
  return `${words}。${advice}`;
}

/** Since when a job waits for its printer to be well; empty when it does not wait. `now` is the core's. */
export function waitingSince(
  job: { state: PrintState; lastError: ErrorCode | null; createdAt: string },
  now: string,
): string {
  return job.state === 'queued' && job.lastError !== null ? `${shortTime(job.createdAt, now)} 起等待` : '';
}
