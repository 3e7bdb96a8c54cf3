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
export const feedbackMeans = ['in_person', 'phone', 'web', 'letter', 'impossible'] as const;

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
  }),
  z.object({ type: z.literal('reply'), opinion: words(8_000) }),
  z.object({
    type: z.literal('feed_back'),
    means: z.enum(feedbackMeans),
    result: words(8_000),
    satisfaction: z.enum([...satisfactionLevels, 'declined']).nullable(),
    /** Task that collected the citizen's signature on this very result, when fed back in person. */
    signingTaskId: z.string().max(60).optional(),
  }),
  z.object({
    type: z.literal('close'),
    outcome: z.enum(outcomes),
    verified: z.enum(verifications),
    summary: words(8_000),
  }),
  z.object({ type: z.literal('archive'), note: z.string().max(2_000) }),
  z.object({
    type: z.literal('extend'),
    /** The date promised to the complainant, `YYYY-MM-DD`, Asia/Shanghai. */
    promisedDate: z.iso.date('required'),
    reason: words(),
    notified: z.string().max(500),
  }),
  z.object({ type: z.literal('note'), text: words() }),
]);

export type Command = z.output<typeof commandSchema>;
export type CommandType = Command['type'];
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
  reply: '回复意见',
  feed_back: '反馈',
  close: '结案',
  archive: '归档',
  extend: '承诺延期',
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
  impossible: '无法反馈',
};
