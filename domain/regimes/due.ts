import { addMinutes, chineseDate, endOfDay, isDate, localDate, localDateTime } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import {
  addCalendarDays,
  addMonths,
  addWorkingDays,
  type CountedDate,
  type CountedDay,
  dayKind,
} from '../calendar/working-days.ts';
import { countedBack, type Lead } from './before.ts';
import type { Extension, Limit, LimitUnit, RegimeEvent } from './profile-schema.ts';

/** When a limit ends, and how that was found. */
export interface Due {
  /** `YYYY-MM-DD`, or a local date-time for minute limits; null where the text gives no number and nobody gave a date. */
  due: string | null;
  /** The last moment, ISO 8601 with +08:00. */
  dueAt: string | null;
  provisional: boolean;
  days: CountedDay[];
  /** One Chinese sentence for the screen. */
  summary: string;
}

export const EVENT_WORDS: Partial<Record<RegimeEvent, string>> = {
  received: '收到',
  letter_received: '收到来信',
  assigned_by_superior: '上级交办',
  registered: '登记',
  accepted: '受理',
  accept_decided: '决定受理',
  approved: '阅批',
  forwarded: '转办',
  dispatched: '分流',
  dispatch_received: '接到任务',
  order_received: '收到工单',
  signed: '签收',
  unit_replied: '收到回复意见',
  answered: '答复',
  fed_back: '反馈',
  closed: '结案',
};

const NO_DATE: Partial<Record<LimitUnit, string>> = {
  immediate: '应当立即办理',
  promptly: '制度只写“及时”，不计日期',
  unspecified: '制度没有写明期限，不计日期',
};

/** The end of a limit that began at a moment, without any extension. */
export function dueOf(
  limit: Pick<Limit, 'amount' | 'unit'>,
  from: { event: RegimeEvent; at: string },
  enteredDate: string | null,
  calendar: Calendar,
): Due {
  if (enteredDate !== null) return enteredDue(enteredDate, calendar);
  const start = localDate(from.at);
  const word = EVENT_WORDS[from.event] ?? '起算';
  const counted = count(limit.unit, start, limit.amount, calendar);
  if (counted !== null) {
    return dated(
      counted,
      `自${chineseDate(start)}${word}次日起算，${spanWords(limit.unit, limit.amount ?? 0, counted)}`,
    );
  }
  if (limit.unit === 'same_day' || limit.unit === 'every_day') {
    return {
      due: start,
      dueAt: endOfDay(start),
      provisional: false,
      days: [{ date: start, counted: true, reason: '当日办理，不顺延' }],
      summary: `${chineseDate(start)}${word}，当日24时前办理`,
    };
  }
  if (limit.unit === 'minute' && limit.amount !== null) {
    const due = addMinutes(from.at, limit.amount);
    const summary = `自${clockWords(localDateTime(from.at))}${word}起${limit.amount}分钟，至${clockWords(due)}`;
    return { due, dueAt: `${due}+08:00`, provisional: false, days: [], summary };
  }
  return { due: null, dueAt: null, provisional: false, days: [], summary: NO_DATE[limit.unit] ?? '等待填写日期' };
}

/**
 * The end of an extended limit. The extension counts from the limit's own start and rolls once, at the end; a promised date
 * beyond the regime's maximum moves the limit to that maximum only (约定6).
 */
export function extendedDue(
  limit: Limit,
  extension: Extension,
  from: { event: RegimeEvent; at: string },
  promisedDate: string,
  calendar: Calendar,
): Due {
  const latest = latestDue(limit, extension, from, calendar);
  if (latest === 'unmoved') return dueOf(limit, from, null, calendar);
  return latest !== null && promisedDate > latest.date
    ? dated(latest, `延期最长至${chineseDate(latest.date)}`)
    : enteredDue(promisedDate, calendar);
}

/** Latest date an extension can reach; null when the text sets no maximum; `unmoved` when it grants no new date at all. */
export function latestDue(
  limit: Limit,
  extension: Extension,
  from: { event: RegimeEvent; at: string },
  calendar: Calendar,
): CountedDate | null | 'unmoved' {
  const { amount, unit, total, timesOriginal } = extension.max;
  if (unit === 'unspecified') return 'unmoved';
  const base = limit.amount ?? 0;
  if (timesOriginal !== undefined) return count(unit, localDate(from.at), base * (1 + timesOriginal), calendar);
  if (amount === null) return null;
  return count(unit, localDate(from.at), total ? amount : base + amount, calendar);
}

/**
 * A limit that counts back from the end of another of the same case, e.g. 办结期限前三天催办.
 *
 * @param due end of the other limit, `YYYY-MM-DD`
 */
export function beforeDue(lead: Lead, due: string, what: string, calendar: Calendar): Due {
  const counted = countedBack(due, lead, calendar);
  const days = `${lead.amount}${lead.unit === 'working_day' ? '个工作日' : '日'}`;
  return dated(counted, `“${what}”${chineseDate(due)}到期，其前${days}为${chineseDate(counted.date)}`);
}

function count(unit: LimitUnit, start: string, amount: number | null, calendar: Calendar): CountedDate | null {
  if (amount === null || amount < 0) return null;
  if (unit === 'working_day') return addWorkingDays(start, amount, calendar);
  if (unit === 'calendar_day') return addCalendarDays(start, amount, calendar);
  return unit === 'month' ? addMonths(start, amount, calendar) : null;
}

function spanWords(unit: LimitUnit, amount: number, counted: CountedDate): string {
  const end = chineseDate(counted.date);
  if (unit === 'working_day') return `第${amount}个工作日为${end}`;
  const reached = unit === 'month' ? `满${amount}个月` : `第${amount}日`;
  const unrolled = counted.days.find((day) => !day.counted && day.reason.endsWith('顺延'));
  return unrolled === undefined
    ? `${reached}为${end}`
    : `${reached}为${chineseDate(unrolled.date)}，遇非工作日顺延至${end}`;
}

/** A date that a person gave is taken as given; a day off is only pointed out (约定9). */
export function enteredDue(date: string, calendar: Calendar): Due {
  if (!isDate(date))
    return { due: null, dueAt: null, provisional: false, days: [], summary: `要求的期限“${date}”不是日期，请填写日期` };
  const kind = dayKind(date, calendar);
  const warning = kind.working ? '' : `（当日为${kind.reason}）`;
  return {
    due: date,
    dueAt: endOfDay(date),
    provisional: false,
    days: [{ date, counted: true, reason: '约定的日期，按所填计' }],
    summary: `以约定的${chineseDate(date)}为期限${warning}`,
  };
}

function dated(counted: CountedDate, summary: string): Due {
  const note = counted.provisional ? '（暂定：其间有的年份尚无放假安排）' : '';
  return {
    due: counted.date,
    dueAt: endOfDay(counted.date),
    provisional: counted.provisional,
    days: counted.days,
    summary: summary + note,
  };
}

function clockWords(local: string): string {
  return `${chineseDate(local.slice(0, 10))}${local.slice(11)}`;
}
