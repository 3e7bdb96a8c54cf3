import type { Clock } from '../regimes/clocks.ts';
import type { Profile } from '../regimes/profile-schema.ts';

/** A clock of minutes that runs now. Times are ISO 8601 with offset. */
export interface MinuteClock {
  limitId: string;
  what: string;
  from: string;
  dueAt: string;
}

export const timerStages = ['running', 'soon', 'late'] as const;
export type TimerStage = (typeof timerStages)[number];

/** The running clocks of a case that count minutes, in the order of the regime's text. */
export function minuteClocks(profile: Profile, clocks: readonly Clock[]): MinuteClock[] {
  const minutes = new Set(profile.limits.filter((limit) => limit.unit === 'minute').map((limit) => limit.id));
  return clocks.flatMap(({ limitId, what, state, from, dueAt }) =>
    minutes.has(limitId) && state === 'running' && dueAt !== null ? [{ limitId, what, from: from.at, dueAt }] : [],
  );
}

/** Longest minute limit of a regime, in minutes; 0 where it has none. */
export function longestMinutes(profile: Profile): number {
  return Math.max(0, ...profile.limits.map((limit) => (limit.unit === 'minute' ? (limit.amount ?? 0) : 0)));
}

/** `soon` in the last fifth (2 of 10 minutes, 6 of 30), `late` from the end on. @param now ms since 1970 */
export function timerStage(timer: Pick<MinuteClock, 'from' | 'dueAt'>, now: number): TimerStage {
  const due = Date.parse(timer.dueAt);
  if (now >= due) return 'late';
  return due - now <= (due - Date.parse(timer.from)) / 5 ? 'soon' : 'running';
}

/**
 * Whether a clock makes a sound. Muting ends the alarm that sounds when it is pressed and no other: who mutes the warning
 * before the end hears the alarm at the end once more.
 *
 * @param mutedAt moment of the last mute, ISO 8601 with offset, or null
 * @param now ms since 1970
 */
export function isSounding(timer: Pick<MinuteClock, 'from' | 'dueAt'>, mutedAt: string | null, now: number): boolean {
  const stage = timerStage(timer, now);
  if (stage === 'running') return false;
  return mutedAt === null || timerStage(timer, Date.parse(mutedAt)) !== stage;
}
