import { deskNow } from '../desk-time.ts';
import { date, dateTime, time } from '../format.ts';
import type { IconName } from './Icon.tsx';
import { Tag, type Tone } from './Tag.tsx';

export interface DueProps {
  /** ISO 8601 with offset. */
  dueAt: string;
  /** The due date crosses into a year whose holiday notice is not loaded. */
  provisional?: boolean;
  /** Working days left as the calendar counts them, when the caller knows them; otherwise days are said. */
  workingDaysLeft?: number;
  now?: Date;
}

/** 今天截止 / 剩余N个工作日 / 已超期, with the date itself in the title. Minutes are said for a limit of the same hour. */
export function DueTag({ dueAt, provisional = false, workingDaysLeft, now = deskNow() }: DueProps) {
  const [tone, icon, words] = look(dueAt, now, workingDaysLeft);
  return (
    <Tag
      tone={tone}
      icon={icon}
      title={`截止 ${dateTime(dueAt)}${provisional ? '（暂定：次年节假日安排尚未导入）' : ''}`}
    >
      {words}
      {provisional ? '（暂定）' : ''}
    </Tag>
  );
}

function look(dueAt: string, now: Date, workingDaysLeft: number | undefined): [Tone, IconName, string] {
  const due = new Date(dueAt).getTime();
  const left = due - now.getTime();
  if (left < 0) return ['red', 'alert', `已超期 ${spell(-left)}`];
  if (left < 3_600_000) return ['orange', 'clock', `还剩 ${spell(left)}`];
  // 24:00 belongs to the day it ends.
  const lastMoment = new Date(due - 1);
  if (date(lastMoment) === date(now)) {
    const at = time(lastMoment);
    return ['orange', 'clock', at === '23:59' ? '今天截止' : `今天 ${time(due)} 截止`];
  }
  if (workingDaysLeft !== undefined) return ['blue', 'clock', `剩余${workingDaysLeft}个工作日`];
  return ['blue', 'clock', `${date(lastMoment).slice(5)} 截止`];
}

function spell(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${Math.max(minutes, 1)} 分钟`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} 小时`;
  return `${Math.floor(minutes / 1440)} 天`;
}
