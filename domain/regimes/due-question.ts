import { z } from 'zod';
import { isDate, localDate } from '../calendar/dates.ts';
import { DeskError, type ErrorCode } from '../contract/errors.ts';
import { events, type RegimeEvent } from './profile-schema.ts';

/**
 * A question about one deadline, outside any case. The answer to every kind is one date.
 *
 * `due` the end of a limit · `extension_max` the latest date an extension reaches · `extension_request_latest` the last day to
 * ask for it · `urge_on` the day of the urging or yellow card · `deemed_signed` the day on which an order neither signed nor
 * returned counts as signed · `promised` the date a person gave · `report_due` the next date of a report · `no_limit` as `due`,
 * asked of something to which the text gives no number.
 */
export const askKinds = [
  'due',
  'extension_max',
  'extension_request_latest',
  'urge_on',
  'deemed_signed',
  'promised',
  'report_due',
  'no_limit',
] as const;
export type AskKind = (typeof askKinds)[number];

const words = z.string().nullish();

export const dueQuestionSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  regime: z.union([z.string(), z.number()]).transform(String),
  /** A limit; also an extension, an urging, a return or a report of the regime. */
  limit: words,
  category: words,
  kind: z.enum(askKinds),
  /** What happened at `start`. */
  event: words,
  /** `YYYY-MM-DD` or a date-time; without offset it is the clock of Shanghai. */
  start: words,
  extension: words,
  /** The limit that is extended, or from whose end is counted back. */
  base_limit: words,
  agreed_date: words,
  promised_date: words,
  customer_date: words,
  superior_date: words,
});
export type DueQuestion = z.output<typeof dueQuestionSchema>;

/** Dates that a person gave, `YYYY-MM-DD`. */
export interface GivenDates {
  agreed: string | null;
  promised: string | null;
  customer: string | null;
  superior: string | null;
}

/** A question that cannot be answered: the message names the case, so that nothing is answered by halves. */
export function questionError(id: DueQuestion['id'], code: ErrorCode, path: string, detail: string): DeskError {
  return new DeskError(code, { fields: [{ path, code }], detail: `第 ${id} 题：${detail}` });
}

/** @throws DeskError `required`, `invalid` */
export function startOf(question: DueQuestion): string {
  if (!question.start) throw questionError(question.id, 'required', 'start', '没有写起算时间');
  const at = momentOf(question.start);
  if (at === null) throw questionError(question.id, 'invalid', 'start', `起算时间“${question.start}”不是日期或时间`);
  return at;
}

/** The event of the question where it is one that regimes know, else what the limit itself begins with. */
export function eventOf(question: DueQuestion, otherwise: RegimeEvent): RegimeEvent {
  return events.find((event) => event === question.event) ?? otherwise;
}

/** @throws DeskError `invalid` */
export function givenDates(question: DueQuestion): GivenDates {
  const read = (path: 'agreed_date' | 'promised_date' | 'customer_date' | 'superior_date'): string | null => {
    const value = question[path];
    if (!value) return null;
    const at = momentOf(value);
    if (at === null) throw questionError(question.id, 'invalid', path, `“${value}”不是日期`);
    return localDate(at);
  };
  return {
    agreed: read('agreed_date'),
    promised: read('promised_date'),
    customer: read('customer_date'),
    superior: read('superior_date'),
  };
}

/** ISO 8601 with offset of what a person or program wrote as a date or a time; null for anything else. */
function momentOf(written: string): string | null {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    written.trim(),
  );
  const date = parts?.[1];
  if (date === undefined || !isDate(date)) return null;
  const iso = `${date}T${parts?.[2] ?? '00:00'}${parts?.[3] ?? ':00'}${parts?.[4] ?? '+08:00'}`;
  return Number.isNaN(Date.parse(iso)) ? null : iso;
}
