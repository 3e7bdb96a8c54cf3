import { type ErrorCode, messageOf } from '../../../domain/contract/errors.ts';
import type { SyncStatus } from '../../../domain/contract/views/sync.ts';
import { dateTime, time } from '../format.ts';
import type { IconName } from '../pieces/Icon.tsx';
import type { Tone } from '../pieces/Tag.tsx';

export interface SyncStory {
  tone: Tone;
  icon: IconName;
  title: string;
  /** One or two sentences: what is, and whether anything must be done. */
  words: string;
}

/** The state of reporting as an officer would tell it. Success is what the centre acknowledged, nothing else. */
export function syncStory(status: SyncStatus): SyncStory {
  const waiting = status.pending > 0 ? `还有 ${status.pending} 条待上报。` : '本机的内容已全部上报。';
  switch (status.state) {
    case 'none':
      return {
        tone: 'grey',
        icon: 'home',
        title: '尚未设置中心',
        words: '所有内容都保存在本机，登记、打印照常。向中心管理员要中心地址和入网码，填在下面即可上报。',
      };
    case 'sending':
      return { tone: 'blue', icon: 'sync', title: '上报中', words: sendingWords(status) };
    case 'idle':
      if (status.pending > 0)
        return { tone: 'blue', icon: 'clock', title: '待上报', words: `${waiting}马上会自动上报。` };
      return status.rejected > 0
        ? {
            tone: 'orange',
            icon: 'alert',
            title: `有 ${status.rejected} 条被拒`,
            words: '其余内容已全部上报；被拒的条目和原因见下。',
          }
        : { tone: 'green', icon: 'check', title: '已上报', words: waiting };
    case 'refused':
    case 'offline':
      return refusalStory(status.lastError) ?? offlineStory(status, waiting);
  }
}

function sendingWords({ pending, progress }: SyncStatus): string {
  return progress ? `中心已确认 ${progress.done} 条，共 ${progress.total} 条。` : `还有 ${pending} 条等待中心确认。`;
}

const SAFE = '内容都在本机，没有丢失；登记、打印照常。';

/** What the protocol itself refuses: waiting does not help, somebody has to do something. */
const REFUSALS: Partial<Record<ErrorCode, Omit<SyncStory, 'tone' | 'icon'>>> = {
  centre_newer: {
    title: '本机的程序太旧',
    words: `中心已升级，本机要升级后才能继续上报。请联系管理员升级本机。${SAFE}`,
  },
  centre_older: {
    title: '中心的程序太旧',
    words: `本机比中心新，要等中心升级后才能继续上报。请告知中心管理员。${SAFE}`,
  },
  protocol_unknown: {
    title: '与中心的版本不符',
    words: `中心不认识本机的上报方式。请联系管理员核对两边的版本。${SAFE}`,
  },
  station_revoked: {
    title: '本站点已被中心停用',
    words: `中心不再接受本站点的上报。如不是有意停用，请联系中心管理员，领取新的入网码后在下面重新入网。${SAFE}`,
  },
  station_unknown: { title: '中心没有登记本站点', words: `请向中心管理员领取入网码，在下面重新入网。${SAFE}` },
  receipt_invalid: {
    title: '中心的回执不对',
    words: `中心的回执与本机的记录不符，没有采用。可能接错了中心，请联系管理员核对地址。${SAFE}`,
  },
  centre_key_changed: {
    title: '中心的密钥变了',
    words: `对方的密钥与入网时的不同，没有采用它发来的内容。请联系管理员核对地址。${SAFE}`,
  },
  centre_refused: { title: '中心没有接受本站点', words: `请联系中心管理员核对本站点的登记。${SAFE}` },
  restored_behind: {
    title: '正在取回恢复之后的内容',
    words: '本机由备份恢复，正在向中心取回备份之后的内容；完成前不能登记新案卷，请勿关机。',
  },
};

/** Null for what passes by itself, as a line that is down. */
export function refusalStory(code: ErrorCode | null): SyncStory | null {
  const refusal = code === null ? undefined : REFUSALS[code];
  return refusal ? { tone: 'red', icon: 'cross', ...refusal } : null;
}

function offlineStory(status: SyncStatus, waiting: string): SyncStory {
  const next = status.nextTryAt ? `${time(status.nextTryAt)} 自动再试。` : '恢复后自动上报。';
  if (status.state === 'refused')
    return {
      tone: 'red',
      icon: 'cross',
      title: '中心没有接受',
      words: `${status.lastError ? `${messageOf(status.lastError)}。` : ''}${SAFE}`,
    };
  return { tone: 'orange', icon: 'alert', title: '连不上中心', words: `不影响登记和打印。${waiting}${next}` };
}

/** The last success, or that there was none. */
export function lastSuccess(status: SyncStatus): string {
  return status.lastSuccessAt ? dateTime(status.lastSuccessAt) : '还没有成功上报过';
}

/** What is known of the last trouble and the next try. */
export function contactWords(status: SyncStatus): string {
  const parts = [
    status.lastError ? `最近一次的问题：${messageOf(status.lastError)}` : '以中心的确认为准',
    status.nextTryAt ? `下次自动再试 ${time(status.nextTryAt)}` : '',
  ];
  return parts.filter((part) => part !== '').join('；');
}

/** How far the centre's backup reaches; null without a centre, or while there is nothing to back up. */
export function backedWords({ state, backed, written }: SyncStatus): string | null {
  if (state === 'none' || written === 0) return null;
  if (backed === 0) return '中心还没有备份本机的内容';
  if (backed >= written) return `中心备份已含本机全部 ${backed} 条`;
  return `中心备份已含本机第 1—${backed} 条，还差 ${written - backed} 条`;
}
