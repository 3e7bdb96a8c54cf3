import { z } from 'zod';

/**
 * What the officer writes down: the record of one complaint, as typed.
 *
 * Strings are kept byte for byte: nothing is trimmed, normalised or repaired here, control characters included. This
 * schema only bounds size and shape; which fields a regime demands is `validateIntake` in `domain/regimes`. The same
 * shape is the project's public record form (sample files, `desk print --case FILE`).
 *
 * Lengths are counted in UTF-16 units, as `String.length` does; the bounds are generous enough for that not to matter.
 */
const text = (max: number) => z.string().max(max, 'too_long');

/** Longest texts, in UTF-16 units. The form's counters and the core's refusals both read these. */
export const RECORD_LIMITS = {
  name: 120,
  line: 200,
  address: 300,
  request: 4_000,
  narrative: 40_000,
  element: 2_000,
  field: 4_000,
  evidence: 200,
} as const;

export const caseKinds = ['complaint', 'consult', 'help', 'suggestion', 'report'] as const;
export const channels = ['in_person', 'phone', 'web', 'letter', 'fax', 'email', 'box', 'book', 'upstream'] as const;
export const complainantTypes = ['named', 'anonymous', 'proxy', 'organisation', 'group'] as const;
export const idTypes = ['id_card', 'passport', 'uscc'] as const;
export const urgencies = ['normal', 'urgent', 'critical'] as const;
export const sixElementKeys = ['time', 'place', 'people', 'cause', 'course', 'result'] as const;

export const agentSchema = z.object({
  name: text(RECORD_LIMITS.name),
  id_type: z.enum(idTypes).nullable(),
  id_no: text(40),
  phone: text(40),
  address: text(RECORD_LIMITS.address).optional(),
  relation: text(RECORD_LIMITS.line).optional(),
  authorisation: text(RECORD_LIMITS.line).optional(),
});

export const complainantSchema = z.object({
  type: z.enum(complainantTypes),
  name: text(RECORD_LIMITS.name),
  id_type: z.enum(idTypes).nullable(),
  id_no: text(40),
  phone: text(40),
  address: text(RECORD_LIMITS.address),
  gender: text(20).optional(),
  ethnicity: text(40).optional(),
  nationality: text(60).optional(),
  work_unit: text(RECORD_LIMITS.line).optional(),
  job: text(RECORD_LIMITS.line).optional(),
  contact_person: text(RECORD_LIMITS.name).optional(),
  wants_secret: z.boolean().optional(),
  agent: agentSchema.optional(),
  group: z
    .object({
      count: z.number().int().min(1).max(1_000_000),
      representatives: z.array(z.object({ name: text(RECORD_LIMITS.name), phone: text(40) })).max(20),
    })
    .optional(),
});

export const evidenceSchema = z.object({
  kind: text(40),
  name: text(RECORD_LIMITS.evidence),
  pages: z.number().int().min(0).max(10_000).optional(),
  note: text(500).optional(),
  /** Content address of an attached file, when the desk holds one: SHA-256 in lower-case hex. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Bytes of the attached file. */
  size: z.number().int().min(0).optional(),
  mime: text(100).optional(),
});

export const enclosureKinds = ['cash', 'original', 'other'] as const;

/** A thing enclosed in a letter (来信附件登记): cash and originals must be found again and given back. */
export const enclosureSchema = z.object({
  kind: z.enum(enclosureKinds),
  name: text(RECORD_LIMITS.evidence),
  /** Of cash: yuan with at most two decimals, as counted in front of a second person. */
  amount: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/, 'invalid')
    .optional(),
  count: z.number().int().min(1).max(10_000),
});

export const recordSchema = z.object({
  regime: text(40),
  kind: z.enum(caseKinds),
  channel: z.enum(channels),
  /** Moment the matter reached the desk, ISO 8601 with offset. */
  received_at: z.iso.datetime({ offset: true }),
  /** When the caller was told of the recording (录音告知), ISO 8601 with offset; absent where nobody was told. */
  notice_read_at: z.iso.datetime({ offset: true }).optional(),
  complainant: complainantSchema,
  respondent: z.object({
    unit: text(RECORD_LIMITS.line),
    window_no: text(40),
    staff: text(RECORD_LIMITS.name),
  }),
  request: text(RECORD_LIMITS.request),
  narrative: text(RECORD_LIMITS.narrative),
  six_elements: z.object({
    time: text(RECORD_LIMITS.element),
    place: text(RECORD_LIMITS.element),
    people: text(RECORD_LIMITS.element),
    cause: text(RECORD_LIMITS.element),
    course: text(RECORD_LIMITS.element),
    result: text(RECORD_LIMITS.element),
  }),
  /** Answers to regime fields that have no common home, by the regime's own field id. */
  fields: z.record(z.string().max(60), z.union([text(RECORD_LIMITS.field), z.boolean(), z.number()])).optional(),
  /** The night questions of a duty room, by field id. */
  emergency: z.record(z.string().max(60), text(RECORD_LIMITS.field)).optional(),
  evidence: z.array(evidenceSchema).max(200),
  enclosures: z.array(enclosureSchema).max(100).optional(),
  urgency: z.enum(urgencies),
});

export type ComplaintRecord = z.output<typeof recordSchema>;
export type Complainant = ComplaintRecord['complainant'];
export type Evidence = z.output<typeof evidenceSchema>;
export type Enclosure = z.output<typeof enclosureSchema>;
export type EnclosureKind = (typeof enclosureKinds)[number];
export type CaseKind = (typeof caseKinds)[number];
export type Channel = (typeof channels)[number];
export type ComplainantType = (typeof complainantTypes)[number];
export type IdType = (typeof idTypes)[number];
export type Urgency = (typeof urgencies)[number];
export type SixElement = (typeof sixElementKeys)[number];

/** An empty sheet of the given regime, as a new draft begins. */
export function emptyRecord(regime: string, receivedAt: string): ComplaintRecord {
  return {
    regime,
    kind: 'complaint',
    channel: 'in_person',
    received_at: receivedAt,
    complainant: { type: 'named', name: '', id_type: 'id_card', id_no: '', phone: '', address: '' },
    respondent: { unit: '', window_no: '', staff: '' },
    request: '',
    narrative: '',
    six_elements: { time: '', place: '', people: '', cause: '', course: '', result: '' },
    evidence: [],
    urgency: 'normal',
  };
}
