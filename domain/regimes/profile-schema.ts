import { z } from 'zod';
import {
  acceptanceSchema,
  categorySchema,
  channelId,
  channelSchema,
  type fieldSchema,
  intakeSchema,
  roleSchema,
} from './schema/intake.ts';
import { consequenceSchema, dutySchema, formSchema } from './schema/office.ts';
import { extensionSchema, limitSchema, reportSchema } from './schema/time.ts';
import { id, ruleSchema, source, text } from './schema/words.ts';
import {
  closingSchema,
  feedbackSchema,
  followupSchema,
  returnSchema,
  stepSchema,
  urgingSchema,
} from './schema/work.ts';

export { actionTypes, ENTERED_DATES, events, type LimitUnit, type RegimeEvent, units } from './schema/words.ts';

/**
 * The executable form of one institution's procedure (办理制度), schema `profile/1`.
 *
 * `source` is the sentence of the institution's own document, letter by letter; null where the text is silent and the
 * software adds what it needs (a step to close the file, a field for the facts).
 */
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
  urging: z.array(urgingSchema),
  workflow: z.array(stepSchema).min(1),
  feedback: z.array(feedbackSchema),
  returns: z.array(returnSchema).optional(),
  followup: z.array(followupSchema).optional(),
  closing: closingSchema.optional(),
  /** 案卷归档: what goes into the file; `items` is ticked when it is archived. */
  archiving: z.array(z.strictObject({ id, text, items: z.array(text).optional(), source })).optional(),
  confidentiality: z.array(ruleSchema).optional(),
  /** The sentence by which the person or unit complained about reads who complained; by law they do not (信访工作条例 Art. 30). */
  openToRespondent: ruleSchema.optional(),
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

export type Urging = z.output<typeof urgingSchema>;
