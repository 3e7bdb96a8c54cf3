import { z } from 'zod';
import { isDate, weekday } from '../calendar/dates.ts';
import type { HolidayYear } from '../calendar/holidays.ts';
import { error, type ProfileFault } from '../regimes/lint/fault.ts';
import { readRules } from '../regimes/profile.ts';
import { rulebookVersion } from './rulebook.ts';

/**
 * One year's holidays as a file, schema `calendar/1`:
 *
 *     schema: calendar/1
 *     year: 2027
 *     version: '1'
 *     source: 国务院办公厅关于2027年部分节假日安排的通知（文号）
 *     off:
 *       - { name: 元旦, from: 2027-01-01, to: 2027-01-03 }   # both ends included; `to` may be left out
 *     work: [2027-01-09]                                     # Saturdays and Sundays that are worked
 */
const date = z.string().refine(isDate, '不是日期（应为 YYYY-MM-DD）');

export const calendarSchema = z.strictObject({
  schema: z.literal('calendar/1'),
  year: z.number().int().min(1949).max(2200),
  version: rulebookVersion,
  /** The notice of the State Council that it follows. */
  source: z.string().min(1),
  off: z.array(z.strictObject({ name: z.string().min(1), from: date, to: date.optional() })).min(1),
  work: z.array(date),
});
export type CalendarFile = z.output<typeof calendarSchema>;

/** What no single line shows: days of another year, days named twice, worked weekdays. */
export function calendarFaults(file: CalendarFile): ProfileFault[] {
  const faults: ProfileFault[] = [];
  // A notice may arrange the last days of the year before as well.
  const isOfYear = (day: string) => day.startsWith(`${file.year}-`) || day.startsWith(`${file.year - 1}-12-`);
  const seen: { from: string; to: string; name: string }[] = [];
  file.off.forEach(({ name, from, to = from }, i) => {
    const path = ['off', i];
    if (!isOfYear(from) || !isOfYear(to)) faults.push(error(path, `${name}不在${file.year}年（或上年12月）内`));
    else if (to < from) faults.push(error(path, `${name}的结束日在开始日之前`));
    const other = seen.find((one) => one.from <= to && from <= one.to);
    if (other) faults.push(error(path, `${name}与${other.name}的日子重叠`));
    seen.push({ name, from, to });
  });
  file.work.forEach((day, i) => {
    const path = ['work', i];
    const holiday = seen.find((one) => one.from <= day && day <= one.to);
    if (!isOfYear(day)) faults.push(error(path, `${day}不在${file.year}年（或上年12月）内`));
    else if (holiday) faults.push(error(path, `${day}既放假（${holiday.name}）又上班`));
    else if (weekday(day) % 6 !== 0) faults.push(error(path, `${day}不是周六或周日，不必写为上班`));
    else if (file.work.indexOf(day) !== i) faults.push(error(path, `${day}写了两次`));
  });
  return faults;
}

/** @throws ProfileError naming file, line and rule */
export function parseCalendar(text: string, fileName: string): CalendarFile {
  return readRules(text, fileName, calendarSchema, calendarFaults);
}

/** The form in which days are counted. */
export function holidayYear({ year, source, off, work }: CalendarFile): HolidayYear {
  return { year, notice: source, off: off.map(({ name, from, to = from }) => ({ name, from, to })), work };
}
