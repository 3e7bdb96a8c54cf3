import { z } from 'zod';
import { events, id, ids, text, units } from './words.ts';

/**
 * What holds of the case for a limit or step to concern it: `named` not anonymous; `anonymous`; `emergency` the night block
 * was begun or the urgency is critical; `enclosures` something was enclosed; `written` the complaint came in writing;
 * `oral` it did not; `in_area`/`out_of_area` where the handler is, as the assignment says; `channel=…`; `fields.…=…` this
 * answer was given to a field of the regime's own.
 */
export const CASE_CONDITION =
  /^(named|anonymous|emergency|enclosures|written|oral|in_area|out_of_area|channel=[a-z_]+|fields\.[a-z_]+=.+)$/;

export const limitSchema = z.strictObject({
  id,
  what: text,
  /** `any`, or category ids. */
  categories: ids.min(1),
  condition: text.nullable(),
  /**
   * Machine-readable part of the condition: a `CASE_CONDITION`; `undated` nobody has set another date. `manual`: only a
   * person can say whether it holds, or it is a right and no duty; no clock by itself.
   */
  when: z
    .string()
    .regex(/^(undated|manual|named|anonymous|emergency|enclosures|written|oral|in_area|out_of_area|channel=[a-z_]+)$/)
    .optional(),
  /** A before-limit (约定7): counted back from the end of these limits of the same case; `amount` is positive. */
  before: ids.min(1).optional(),
  /**
   * Whose clock: `case` the complainant's, which never restarts (约定11, the default); `holder` each holding unit's own, from
   * its own assignment, and the case's only while no unit ever had it; `both` the two side by side.
   */
  per: z.enum(['case', 'holder', 'both']).optional(),
  /** A reminder for the institution itself: shown, never overdue (an urging date, a latest day to ask for an extension). */
  soft: z.boolean().optional(),
  from: z.enum(events),
  to: z.enum(events),
  /** Events that start or stop the clock where our reading differs from `from`/`to`; the earliest that happened counts. */
  startsAt: z.array(z.enum(events)).min(1).optional(),
  stopsAt: z.array(z.enum(events)).min(1).optional(),
  amount: z.number().int().nullable(),
  unit: z.enum(units),
  extension: id.nullable(),
  /** Regime field (`fields.…` of the record) in which a person enters the date. */
  dateField: id.optional(),
  /** Roles that may enter the date of a promised, agreed or given limit. */
  datedBy: ids.optional(),
  source: text,
});

export const extensionSchema = z.strictObject({
  id,
  /** Who records or asks for the extension. */
  roles: ids.min(1),
  /** Who decides on it; without one whoever may ask also decides. */
  approver: ids.min(1).optional(),
  /** Latest moment to ask: the limit's end, or so long before it; any time while the limit runs where absent. */
  requestBefore: z
    .union([
      z.literal('due'),
      z.strictObject({ amount: z.number().int().min(0), unit: z.enum(['working_day', 'calendar_day']) }),
    ])
    .optional(),
  /** Only one extension of a case. */
  once: z.boolean().optional(),
  form: id.optional(),
  max: z.strictObject({
    amount: z.number().int().nullable(),
    unit: z.enum(units),
    /** true: whole length from the start; false: added to the base. */
    total: z.boolean().optional(),
    timesOriginal: z.number().int().optional(),
  }),
  notify: z.array(text),
  mustState: z.array(text),
  text,
  source: text,
});

export const reportSchema = z.strictObject({
  id,
  what: text,
  roles: ids,
  to: text.nullable(),
  period: z.enum(['month', 'quarter', 'half_year', 'year', 'event', 'ongoing', 'per_report', 'unspecified']),
  due: z
    .discriminatedUnion('rule', [
      z.strictObject({ rule: z.literal('day_of_first_month_of_quarter'), day: z.number().int().min(1).max(31) }),
      z.strictObject({
        rule: z.literal('fixed'),
        month: z.number().int().min(1).max(12),
        day: z.number().int().min(1).max(31),
      }),
      z.strictObject({ rule: z.literal('last_day_of_quarter') }),
      z.strictObject({ rule: z.literal('nth_working_day_of_month'), n: z.number().int().min(1) }),
    ])
    .nullable(),
  source: text,
});
