import { z } from 'zod';
import {
  criterionSchema,
  feedbackMeans,
  outcomes,
  settleChoices,
  stepValuesSchema,
  unitRefSchema,
  verifications,
} from './commands.ts';
import { evidenceSchema, recordSchema } from './record.ts';
import { signedTextSchema } from './signature.ts';
import { satisfactionLevels } from './words.ts';

/**
 * The immutable facts of a case file. An entry is never changed or deleted; state is folded from entries.
 * Adding a kind is a protocol change: a peer that does not know it refuses it (`entry_invalid`), it does not drop it.
 */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const actorSchema = z.object({
  officerId: z.string().max(60),
  name: z.string().max(120),
  /** The roles the officer held at that moment, regime role ids. */
  roles: z.array(z.string().max(60)).max(20),
});

export const payloadSchemas = {
  registered: z.object({
    number: z.string().max(40),
    regime: z.object({ id: z.string().max(40), version: z.string().max(20) }),
    stationName: z.string().max(200),
    record: recordSchema,
  }),
  signed: signedTextSchema,
  attached: z.object({ evidence: evidenceSchema.extend({ sha256 }) }),
  accepted: z.object({
    category: z.string().max(60),
    note: z.string().max(2_000).optional(),
    noticeNumber: z.string().max(60),
  }),
  refused: z.object({
    ground: z.string().max(60),
    groundText: z.string().max(2_000),
    explanation: z.string().max(2_000),
    noticeNumber: z.string().max(60),
  }),
  investigated: z.object({ text: z.string().max(4_000) }),
  approved: z.object({ decision: z.enum(['agree', 'return']), opinion: z.string().max(4_000) }),
  assigned: z.object({
    unit: unitRefSchema,
    mode: z.enum(['handle', 'read']),
    opinion: z.string().max(4_000),
    slipNumber: z.string().max(60),
    assisting: z.array(unitRefSchema).max(20).optional(),
    outOfArea: z.boolean().optional(),
  }),
  contributed: z.object({ unit: z.string().max(200), opinion: z.string().max(8_000) }),
  replied: z.object({ unit: z.string().max(200), opinion: z.string().max(8_000) }),
  fed_back: z.object({
    means: z.enum(feedbackMeans),
    result: z.string().max(8_000),
    satisfaction: z.enum([...satisfactionLevels, 'declined']).nullable(),
    signed: signedTextSchema.optional(),
    consent: z.boolean().optional(),
  }),
  closed: z.object({
    outcome: z.enum(outcomes),
    verified: z.enum(verifications),
    summary: z.string().max(8_000),
    review: z.array(criterionSchema).max(40).optional(),
    person: z.string().max(120).optional(),
    counted: z.boolean().optional(),
  }),
  archived: z.object({ note: z.string().max(2_000), items: z.array(z.string().max(200)).max(60).optional() }),
  extended: z.object({ promisedDate: z.iso.date(), reason: z.string().max(4_000), notified: z.string().max(500) }),
  extension_requested: z.object({ promisedDate: z.iso.date(), reason: z.string().max(4_000) }),
  extension_decided: z.object({
    decision: z.enum(['agree', 'refuse']),
    promisedDate: z.iso.date(),
    opinion: z.string().max(4_000),
    notified: z.string().max(500),
  }),
  recorded: z.object({ step: z.string().max(60), name: z.string().max(200), values: stepValuesSchema }),
  reclassified: z.object({ from: z.string().max(60), category: z.string().max(60), reason: z.string().max(4_000) }),
  returned: z.object({
    rule: z.string().max(60),
    unit: z.string().max(200),
    reason: z.string().max(4_000),
    basis: z.string().max(4_000),
    approvedBy: z.string().max(120),
  }),
  redo_ordered: z.object({ rule: z.string().max(60), unit: z.string().max(200), reason: z.string().max(4_000) }),
  urged: z.object({
    urging: z.string().max(60),
    kind: z.enum(['urge', 'supervise', 'warning_card', 'inspection']),
    level: z.enum(['yellow', 'red']).optional(),
    unit: z.string().max(200),
    person: z.string().max(120),
    progress: z.string().max(4_000),
    slipNumber: z.string().max(60),
  }),
  followed_up: z.object({
    means: z.enum(feedbackMeans),
    satisfaction: z.enum([...satisfactionLevels, 'declined']).nullable(),
    opinion: z.string().max(4_000),
  }),
  recused: z.object({ officerId: z.string().max(60), name: z.string().max(120), reason: z.string().max(1_000) }),
  merged: z.object({ into: z.uuid(), number: z.string().max(40), reason: z.string().max(1_000) }),
  absorbed: z.object({ from: z.uuid(), number: z.string().max(40) }),
  /**
   * An officer settled a conflict: `keep` leaves in effect what stands (`against`), `take` puts the entry that came late
   * (`entryId`) in its place. Both are named, so that the settling means the same should the centre put them the other way
   * round. `against` is null where nothing that bears an id stands in the way.
   */
  settled: z.object({
    entryId: z.uuid(),
    against: z.uuid().nullable(),
    choice: z.enum(settleChoices),
    reason: z.string().max(4_000),
  }),
  marked: z.object({
    consequence: z.string().max(60),
    of: z.string().max(60),
    subject: z.string().max(200),
    reason: z.string().max(1_000),
  }),
  noted: z.object({ text: z.string().max(4_000) }),
  printed: z.object({
    document: z.string().max(60),
    width: z.enum(['58', '80', 'a4']),
    jobId: z.string().max(60),
    /** 0 for the original, n for the n-th reprint (补打). */
    copy: z.number().int().min(0),
    outcome: z.enum(['confirmed', 'officer_saw_paper', 'officer_saw_none']),
  }),
} as const;

