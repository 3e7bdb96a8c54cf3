import { z } from 'zod';
import { type CommandType, commandSchema, feedbackMeans } from '../contract/commands.ts';
import { channels } from '../contract/record.ts';

/**
 * The executable form of one institution's procedure (办理制度), schema `profile/1`.
 *
 * `source` is the sentence of the institution's own document, letter by letter; null where the text is silent and the
 * software adds what it needs (a step to close the file, a field for the facts).
 */
export const actionTypes = commandSchema.options.map((option) => option.shape.type.value) as CommandType[];

const id = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u);
const text = z.string().min(1);
const ids = z.array(id);
const source = text.nullable();

/** What happened, as limits name it. Some have no entry of their own yet; a limit that waits for one shows no clock. */
export const events = [
  'received',
  'registered',
  'submitted',
  'accepted',
  'accept_decided',
  'opinion_drafted',
  'approved',
  'forwarded',
  'order_received',
  'signed',
  'returned',
  'contacted',
  'unit_replied',
  'answered',
  'written_reply',
  'closed',
  'archived',
  'fed_back',
  'reported',
  'dispatched',
  'dispatch_received',
  'arrived',
  'letter_received',
  'assigned_by_superior',
  'extension_requested',
  'urged',
  'due',
  'period_start',
  'checked',
] as const;
export type RegimeEvent = (typeof events)[number];

export const units = [
  'minute',
  'immediate',
  'same_day',
  'working_day',
  'calendar_day',
  'month',
  'every_day',
  'promised_date',
  'agreed_date',
  'customer_date',
  'superior_date',
  'promptly',
  'unspecified',
] as const;
export type LimitUnit = (typeof units)[number];

/** Units whose date a person enters. */
export const ENTERED_DATES: ReadonlySet<LimitUnit> = new Set([
  'promised_date',
  'agreed_date',
  'customer_date',
  'superior_date',
]);

const channelId = z.enum(channels);

const roleSchema = z.strictObject({ id, name: text });

const channelSchema = z.strictObject({
  id: channelId,
  name: text,
  contact: text.optional(),
  duties: z.array(z.strictObject({ id, text, do: z.array(id) })),
});

const fieldSchema = z.strictObject({
  id,
  label: text,
  required: z.union([z.literal(true), z.enum(['optional', 'conditional', 'system'])]),
  /** Of a conditional field: `channel=…`, `proxy`, `emergency` (a night block was begun, or the urgency is critical), `step=…`. */
  when: z
    .string()
    .regex(/^(channel=[a-z_]+|proxy|emergency|step=[a-z_]+)$/)
    .optional(),
  /** Where the answer lives in the record; `signature` is the citizen's signature, which is not in the record. */
  path: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/),
  /** Second place that answers as well. */
  or: z.string().optional(),
  /** Refusal code for which this emptiness is a ground: then it is no form error. */
  ground: text.optional(),
});

const anonymityPolicies = [
  'allowed',
  'allowed_named_first',
  'named_in_principle',
  'named_encouraged',
  'external_rule',
  'silent',
] as const;

const intakeSchema = z.strictObject({
  fields: z.array(fieldSchema),
  truthfulness: z.strictObject({ text, source }).nullable(),
  anonymity: z.strictObject({ policy: z.enum(anonymityPolicies), text: text.nullable() }),
  proxy: z.strictObject({ policy: z.enum(['allowed', 'silent']), text: text.nullable() }),
  /** Required fields do not stand in the way of a critical case (life at risk: connect first, write afterwards). */
  criticalWaivesRequired: z.boolean().optional(),
});

const categorySchema = z.strictObject({
  id,
  name: text,
  rule: text,
  decidedBy: id,
  /** Actions that this category may do without (answered on the spot). */
  skips: z.array(z.enum(actionTypes)).optional(),
  /** Roles that may give the answer to the citizen in this category, besides those of the step. */
  answeredBy: ids.optional(),
});

const acceptanceSchema = z.strictObject({
  roles: ids.min(1),
  noticeRequired: z.boolean(),
  noticeForm: id.nullable(),
  text,
  source,
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

const limitSchema = z.strictObject({
  id,
  what: text,
  /** `any`, or category ids. */
  categories: ids.min(1),
  condition: text.nullable(),
  /**
   * Machine-readable part of the condition: `named` not anonymous, `undated` nobody has set another date. `manual`: only a
   * person can say whether it holds, or it is a right and no duty; no clock by itself.
   */
  when: z.enum(['named', 'undated', 'manual']).optional(),
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

const extensionSchema = z.strictObject({
  id,
  roles: ids.min(1),
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

const stepSchema = z.strictObject({
  /** Place in the text; null for a step that the software adds. */
  seq: z.number().int().nullable(),
  step: id,
  name: text,
  roles: ids.min(1),
  action: z.enum(actionTypes).nullable(),
  /** Later steps do not wait for it. */
  optional: z.boolean().optional(),
  limit: id.optional(),
  forms: ids,
  text: text.nullable(),
  source,
});

const feedbackSchema = z.strictObject({
  id,
  roles: ids,
  /** Empty: every means. */
  means: z.array(z.enum(feedbackMeans)),
  condition: text.nullable(),
  signature: z.boolean(),
  satisfaction: z.boolean(),
  /** A written record of the telephone reply is demanded. */
  record: z.boolean(),
  source: text,
});

export const profileSchema = z.strictObject({
  schema: z.literal('profile/1'),
  id,
  version: text,
  name: text,
  short: text,
  organisation: text,
  documentNumber: text.nullable(),
  kind: z.enum([
    'service_hall',
    'government_hotline',
    'supervision_hotline',
    'bureau',
    'town',
    'health_centre',
    'community_centre',
    'company',
  ]),
  roles: z.array(roleSchema).min(1),
  channels: z.array(channelSchema).min(1),
  intake: intakeSchema,
  categories: z.array(categorySchema).min(1),
  acceptance: acceptanceSchema,
  limits: z.array(limitSchema),
  extensions: z.array(extensionSchema),
  urging: z.array(
    z.strictObject({
      id,
      kind: z.enum(['urge', 'supervise', 'warning_card', 'inspection']),
      trigger: text,
      roles: ids,
      form: id.nullable(),
      limit: id.nullable(),
      source: text,
    }),
  ),
  workflow: z.array(stepSchema).min(1),
  feedback: z.array(feedbackSchema),
  forms: z.array(z.strictObject({ id, name: text, fields: z.array(text) })),
  phrases: z.array(z.strictObject({ when: id, text, channels: z.array(channelId).optional() })),
});

export type Profile = z.output<typeof profileSchema>;
export type IntakeField = z.output<typeof fieldSchema>;
export type Category = z.output<typeof categorySchema>;
export type Refusal = Profile['acceptance']['refusals'][number];
export type Limit = z.output<typeof limitSchema>;
export type Extension = z.output<typeof extensionSchema>;
export type Step = z.output<typeof stepSchema>;
