import type { Calendar } from '../calendar/holidays.ts';
import type { CaseState } from '../case-file/state.ts';
import { type Clock, clocksOf, isOverdue } from './clocks.ts';
import type { Profile } from './profile-schema.ts';

/** The card (红黄牌) that a case bears at a moment; null for none. */
export function cardAt(profile: Profile, state: CaseState, calendar: Calendar, now: string): 'yellow' | 'red' | null {
  if (!profile.urging.some((rule) => rule.cards)) return null;
  return cardOf(clocksOf(profile, state, calendar), now);
}

/** The card that these clocks give: red when one with a yellow threshold is overdue, yellow from that threshold on. */
export function cardOf(clocks: readonly Clock[], now: string): 'yellow' | 'red' | null {
  const carded = clocks.filter((c) => c.yellowAt !== null && c.state === 'running');
  if (carded.some((c) => isOverdue(c, now))) return 'red';
  return carded.some((c) => c.yellowAt !== null && Date.parse(now) >= Date.parse(c.yellowAt)) ? 'yellow' : null;
}
