import { messageOf } from '../../../../domain/contract/errors.ts';
import type { FileWhereabouts } from '../../../../domain/contract/views/sync.ts';

/** What an officer reads beside an attachment; empty when it is on this PC. */
export function fileWords(where: FileWhereabouts): string {
  switch (where.state) {
    case 'here':
      return '';
    case 'absent':
      return where.bytes > 0 ? `已取回 ${percent(where)}，点击继续` : '不在本机，点击取回';
    case 'fetching':
      return `正在取回 ${percent(where)}`;
    case 'not_at_centre':
      return '中心尚未收到，点击再查';
    case 'failed':
      return `取不到：${messageOf(where.code)}；点击再试`;
  }
}

/** Rounded down: what is not all there is never called 100%. */
function percent({ bytes, size }: { bytes: number; size: number | null }): string {
  return size === null || size === 0 ? '0%' : `${Math.floor((bytes / size) * 100)}%`;
}