export type EntryKind = keyof typeof payloadSchemas;
export const entryKinds = Object.keys(payloadSchemas) as [EntryKind, ...EntryKind[]];

/** Kinds of which a case bears only one at a time: written against an old revision they are a conflict, not a merge. */
export const exclusiveKinds = [
  'accepted',
  'refused',
  'approved',
  'assigned',
  'fed_back',
  'closed',
  'archived',
  'returned',
  'redo_ordered',
  'extension_decided',
  'reclassified',
  'merged',
] as const satisfies readonly EntryKind[];
export type ExclusiveKind = (typeof exclusiveKinds)[number];
export const EXCLUSIVE_KINDS: ReadonlySet<EntryKind> = new Set<EntryKind>(exclusiveKinds);

/** Kinds that say nothing about where the case stands: whoever acts need not have seen them. */
export const COMMUTATIVE_KINDS: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'signed',
  'attached',
  'noted',
  'printed',
  'absorbed',
  'marked',
  'urged',
]);

const envelope = {
  /** UUIDv7, made on the station. */
  id: z.uuid(),
  caseId: z.uuid(),
  /** Station code; with `stationSeq` (1, 2, 3 … without gaps) the entry's place in its station's chain. */
  stationId: z.string().min(1).max(20),
  stationSeq: z.number().int().min(1),
  actor: actorSchema,
  wallTime: z.iso.datetime({ offset: true }),
  /** How many entries of this case the writer had seen. */
  baseRevision: z.number().int().min(0),
  /** Hash of the station's previous entry; 64 zeros for the first. */
  prevHash: sha256,
  /** SHA-256 (hex) over the canonical JSON of all other members. */
  hash: sha256,
};

const kindSchema = <K extends EntryKind>(kind: K) =>
  z.object({ ...envelope, kind: z.literal(kind), payload: payloadSchemas[kind] });

export const entrySchema = z.discriminatedUnion('kind', [
  kindSchema('registered'),
  kindSchema('signed'),
  kindSchema('attached'),
  kindSchema('accepted'),
  kindSchema('refused'),
  kindSchema('investigated'),
  kindSchema('approved'),
  kindSchema('assigned'),
  kindSchema('contributed'),
  kindSchema('replied'),
  kindSchema('fed_back'),
  kindSchema('closed'),
  kindSchema('archived'),
  kindSchema('extended'),
  kindSchema('extension_requested'),
  kindSchema('extension_decided'),
  kindSchema('recorded'),
  kindSchema('reclassified'),
  kindSchema('returned'),
  kindSchema('redo_ordered'),
  kindSchema('urged'),
  kindSchema('followed_up'),
  kindSchema('recused'),
  kindSchema('merged'),
  kindSchema('absorbed'),
  kindSchema('settled'),
  kindSchema('marked'),
  kindSchema('noted'),
  kindSchema('printed'),
]);

export type Payload<K extends EntryKind> = z.output<(typeof payloadSchemas)[K]>;
export type Actor = z.output<typeof actorSchema>;
export type EntryOf<K extends EntryKind> = Omit<z.output<typeof entrySchema>, 'kind' | 'payload'> & {
  kind: K;
  payload: Payload<K>;
};
export type Entry = { [K in EntryKind]: EntryOf<K> }[EntryKind];

/** What `decide` returns: a fact without its place in a chain. */
export type NewFact = { [K in EntryKind]: { kind: K; payload: Payload<K> } }[EntryKind];

/** Hash before the first entry of a station. */
export const GENESIS_HASH = '0'.repeat(64);

export const ENTRY_WORDS: Record<EntryKind, string> = {
  registered: '受理登记',
  signed: '投诉人签字',
  attached: '添加附件',
  accepted: '决定受理',
  refused: '不予受理',
  investigated: '初步调查',
  approved: '领导阅批',
  assigned: '转办',
  contributed: '协办单位意见',
  replied: '承办单位回复',
  fed_back: '反馈投诉人',
  closed: '结案',
  archived: '归档',
  extended: '承诺延期',
  extension_requested: '申请延期',
  extension_decided: '审批延期',
  recorded: '办理记录',
  reclassified: '调整类别',
  returned: '承办单位退回',
  redo_ordered: '退回重办',
  urged: '催办督办',
  followed_up: '回访',
  recused: '回避',
  merged: '并入他案',
  absorbed: '并入本案',
  settled: '处理冲突',
  marked: '记入考核',
  noted: '备注',
  printed: '出具文书',
};
