import { z } from 'zod';
import { type CommandType, commandSchema, feedbackMeans } from '../contract/commands.ts';
import { channels } from '../contract/record.ts';
import { formLayouts, formMoments, formReaders } from '../documents/form.ts';

/**
 * The executable form of one institution's procedure (办理制度), schema `profile/1`.
 *
 * `source` is the sentence of the institution's own document, letter by letter; null where the text is silent and the
 * software adds what it needs (a step to close the file, a field for the facts).
 */
export const actionTypes = commandSchema.options.map((option) => option.shape.type.value) as CommandType[];

/** Things are kept by their ids: one that every object already has a member for (`constructor`) would find that instead. */
const id = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u)
  .refine((name) => !(name in Object.prototype), '不能用作编号');
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

const roleSchema = z.strictObject({
  id,
  name: text,
  /** A body outside the institution: it decides in the letter it sends, and takes no step here. */
  outside: z.boolean().optional(),
});

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

const anonymityPolicies = [
  'allowed',
  'allowed_named_first',
  'named_in_principle',
  'named_encouraged',
  'external_rule',
  'silent',
] as const;

/** A rule that a person must know or answer for, with its sentence. */
const ruleSchema = z.strictObject({ id, text, source });

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
  /** Actions, or ids of steps on record, that this category may do without (answered on the spot). */
  skips: ids.optional(),
  /** Roles that may give the answer to the citizen in this category, besides those of the step. */
  answeredBy: ids.optional(),
});

const acceptanceSchema = z.strictObject({
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

/**
 * What holds of the case for a limit or step to concern it: `named` not anonymous; `anonymous`; `emergency` the night block
 * was begun or the urgency is critical; `enclosures` something was enclosed; `written` the complaint came in writing;
 * `oral` it did not; `in_area`/`out_of_area` where the handler is, as the assignment says; `channel=…`; `fields.…=…` this
 * answer was given to a field of the regime's own.
 */
export const CASE_CONDITION =
  /^(named|anonymous|emergency|enclosures|written|oral|in_area|out_of_area|channel=[a-z_]+|fields\.[a-z_]+=.+)$/;

const limitSchema = z.strictObject({
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

const extensionSchema = z.strictObject({
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

const stepSchema = z.strictObject({
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

const feedbackSchema = z.strictObject({
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

const returnSchema = z.strictObject({
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

const followupSchema = z.strictObject({
  id,
  text,
  roles: ids,
  /** `random`: a sample is drawn (抽样回访); `all`; null where the text says nothing. */
  sampling: z.enum(['random', 'all']).nullable(),
  satisfaction: z.boolean(),
  source: text,
});

const closingSchema = z.strictObject({
  /** Every one is answered before the case is closed (办结审核). */
  criteria: z.array(z.strictObject({ id, text, source: text })),
  /** These categories close only with a satisfied citizen, unless one of the roles decides otherwise. */
  requireSatisfied: z.strictObject({ categories: ids.min(1), unless: ids, source: text }).nullable(),
});

const dutySchema = z.strictObject({
  coverage: z.enum(['all_day', 'service_hours']),
  leaders: z.strictObject({ min: z.number().int().min(0), max: z.number().int().min(1), roles: ids.min(1) }),
  officers: z.strictObject({ min: z.number().int().min(0), max: z.number().int().min(1), roles: ids.min(1) }),
  handoverItems: z.array(z.strictObject({ id, label: text, source })),
  /** Roles that read the duty log besides those on duty. */
  restrictedTo: ids,
  source: text,
});

const consequenceSchema = z.strictObject({
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

const reportSchema = z.strictObject({
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

/**
 * One form (表、单、书、簿) that the text names.
 *
 * `fields` stand in the order of the paper: first what the text demands, and what a paper of this kind cannot do without
 * (layouts of published forms). A field that is only a label is filled in by hand; `value` says what stands there, in the
 * closed words of `domain/documents/form-values.ts`, several joined by `|` meaning the first that has something to say.
 */
const formSchema = z.strictObject({
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
      /** Categories it concerns; all where absent. */
      categories: ids.min(1).optional(),
      /** Where cards are given (红黄牌): yellow from the start of the day so many working days before the end, red when past. */
      cards: z.strictObject({ yellow: z.number().int().min(0), limits: ids.min(1) }).optional(),
      source: text,
    }),
  ),
  workflow: z.array(stepSchema).min(1),
  feedback: z.array(feedbackSchema),
  returns: z.array(returnSchema).optional(),
  followup: z.array(followupSchema).optional(),
  closing: closingSchema.optional(),
  /** 案卷归档: what goes into the file; `items` is ticked when it is archived. */
  archiving: z.array(z.strictObject({ id, text, items: z.array(text).optional(), source })).optional(),
  confidentiality: z.array(ruleSchema).optional(),
  recusal: z.array(ruleSchema).optional(),
  reminders: z.array(ruleSchema.extend({ when: z.enum(['intake', 'handling', 'feedback', 'closing']) })).optional(),
  duty: dutySchema.optional(),
  consequences: z.array(consequenceSchema).optional(),
  reports: z.array(reportSchema).optional(),
  /** Printed as `form:<id>`. */
  forms: z.array(formSchema),
  phrases: z.array(z.strictObject({ when: id, text, channels: z.array(channelId).optional() })),
});

export type Profile = z.output<typeof profileSchema>;
export type IntakeField = z.output<typeof fieldSchema>;
export type Category = z.output<typeof categorySchema>;
export type Refusal = Profile['acceptance']['refusals'][number];
export type Limit = z.output<typeof limitSchema>;
export type Extension = z.output<typeof extensionSchema>;
export type Step = z.output<typeof stepSchema>;
export type ReturnRule = z.output<typeof returnSchema>;
export type Consequence = z.output<typeof consequenceSchema>;
export type Report = z.output<typeof reportSchema>;
export type DutyRules = z.output<typeof dutySchema>;
export type FollowUpRule = z.output<typeof followupSchema>;
export type Form = z.output<typeof formSchema>;
export type Urging = Profile['urging'][number];
