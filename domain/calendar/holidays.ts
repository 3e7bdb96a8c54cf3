export { STATE_COUNCIL_CALENDAR } from './state-council.ts';

/**
 * The arrangement of one year: which days are off, and which Saturdays and Sundays are worked instead. Further years arrive as
 * data.
 */
export interface HolidayYear {
  /** The notice may also speak of the last days of December before. */
  year: number;
  /** The notice it comes from. */
  notice: string;
  /** Days off, both ends included, `YYYY-MM-DD`. */
  off: readonly { name: string; from: string; to: string }[];
  /** Adjusted working Saturdays and Sundays, `YYYY-MM-DD`. */
  work: readonly string[];
}

/** The years whose notice is loaded. Days of any other year are plain weekdays and weekends, and dates there are 暂定. */
export type Calendar = readonly HolidayYear[];
