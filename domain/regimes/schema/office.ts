import { z } from 'zod';
import { formLayouts, formMoments, formReaders } from '../../documents/form.ts';
import { id, ids, source, text } from './words.ts';

export const dutySchema = z.strictObject({
  coverage: z.enum(['all_day', 'service_hours']),
  leaders: z.strictObject({ min: z.number().int().min(0), max: z.number().int().min(1), roles: ids.min(1) }),
  officers: z.strictObject({ min: z.number().int().min(0), max: z.number().int().min(1), roles: ids.min(1) }),
  handoverItems: z.array(z.strictObject({ id, label: text, source })),
  /** Roles that read the duty log besides those on duty. */
  restrictedTo: ids,
  source: text,
});

export const consequenceSchema = z.strictObject({
  id,
  trigger: z.strictObject({
    count: z.number().int().min(0),
    op: z.enum(['eq', 'gte']),
    /** What is counted: `verified_complaint`, `complaint`, … ; anything the machine cannot see is marked by a person. */
    of: id,
    per: id,
    window: z.enum(['calendar_year', 'one_year', 'month', 'none']),
  }),
  effect: text,
  source: text,
});

/**
 * One form (表、单、书、簿) that the text names.
 *
 * `fields` stand in the order of the paper: first what the text demands, and what a paper of this kind cannot do without
 * (layouts of published forms). A field that is only a label is filled in by hand; `value` says what stands there, in the
 * closed words of `domain/documents/form-values.ts`, several joined by `|` meaning the first that has something to say.
 */
export const formSchema = z.strictObject({
  id,
  name: text,
  fields: z.array(z.union([text, z.strictObject({ label: text, value: text })])),
  /** `sheet` a table, A4 only; `slip` short enough for a receipt; `notice` with 回执 and 存根; `register` one row a case. */
  layout: z.enum(formLayouts).optional(),
  /** Who gets it; a paper for the handling unit does not tell who complained. The office where absent. */
  reader: z.enum(formReaders).optional(),
  /** What must have happened before there is anything to print; registration where absent. */
  after: z.enum(formMoments).optional(),
  /** Where its own number (文号) is drawn from, in the same closed words. */
  number: text.optional(),
  /** Printed at its foot, in the text's words. */
  note: text.optional(),
  /** Given only to those who read the duty log (无关人员不允许随意翻看). */
  restricted: z.boolean().optional(),
});
