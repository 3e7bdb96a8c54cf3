import { addDays } from '../calendar/dates.ts';
import type { Profile } from '../regimes/profile-schema.ts';

/** One thing that the text wants done every day, on one day of it (每日排查). */
export interface DailyCheck {
  /** The limit with unit `every_day`; with the date it is the key in `period_tasks`. */
  id: string;
  what: string;
  /** Regime roles whose task it is: of the step that names the limit, else whoever accepts. */
  roles: string[];
  source: string;
  /** Local date `YYYY-MM-DD`. */
  date: string;
}

/** Days that stay listed, today included: a missed one is seen for a week. */
const LISTED_DAYS = 7;

/**
 * The daily checks of the last days, oldest first. Every calendar day counts, days off too: the text says 每日.
 *
 * @param since first day of the station; nothing is asked for before it
 */
export function dailyChecks(profile: Profile, today: string, since: string): DailyCheck[] {
  return profile.limits
    .filter((limit) => limit.unit === 'every_day')
    .flatMap(({ id, what, source }) => {
      const roles = profile.workflow.find((step) => step.limit === id)?.roles ?? profile.acceptance.roles;
      const checks: DailyCheck[] = [];
      for (let back = LISTED_DAYS - 1; back >= 0; back -= 1) {
        const date = addDays(today, -back);
        if (date >= since || date === today) checks.push({ id, what, roles: [...roles], source, date });
      }
      return checks;
    });
}
