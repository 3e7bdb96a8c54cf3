import { isDate, localDate, weekday } from '../../../../domain/calendar/dates.ts';
import { STATE_COUNCIL_CALENDAR } from '../../../../domain/calendar/holidays.ts';
import { addWorkingDays, dayKind } from '../../../../domain/calendar/working-days.ts';

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** What is to be said about a promised date before it is promised. `blocked`: it cannot be sent like this. */
export interface PromiseAdvice {
  blocked: boolean;
  warning: boolean;
  words: string;
}

/** Judges a typed date. @param typed what stands in the field; @param now ISO 8601 with offset */
export function judgePromise(typed: string, now: string): PromiseAdvice {
  if (typed === '')
    return { blocked: true, warning: false, words: '写成 yyyy-MM-dd，例如 2026-12-01；或点下面的天数。' };
  if (!isDate(typed)) return { blocked: true, warning: true, words: '没有这一天，请写成 yyyy-MM-dd。' };
  if (typed <= localDate(now)) return { blocked: true, warning: true, words: '承诺的日期应在今天以后。' };
  const day = WEEKDAYS[weekday(typed)] ?? '';
  const kind = dayKind(typed, STATE_COUNCIL_CALENDAR);
  if (!kind.working) {
    const why = kind.reason === day ? '' : `（${kind.reason}）`;
    return { blocked: false, warning: true, words: `${day}，不是工作日${why}，建议改为前后的工作日。` };
  }
  const provisional = kind.known ? '' : '；该年节假日安排尚未导入，是否工作日为暂定';
  return { blocked: false, warning: !kind.known, words: `${day}，工作日${provisional}。` };
}

/** The date that many working days after today, `YYYY-MM-DD`. */
export function workingDaysFromNow(amount: number, now: string): string {
  return addWorkingDays(localDate(now), amount, STATE_COUNCIL_CALENDAR).date;
}
