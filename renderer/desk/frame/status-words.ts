import { messageOf } from '../../../domain/contract/errors.ts';
import type { ClockView, StatusView } from '../../../domain/contract/views/station.ts';
import type { SyncStatus } from '../../../domain/contract/views/sync.ts';
import { dateTime, shortTime } from '../format.ts';
import type { IconName } from '../pieces/Icon.tsx';

export interface StatusWords {
  words: string;
  level: 'calm' | 'busy' | 'warn' | 'bad';
  icon: IconName;
}

/** What may honestly be said about reporting to the centre: 已上报 only with the moment the centre last acknowledged. */
export function syncWords(sync: SyncStatus, now: string): StatusWords {
  const parts: string[] = [];
  if (sync.pending > 0) parts.push(`待上报 ${sync.pending}`);
  if (sync.rejected > 0) parts.push(`被拒 ${sync.rejected}`);
  if (sync.conflicts > 0) parts.push(`冲突 ${sync.conflicts}`);
  const trouble = sync.rejected > 0 || sync.conflicts > 0;
  const last = sync.lastSuccessAt ? `已上报 ${shortTime(sync.lastSuccessAt, now)}` : null;
  const join = (...head: (string | null)[]): string => [...head, ...parts].filter(Boolean).join(' · ');
  switch (sync.state) {
    case 'none':
      return { words: join('未设中心，仅存本机'), level: trouble ? 'warn' : 'calm', icon: 'sync' };
    case 'offline':
      return { words: join('连不上中心', parts.length === 0 ? last : null), level: 'warn', icon: 'alert' };
    case 'refused':
      return { words: join('中心未接受本站'), level: 'bad', icon: 'alert' };
    case 'sending':
      return { words: join('上报中'), level: 'busy', icon: 'sync' };
    case 'idle':
      return {
        words: [...parts, last].filter(Boolean).join(' · ') || '尚无上报',
        level: trouble ? 'warn' : 'calm',
        icon: trouble ? 'alert' : 'check',
      };
  }
}

/** What is known of one printer: what waits, what a person is asked, what it last complained about. */
export function printerWords(printer: StatusView['printers'][number]): StatusWords {
  const parts: string[] = [];
  if (printer.asking > 0) parts.push(`待您确认 ${printer.asking}`);
  if (printer.waiting > 0) parts.push(`等待 ${printer.waiting}`);
  if (printer.lastError) parts.push(messageOf(printer.lastError).split(/[：:，]/)[0] ?? '');
  const words = `${printer.name}${parts.length > 0 ? `：${parts.join(' · ')}` : ''}`;
  if (printer.lastError) return { words, level: 'bad', icon: 'alert' };
  if (printer.asking > 0) return { words, level: 'warn', icon: 'alert' };
  return { words, level: printer.waiting > 0 ? 'busy' : 'calm', icon: 'printer' };
}

/** What is wrong with the PC's clock and what the desk goes by meanwhile; null while the clock is believed. */
export function clockWords({ state, pc, trusted }: ClockView): { wrong: string; meanwhile: string } | null {
  if (state === 'ok') return null;
  const why = state === 'ahead' ? '比实际时间超前一天以上' : '比本站已有的记录或中心的时间落后';
  return {
    wrong: `电脑时间（${dateTime(pc)}）不可信：${why}`,
    meanwhile: `现按 ${dateTime(trusted)} 记录，时限不受影响`,
  };
}
