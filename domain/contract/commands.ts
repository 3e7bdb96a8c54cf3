import { z } from 'zod';
import { satisfactionLevels } from './words.ts';

/**
 * What a person may do to a registered case. A command is a wish; `decide` turns it into entries or refuses it.
 * Registration itself is not here: it makes the case and has its own use case.
 */
const words = (max = 4_000) =>
  z
    .string()
    .min(1, 'required')
    .max(max, 'too_long')
    .refine((s) => s.trim() !== '', 'required');

export const unitRefSchema = z.object({
  id: z.string().min(1, 'required').max(60),
  name: words(200),
  /** Code of the station that receives the case, when the unit has one. */
  station: z.string().max(20).nullable(),
});

export const outcomes = [
  'resolved',
  'partly_resolved',
  'explained',
  'unverifiable',
  'transferred',
  'withdrawn',
] as const;
export const verifications = ['true', 'partly_true', 'false', 'unverifiable', 'not_applicable'] as const;
export const feedbackMeans = ['in_person', 'phone', 'web', 'letter', 'publication', 'impossible'] as const;

/** Of two versions of one step: what took effect stays, or the one that came late takes its place. */
export const settleChoices = ['keep', 'take'] as const;

/** Answers to a recorded step's fields, by field id; what may be in them is the regime's to say. */
export const stepValuesSchema = z
  .record(z.string().max(60), z.union([z.string().max(4_000, 'too_long'), z.boolean()]))
  .refine((values) => Object.keys(values).length <= 40, 'too_long');

/** One criterion of the review before closing (办结审核): whether it holds, and what was found. */
export const criterionSchema = z.object({
  id: z.string().min(1).max(60),
  holds: z.boolean(),
  note: z.string().max(1_000, 'too_long'),
});

export const commandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('accept'),
    category: z.string().min(1, 'required').max(60),
    note: z.string().max(2_000).optional(),
  }),
  z.object({
    type: z.literal('refuse'),
    ground: z.string().min(1, 'ground_required').max(60),
    explanation: z.string().max(2_000),
  }),
  z.object({ type: z.literal('investigate'), text: words() }),
  z.object({ type: z.literal('approve'), decision: z.enum(['agree', 'return']), opinion: words() }),
  z.object({
    type: z.literal('assign'),
    unit: unitRefSchema,
    mode: z.enum(['handle', 'read']),
    opinion: z.string().max(4_000),
    /** Units that assist the lead unit (协办). */
    assisting: z.array(unitRefSchema).max(20).optional(),
    /** Whether the handler sits outside the area, where the regime's limits tell the two apart. */
    outOfArea: z.boolean().optional(),
  }),
  z.object({ type: z.literal('contribute'), unit: z.string().min(1, 'required').max(200), opinion: words(8_000) }),
  z.object({ type: z.literal('reply'), opinion: words(8_000) }),
  z.object({
    type: z.literal('feed_back'),
    means: z.enum(feedbackMeans),
    result: words(8_000),
    satisfaction: z.enum([...satisfactionLevels, 'declined']).nullable(),
    /** Task that collected the citizen's signature on this very result, when fed back in person. */
    signingTaskId: z.string().max(60).optional(),
    /** The complainant agreed to be answered this way (经投诉人同意). */
    consent: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('close'),
    outcome: z.enum(outcomes),
    verified: z.enum(verifications),
    summary: words(8_000),
    review: z.array(criterionSchema).max(40).optional(),
    /** The person the finding concerns, for the yearly count; empty when nobody in particular. */
    person: z.string().max(120).optional(),
    /** False when the case does not count against the unit (误会、错告). */
    counted: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('archive'),
    note: z.string().max(2_000),
    /** What of the regime's archive list is in the file. */
    items: z.array(z.string().max(200)).max(60).optional(),
  }),
  z.object({
    type: z.literal('extend'),
    /** The date promised to the complainant, `YYYY-MM-DD`, Asia/Shanghai. */
    promisedDate: z.iso.date('required'),
    reason: words(),
    notified: z.string().max(500),
  }),
  z.object({
    type: z.literal('request_extension'),
    promisedDate: z.iso.date('required'),
    reason: words(),
  }),
  z.object({
    type: z.literal('decide_extension'),
    decision: z.enum(['agree', 'refuse']),
    opinion: words(),
    notified: z.string().max(500),
  }),
  /** A step that the regime wants on record: its id and the answers to its fields. */
  z.object({ type: z.literal('record'), step: z.string().min(1, 'required').max(60), values: stepValuesSchema }),
  z.object({
    type: z.literal('reclassify'),
    category: z.string().min(1, 'required').max(60),
    reason: words(),
  }),
  /** The unit hands the case back (退单、退信). */
  z.object({
    type: z.literal('return'),
    rule: z.string().min(1, 'required').max(60),
    reason: words(),
    /** The law or policy the return rests on, where the regime demands it. */
    basis: z.string().max(4_000),
    approvedBy: z.string().max(120),
  }),
  /** The reply is sent back to the unit to be done again (退回重办). */
  z.object({ type: z.literal('redo'), rule: z.string().min(1, 'required').max(60), reason: words() }),
  z.object({
    type: z.literal('urge'),
    /** Id of the regime's urging rule. */
    urging: z.string().min(1, 'required').max(60),
    level: z.enum(['yellow', 'red']).optional(),
    unit: words(200),
    person: z.string().max(120),
    progress: words(),
  }),
  z.object({
    type: z.literal('follow_up'),
    means: z.enum(feedbackMeans),
    satisfaction: z.enum([...satisfactionLevels, 'declined']).nullable(),
    opinion: words(),
  }),
  /** A person with a direct interest neither sees nor handles the case (回避). */
  z.object({
    type: z.literal('recuse'),
    officerId: z.string().min(1, 'required').max(60),
    name: words(120),
    reason: words(1_000),
  }),
  /** This case is the same matter as an earlier one and goes on in it (并案). */
  z.object({ type: z.literal('merge'), intoCaseId: z.uuid('required'), reason: words(1_000) }),
  /** A person notes what the machine cannot see, so that it is counted: a consequence or an honour. */
  z.object({
    type: z.literal('mark'),
    consequence: z.string().min(1, 'required').max(60),
    subject: words(200),
    reason: words(1_000),
  }),
  /** Two desks did the same step without knowing of each other: which of the two holds (处理冲突). */
  z.object({
    type: z.literal('settle'),
    /** The entry that came late: what the conflict goes by. */
    entryId: z.uuid('required'),
    choice: z.enum(settleChoices),
    reason: words(),
  }),
  z.object({ type: z.literal('note'), text: words() }),
]);

