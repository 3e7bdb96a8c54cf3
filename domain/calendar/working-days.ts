import { addCalendarMonths, addDays, weekday } from './dates.ts';
import type { Calendar } from './holidays.ts';

/** One day of a proof: whether it counts towards the limit, and why in a few Chinese words. */
export interface CountedDay {
  date: string;
  counted: boolean;
  reason: string;
}

/** A date that was computed, and how. `provisional` (暂定): a day of a year without a loaded notice was needed. */
export interface CountedDate {
  date: string;
  provisional: boolean;
  days: CountedDay[];
}

export interface DayKind {
  working: boolean;
  /** Why, in Chinese; empty for a plain working day. */
  reason: string;
  /** Whether the notice of that year is loaded. */
  known: boolean;
}

const NAMES = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** What kind of day it is: Monday to Friday, minus State Council days off, plus adjusted working weekends. */
export function dayKind(date: string, calendar: Calendar): DayKind {
  const day = weekday(date);
  const weekend = day === 0 || day === 6;
  const year = Number(date.slice(0, 4));
  for (const notice of calendar) {
    // A notice may arrange the last days of the year before: 31 December off, or the Saturday before it worked.
    if (notice.year !== year && notice.year !== year + 1) continue;
    const off = notice.off.find((o) => o.from <= date && date <= o.to);
    if (off) return { working: false, reason: `国务院放假（${off.name}）`, known: true };
    if (notice.work.includes(date)) return { working: true, reason: `${NAMES[day]}调休上班`, known: true };
  }
  const known = calendar.some((notice) => notice.year === year);
  return { working: !weekend, reason: weekend ? (NAMES[day] ?? '') : '', known };
}

export function isWorkingDay(date: string, calendar: Calendar): boolean {
  return dayKind(date, calendar).working;
}

/** Whether the State Council notice of that date's year is loaded. */
export function isKnownYear(date: string, calendar: Calendar): boolean {
  return dayKind(date, calendar).known;
}

/**
 * The n-th working day after a start, which itself does not count (民法典第二百零一条; 约定1、2).
 *
 * @param start  `YYYY-MM-DD`; may be a day off: nothing else changes
 * @param amount working days, 0 or more; 0 is the start itself
 */
export function addWorkingDays(start: string, amount: number, calendar: Calendar): CountedDate {
  const days: CountedDay[] = [{ date: start, counted: false, reason: '起算日不计' }];
  let date = start;
  let provisional = false;
  for (let n = 0; n < amount; ) {
    date = addDays(date, 1);
    const kind = dayKind(date, calendar);
    provisional ||= !kind.known;
    if (kind.working) n += 1;
    const ordinal = `第${n}个工作日`;
    days.push({
      date,
      counted: kind.working,
      reason: kind.working ? (kind.reason ? `${ordinal}（${kind.reason}）` : ordinal) : kind.reason,
    });
  }
  return { date, provisional, days };
}

/**
 * The n-th day after a start that does not count; an end on a day off rolls to the next working day
 * (民法典第二百零一条、第二百零三条; 约定4).
 */
export function addCalendarDays(start: string, amount: number, calendar: Calendar): CountedDate {
  const days: CountedDay[] = [{ date: start, counted: false, reason: '起算日不计' }];
  for (let n = 1; n <= amount; n += 1) days.push({ date: addDays(start, n), counted: true, reason: `第${n}日` });
  return rolled(days, addDays(start, amount), calendar);
}

/**
 * Same day number that many months later, else that month's last day, then rolled like calendar days
 * (民法典第二百零二条、第二百零三条; 约定5). The proof names the start, the end and the days it rolled over.
 */
export function addMonths(start: string, amount: number, calendar: Calendar): CountedDate {
  const end = addCalendarMonths(start, amount);
  const reason =
    end.slice(8) === start.slice(8) ? `满${amount}个月的对应日` : `满${amount}个月，当月没有对应日，以月末为准`;
  const days: CountedDay[] = [
    { date: start, counted: false, reason: '起算日不计' },
    { date: end, counted: true, reason },
  ];
  return rolled(days, end, calendar);
}

function rolled(days: CountedDay[], end: string, calendar: Calendar): CountedDate {
  let date = end;
  let kind = dayKind(date, calendar);
  let provisional = !kind.known;
  while (!kind.working) {
    days.push({ date, counted: false, reason: `${kind.reason}，顺延` });
    date = addDays(date, 1);
    kind = dayKind(date, calendar);
    provisional ||= !kind.known;
  }
  if (date !== end)
    days.push({ date, counted: true, reason: `顺延至工作日${kind.reason ? `（${kind.reason}）` : ''}` });
  return { date, provisional, days };
}

/** The n-th working day before a due date, which itself does not count (约定7). */
export function workingDaysBefore(due: string, amount: number, calendar: Calendar): CountedDate {
  const days: CountedDay[] = [{ date: due, counted: false, reason: '到期日不计' }];
  let date = due;
  let provisional = !dayKind(due, calendar).known;
  for (let n = 0; n < amount; ) {
    date = addDays(date, -1);
    const kind = dayKind(date, calendar);
    provisional ||= !kind.known;
    if (kind.working) n += 1;
    days.push({ date, counted: kind.working, reason: kind.working ? `前第${n}个工作日` : kind.reason });
  }
  return { date, provisional, days };
}

/** The n-th day before a due date; on a day off, the working day before it (约定7). */
export function calendarDaysBefore(due: string, amount: number, calendar: Calendar): CountedDate {
  const days: CountedDay[] = [{ date: due, counted: false, reason: '到期日不计' }];
  for (let n = 1; n <= amount; n += 1) days.push({ date: addDays(due, -n), counted: true, reason: `前第${n}日` });
  let date = addDays(due, -amount);
  let kind = dayKind(date, calendar);
  let provisional = !kind.known;
  while (!kind.working) {
    days.push({ date, counted: false, reason: `${kind.reason}，提前` });
    date = addDays(date, -1);
    kind = dayKind(date, calendar);
    provisional ||= !kind.known;
  }
  return { date, provisional, days };
}
