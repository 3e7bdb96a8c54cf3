import type { Subject } from '../../counting/events.ts';
import type { FigureGroup } from '../../counting/sums.ts';
import type { Consequence } from '../../regimes/profile-schema.ts';

/** What the screen gets of statistics and overviews. Plain data; times are ISO 8601 with offset unless said otherwise. */

/** Figures of a period. Each can be asked for its cases (`statistics.cases`) by group and value. */
export interface StatisticsView {
  from: string;
  to: string;
  /** Most first; days in their order. `name` is the screen's word for a value that is no code. */
  groups: Record<FigureGroup, { value: string; name: string; count: number }[]>;
  limits: { met: number; late: number; running: number; overdue: number };
}

/** How far a window, person, order … is on the way to a consequence that the regime threatens or promises. */
export interface ConsequenceView {
  id: string;
  effect: string;
  /** The sentence of the institution's document. */
  source: string;
  trigger: Consequence['trigger'];
  /** Whether the desk counts it by itself; otherwise a person notes it on the case (记入考核). */
  machine: boolean;
  subject: Subject;
  count: number;
  standing: 'reached' | 'one_short';
}

/** One report that the regime demands, for one period; or a check that it wants made every day, for one day. */
export interface ReportView {
  kind: 'report' | 'daily';
  task: string;
  what: string;
  to: string | null;
  /** Regime roles whose task it is; empty: everybody's. */
  roles: string[];
  source: string;
  periodId: string;
  periodName: string;
  period: { from: string; to: string };
  /** Last day to send it, `YYYY-MM-DD`; null where the text gives none. */
  dueOn: string | null;
  remindOn: string | null;
  done: { at: string; by: string; note: string } | null;
}

/** What an officer begins the day with: daily checks of today, and reports whose date comes near or has passed. */
export interface TodayView {
  /** Local date `YYYY-MM-DD`. */
  today: string;
  tasks: ReportView[];
}