export type Command = z.output<typeof commandSchema>;
export type CommandType = Command['type'];
export type SettleChoice = (typeof settleChoices)[number];
export type Outcome = (typeof outcomes)[number];
export type Verification = (typeof verifications)[number];
export type FeedbackMeans = (typeof feedbackMeans)[number];
export type UnitRef = z.output<typeof unitRefSchema>;

export const COMMAND_WORDS: Record<CommandType, string> = {
  accept: '受理',
  refuse: '不予受理',
  investigate: '初步调查',
  approve: '阅批',
  assign: '转办',
  contribute: '协办意见',
  reply: '回复意见',
  feed_back: '反馈',
  close: '结案',
  archive: '归档',
  extend: '承诺延期',
  request_extension: '申请延期',
  decide_extension: '审批延期',
  record: '记录',
  reclassify: '调整类别',
  return: '退回',
  redo: '退回重办',
  urge: '催办',
  follow_up: '回访',
  recuse: '回避',
  merge: '并案',
  mark: '记入考核',
  settle: '处理冲突',
  note: '备注',
};

export const OUTCOME_WORDS: Record<Outcome, string> = {
  resolved: '已解决',
  partly_resolved: '部分解决',
  explained: '已解释',
  unverifiable: '无法核实',
  transferred: '已转有关部门',
  withdrawn: '投诉人撤回',
};

export const VERIFICATION_WORDS: Record<Verification, string> = {
  true: '属实',
  partly_true: '部分属实',
  false: '不属实',
  unverifiable: '无法核实',
  not_applicable: '不涉及',
};

export const MEANS_WORDS: Record<FeedbackMeans, string> = {
  in_person: '当面回复',
  phone: '电话回复',
  web: '网络回复',
  letter: '书面回复',
  publication: '公开答复',
  impossible: '无法反馈',
};
