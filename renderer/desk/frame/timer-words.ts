import type { TimerStage } from '../../../domain/duty/timers.ts';

export const STAGE_WORDS: Record<TimerStage, string> = { running: '计时中', soon: '即将到时', late: '已超时' };

/** `09:41`, or `1:02:03` from an hour on; what is past the end counts up. @param ms to the end, negative when past */
export function countdown(ms: number): string {
  const late = ms < 0;
  // Rounded so that 10 minutes begin as 10:00 and 00:00 is the end itself.
  const seconds = late ? Math.floor(-ms / 1_000) : Math.ceil(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${late ? '+' : ''}${hours > 0 ? `${hours}:` : ''}${rest}`;
}
