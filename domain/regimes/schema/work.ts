import { z } from 'zod';
import { feedbackMeans } from '../../contract/commands.ts';
import { CASE_CONDITION } from './time.ts';
import { actionTypes, events, id, ids, source, text } from './words.ts';

export const stepSchema = z.strictObject({
  /** Place in the text; null for a step that the software adds. */
  seq: z.number().int().nullable(),
  step: id,
  name: text,
  roles: ids.min(1),
  /** What carries it out; `record` writes it down with its `fields`; null is information only. */
  action: z.enum(actionTypes).nullable(),
  /** Later steps do not wait for it. */
  optional: z.boolean().optional(),
  /** Of a step on record: what happened when it is written, so that limits start and stop on it. */
  event: z.enum(events).optional(),
  fields: z
    .array(
      z.strictObject({
        id,
        label: text,
        type: z.enum(['text', 'date', 'boolean', 'choice', 'person']),
        required: z.boolean(),
        choices: z.array(text).min(2).optional(),
      }),
    )
    .optional(),
  /** Only cases of which this holds take the step; `verified`: closed with a finding that it is true, wholly or in part. */
  when: z.union([z.literal('verified'), z.string().regex(CASE_CONDITION)]).optional(),
  /** Only cases of these categories take the step. */
  categories: ids.min(1).optional(),
  /** Only cases refused on one of these grounds take the step. */
  grounds: z.array(text).min(1).optional(),
  /**
   * Written down when there is time: nothing waits for it but closing. Where life is at risk somebody is sent first and the
   * log is kept afterwards.
   */
  deferred: z.boolean().optional(),
  /** May be written more than once. */
  repeat: z.boolean().optional(),
  /** Written anew by each unit that holds the case: what an earlier one wrote does not count. */
  per: z.literal('assignment').optional(),
  /** Which path takes it: after acceptance (the default), after refusal, or both. */
  on: z.enum(['accepted', 'refused', 'both']).optional(),
  /** Read only by those on duty and their leader (值班记录). */
  restricted: z.boolean().optional(),
  limit: id.optional(),
  forms: ids,
  text: text.nullable(),
  source,
});

export const urgingSchema = z.strictObject({
  id,
  kind: z.enum(['urge', 'supervise', 'warning_card', 'inspection']),
  trigger: text,
  roles: ids,
  form: id.nullable(),
  limit: id.nullable(),
  /** Categories it concerns; all where absent. */
  categories: ids.min(1).optional(),
  /** Where cards are given (红黄牌): yellow from the start of the day so many working days before the end, red when past. */
  cards: z.strictObject({ yellow: z.number().int().min(0), limits: ids.min(1) }).optional(),
  source: text,
});

export const returnSchema = z.strictObject({
  id,
  name: text,
  /** `return` the unit hands the case back; `redo` the work is sent back to the unit. */
  kind: z.enum(['return', 'redo']),
  roles: ids.min(1),
  /** Latest: so long after the assignment reached the unit. */
  limit: z
    .strictObject({
      amount: z.number().int().min(0),
      unit: z.enum(['working_day', 'calendar_day', 'same_day']),
    })
    .nullable(),
  /** What may be the reason, in the text's words; free where empty. */
  conditions: z.array(text),
  mustAttach: z.array(text),
  approver: ids.min(1).nullable(),
  /** An order neither signed for nor returned in time counts as signed (约定12). */
  deemed: z.boolean().optional(),
  /** What a return that is late leads to, in the text's words. */
  lateEffect: text.nullable(),
  source: text,
});

export const feedbackSchema = z.strictObject({
  id,
  roles: ids,
  /** Empty: every means. */
  means: z.array(z.enum(feedbackMeans)),
  condition: text.nullable(),
  /** The rule concerns only these categories, or cases of which this holds. */
  categories: ids.min(1).optional(),
  when: z.string().regex(CASE_CONDITION).optional(),
  /** Other means than these are not allowed where the rule concerns the case (书面投诉书面答复). */
  only: z.array(z.enum(feedbackMeans)).min(1).optional(),
  /** The complainant's consent to this way of answering is recorded. */
  consent: z.boolean().optional(),
  signature: z.boolean(),
  satisfaction: z.boolean(),
  /** A written record of the telephone reply is demanded. */
  record: z.boolean(),
  source: text,
});

export const followupSchema = z.strictObject({
  id,
  text,
  roles: ids,
  /** `random`: a sample is drawn (抽样回访); `all`; null where the text says nothing. */
  sampling: z.enum(['random', 'all']).nullable(),
  satisfaction: z.boolean(),
  source: text,
});

export const closingSchema = z.strictObject({
  /** Every one is answered before the case is closed (办结审核). */
  criteria: z.array(z.strictObject({ id, text, source: text })),
  /** These categories close only with a satisfied citizen, unless one of the roles decides otherwise. */
  requireSatisfied: z.strictObject({ categories: ids.min(1), unless: ids, source: text }).nullable(),
});
