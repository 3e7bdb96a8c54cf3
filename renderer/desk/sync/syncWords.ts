import { messageOf } from '../../../domain/contract/errors.ts';
import type { SyncStatus } from '../../../domain/contract/views.ts';
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
        words: '所有内容都保存在本机。向中心管理员要中心地址和入网码，填在下面即可上报。',
      };
    case 'sending':
      return { tone: 'blue', icon: 'sync', title: '正在上报', words: `正在与中心交换内容。${waiting}` };
    case 'idle':
      return status.pending > 0
        ? { tone: 'blue', icon: 'clock', title: '待上报', words: `${waiting}马上会自动上报。` }
        : { tone: 'green', icon: 'check', title: '已上报', words: waiting };
    case 'refused':
      return {
        tone: 'red',
        icon: 'cross',
        title: '中心没有接受',
        words: `${status.lastError ? `${messageOf(status.lastError)}。` : ''}内容都在本机，没有丢失。`,
      };
    case 'offline':
      return {
        tone: 'orange',
        icon: 'alert',
        title: '连不上中心',
        words: `不影响登记和打印。${waiting}${status.nextTryAt ? `${time(status.nextTryAt)} 自动再试。` : '恢复后自动上报。'}`,
      };
  }
}

/** The last success, or that there was none. */
export function lastSuccess(status: SyncStatus): string {
  return status.lastSuccessAt ? dateTime(status.lastSuccessAt) : '还没有成功上报过';
}
