import { z } from 'zod';
import { channels } from '../../contract/record.ts';
import { id, ids, source, text } from './words.ts';

export const channelId = z.enum(channels);

export const roleSchema = z.strictObject({
  id,
  name: text,
  /** A body outside the institution: it decides in the letter it sends, and takes no step here. */
  outside: z.boolean().optional(),
});

export const channelSchema = z.strictObject({
  id: channelId,
  name: text,
  contact: text.optional(),
  duties: z.array(z.strictObject({ id, text, do: z.array(id) })),
});

export const fieldSchema = z.strictObject({
  id,
  label: text,
  required: z.union([z.literal(true), z.enum(['optional', 'conditional', 'system'])]),
  /**
   * Of a conditional field: `channel=…`, `proxy`, `emergency` (a night block was begun, or the urgency is critical),
   * `enclosures` (something was enclosed), `step=…`.
   */
  when: z
    .string()
    .regex(/^(channel=[a-z_]+|proxy|emergency|enclosures|step=[a-z_]+)$/)
    .optional(),
  /** How it is answered on the form; words where the profile is silent. */
  type: z.enum(['text', 'boolean', 'date', 'choice']).optional(),
  /** Of a choice. */
  choices: z.array(text).min(2).optional(),
  /** Where the answer lives in the record; `signature` is the citizen's signature, which is not in the record. */
  path: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/),
  /** Second place that answers as well. */
  or: z.string().optional(),
  /** Refusal code for which this emptiness is a ground: then it is no form error. */
  ground: text.optional(),
});

export const anonymityPolicies = [
  'allowed',
  'allowed_named_first',
  'named_in_principle',
  'named_encouraged',
  'external_rule',
  'silent',
] as const;

export const intakeSchema = z.strictObject({
  fields: z.array(fieldSchema),
  truthfulness: z.strictObject({ text, source }).nullable(),
  anonymity: z.strictObject({ policy: z.enum(anonymityPolicies), text: text.nullable() }),
  proxy: z.strictObject({ policy: z.enum(['allowed', 'silent']), text: text.nullable() }),
  /** Required fields do not stand in the way of a critical case (life at risk: connect first, write afterwards). */
  criticalWaivesRequired: z.boolean().optional(),
});

export const categorySchema = z.strictObject({
  id,
  name: text,
  rule: text,
  decidedBy: id,
  /** Actions, or ids of steps on record, that this category may do without (answered on the spot). */
  skips: ids.optional(),
  /** Roles that may give the answer to the citizen in this category, besides those of the step. */
  answeredBy: ids.optional(),
});

export const acceptanceSchema = z.strictObject({
  roles: ids.min(1),
  noticeRequired: z.boolean(),
  noticeForm: id.nullable(),
  text,
  source,
  /** Who may put an accepted case into another category, and how often. */
  reclassify: z.strictObject({ roles: ids.min(1), times: z.number().int().min(1).nullable(), source }).optional(),
  grounds: z.array(z.strictObject({ code: text, text })),
  refusals: z.array(
    z.strictObject({
      code: text,
      text,
      next: text.nullable(),
      article: text.optional(),
      /** Category whose limits go on running for a refused case (to hand it over). */
      category: id.optional(),
      source: text,
    }),
  ),
});
