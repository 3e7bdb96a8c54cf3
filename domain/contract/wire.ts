import { z } from 'zod';
import { type ErrorCode, isErrorCode } from './errors.ts';

/**
 * The wire between a station and the centre, protocol 2. HTTP/1.1; `docs/sync.md` is the page for third parties.
 *
 * Every request but `enrol` and `health` bears one header, `authorization: JD2 STATION TIME SIGNATURE`: station code, Unix
 * time in ms in base 36, and base64url (unpadded) of the Ed25519 signature (RFC 8032) over `signingText`.
 * Bodies of `entries` and of the feed are packed: see `wire/pack.ts`.
 */
export const PROTOCOL = 2;

export const MAX_BATCH_ENTRIES = 500;
/** Bytes of a batch as sent. Above it the centre answers 413 and the station halves the batch. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** Bytes of a batch or a feed page once unpacked. */
export const MAX_UNPACKED_BYTES = 48 * 1024 * 1024;
/** Entries per page of the feed. */
export const MAX_PAGE_ENTRIES = 1_000;
/** Largest place, position or sequence: PostgreSQL's `integer`. */
export const MAX_INTEGER = 2_147_483_647;
/** Longest time that a feed stays open for news, seconds; the station then asks again. */
export const MAX_LIVE_S = 300;
/** An open feed without news says that it lives, seconds. Twice this of silence means that the line is dead. */
export const HEARTBEAT_S = 20;

export const stationKinds = [
  'hall_window',
  'supervision_office',
  'handling_unit',
  'leader_desk',
  'township',
  'duty_room',
] as const;
export type StationKind = (typeof stationKinds)[number];

/** What an invitation at the centre fixes about a station: it cannot choose these for itself. */
export const invitationSchema = z.object({
  code: z.string().regex(/^[A-Z0-9]{2,12}$/),
  kind: z.enum(stationKinds),
  /** Stations of one institution share cases by role; others never see each other. */
  institution: z.string().min(1).max(60),
  /** Unit ids a handling unit answers for. */
  units: z.array(z.string().max(60)).max(50).default([]),
});
export type Invitation = z.output<typeof invitationSchema>;

/** Names one life of the centre's database: a centre restored from a backup draws another. */
export const epochSchema = z.string().regex(/^[0-9a-f]{8}$/);

export const enrolRequestSchema = z.object({
  protocol: z.literal(PROTOCOL),
  enrolCode: z.string().min(8).max(64),
  station: z.object({ code: z.string().regex(/^[A-Z0-9]{2,12}$/), name: z.string().min(1).max(200) }),
  /** Raw 32-byte Ed25519 public key, base64. */
  publicKey: z.string().min(43).max(44),
  /** Raw 32-byte X25519 public key, base64: bundles for this station are sealed to it. */
  sealingKey: z.string().min(43).max(44),
});
export const enrolResponseSchema = z.object({
  protocol: z.literal(PROTOCOL),
  centreName: z.string(),
  kind: z.enum(stationKinds),
  institution: z.string(),
  /** Raw 32-byte Ed25519 key that signs this centre's rulebooks and receipts, base64; the station pins it. */
  centreKey: z.string().min(43).max(44),
  /** Raw 32-byte X25519 key, base64: bundles and recovery copies for the centre are sealed to it. */
  centreSealingKey: z.string().min(43).max(44),
  epoch: epochSchema,
});

/** Of the centre's closed list, which a later program may have made longer: see `refusalOf`. */
const refusal = z.string().regex(/^[a-z][a-z_]{0,39}$/);
const caseSeq = z.number().int().min(1).max(MAX_INTEGER);

/**
 * What the centre did with one entry. A bare number is the entry's place in its case, durably stored just now;
 * `duplicate` and `conflict` are durable too, `rejected` is in no case. A conflict was written without knowing an
 * exclusive fact that was there before: an officer settles it.
 */
export const pushAnswerSchema = z.union([
  caseSeq,
  z.tuple([z.literal('duplicate'), caseSeq]),
  z.tuple([z.literal('conflict'), caseSeq]),
  z.tuple([z.literal('rejected'), refusal]),
]);

/**
 * The centre's word that it holds a station's chain up to `seq`, synced to disk, and that its backup holds it up to
 * `backed`. `signature` (Ed25519, base64url) covers `receiptText` with the hash of the station's entry at `seq`, which
 * commits to all before it, so a receipt for another chain does not verify, and with the batch and all answers to it.
 */
export const receiptSchema = z.object({
  seq: z.number().int().min(0),
  backed: z.number().int().min(0),
  signature: z.string().max(100),
});

/** Answer to a push: one per entry, in the order sent, and the receipt for the chain as it now stands. */
export interface PushResponse {
  answers: HeardAnswer[];
  epoch: string;
  receipt: Receipt;
}

/** Ed25519. */
export const RECEIPT_SIGNATURE_BYTES = 64;

/** `[answers, epoch, seq, backed]`: what is packed of an answer to a push, before the receipt's signature. */
export const pushAnswersSchema = z.tuple([
  z.array(pushAnswerSchema).max(MAX_BATCH_ENTRIES),
  epochSchema,
  receiptSchema.shape.seq,
  receiptSchema.shape.backed,
]);

/**
 * First line of a feed page; the entries follow, one a line, as the text that was hashed. `items` holds the place of each
 * in its case, negative where `domain/disclosure` masked the entry: its hash can then not be recomputed by the receiver.
 * Positions count 1, 2, 3 … in this station's feed without gaps; `pos` is the first one's.
 */
export const pageHeadSchema = z.object({
  pos: z.number().int().min(1),
  items: z.array(z.number().int()).max(MAX_PAGE_ENTRIES),
});

/**
 * What an open feed says besides entries: at its beginning where it differs from what the request said, and when it
 * changes. Members that are left out are as the station said.
 */
export const feedStateSchema = z.object({
  /** Another epoch than the request named: see `rewind`. */
  epoch: z.string().optional(),
  /** The centre was restored from a backup: everything after this feed position is to be forgotten and read again. */
  rewind: z.number().int().min(0).optional(),
  /** The last entry of this station's chain that the centre holds. Fewer than were acknowledged: send them again. */
  head: z.number().int().min(0).optional(),
  /** Highest sequence of rulebooks for this station. */
  rules: z.number().int().min(0).optional(),
  /** This station's chain is in the centre's backup up to here. */
  backed: z.number().int().min(0).optional(),
});

/**
 * First line of a page of a station's own chain as the centre holds it; the entries after `after` follow, one a line.
 * A desk that was restored from a backup asks for what it wrote since.
 */
export const ownHeadSchema = z.object({
  /** End of the chain at the centre. */
  seq: z.number().int().min(0),
  /** Hash of the entry at `after`: 64 zeros for 0, empty when the centre's chain ends before. */
  at: z.string().max(64),
  /** What became of each entry that follows: its place in its case, or why it is in none. */
  items: z.array(z.union([caseSeq, refusal])).max(MAX_PAGE_ENTRIES),
});

/**
 * A page of rulebooks by rising sequence; the station judges each one by itself (`domain/rulebook/`). Sequences have gaps,
 * because a directory goes to its own institution only: `upTo` is the highest one that was looked at. Nobody signs it, so a
 * station remembers it only while it runs.
 */
export const rulebooksResponseSchema = z.object({
  protocol: z.literal(PROTOCOL),
  items: z.array(z.unknown()).max(MAX_PAGE_ENTRIES),
  more: z.boolean(),
  upTo: z.number().int().min(0).max(MAX_INTEGER),
});

/** An answer as a station hears it: the reason of a refusal may be one of a later program. */
export type HeardAnswer = z.output<typeof pushAnswerSchema>;
/** An answer as this program gives it. */
export type PushAnswer = Exclude<HeardAnswer, ['rejected', string]> | ['rejected', ErrorCode];
export type Receipt = z.output<typeof receiptSchema>;
export type PageHead = z.output<typeof pageHeadSchema>;
export type OwnHead = z.output<typeof ownHeadSchema>;
export type FeedState = z.output<typeof feedStateSchema>;
export type EnrolRequest = z.output<typeof enrolRequestSchema>;
export type EnrolResponse = z.output<typeof enrolResponseSchema>;

/** One entry of a feed page as the station takes it. */
export interface FeedItem {
  pos: number;
  /** The entry's place in its case at the centre: every replica folds a case in this order. */
  seq: number;
  masked: boolean;
  /** JSON of the entry, as it came. */
  text: string;
}

/** What a station asks a feed for. */
export interface FeedQuestion {
  /** Last position that the station holds. */
  after: number;
  epoch: string;
  /** Last entry of its own chain that the centre acknowledged. */
  head: number;
  /** Entries of its own chain after that one: the centre's administrator sees how many wait there. */
  own: number;
  /** Highest rulebook sequence that it knows of. */
  rules: number;
  /** The watermark of the centre's backup that it knows. */
  backed: number;
  /** Seconds that the feed may stay open for news; 0 answers at once. */
  live: number;
  /** Most bytes of entries per page before packing: smaller on a bad line, so that a cut costs little. */
  page: number;
}

/** What a question means that leaves these out. */
export const FEED_DEFAULTS = { head: 0, own: 0, rules: 0, backed: 0, live: MAX_LIVE_S, page: 1024 * 1024 } as const;

/**
 * Path and query of a feed: `a` after, `e` epoch, `h` head, `o` own, `r` rules, `b` backed, `l` live, `p` page. Names are short and
 * what is usual is left out, because an idle station sends little else.
 */
export function feedPath({ after, epoch, ...rest }: FeedQuestion): string {
  const unusual = (['head', 'own', 'rules', 'backed', 'live', 'page'] as const).filter(
    (key) => rest[key] !== FEED_DEFAULTS[key],
  );
  return `${PATHS.feed}?a=${after}&e=${epoch}${unusual.map((key) => `&${key[0]}=${rest[key]}`).join('')}`;
}

/** Why the centre refused an entry, as this program can say it. */
export const refusalOf = (code: string): ErrorCode => (isErrorCode(code) ? code : 'refused_unknown');

/**
 * Paths of the centre:
 * `POST enrol`; `POST entries` (push: packed lines of JSON, one entry each; the answer is packed JSON);
 * `GET feed` (pull: a stream of frames, see `wire/frames.ts`);
 * `HEAD`, `PATCH`, `GET files/SHA256` (attachments, resumable both ways);
 * `GET own?after=SEQ` (a station's own chain back, after a restore: packed lines, `ownHeadSchema`, then one entry a line);
 * `GET rulebooks?after=SEQUENCE` (signed regimes, calendars, directories); `POST bundles` (a relay bundle, carried by
 * any station); `GET health` (open, says only that it runs and what it speaks).
 */
export const PATHS = {
  enrol: '/v2/enrol',
  entries: '/v2/entries',
  feed: '/v2/feed',
  files: '/v2/files',
  rulebooks: '/v2/rulebooks',
  bundles: '/v2/bundles',
  own: '/v2/own',
  health: '/v2/health',
} as const;

/** In the place of the body's hash where the signature does not cover the body: a file's own name covers its bytes. */
export const UNSIGNED_BODY = 'unsigned';

/**
 * The text that a request's signature covers.
 *
 * @param time       Unix time in ms, base 36, as in the header
 * @param bodySha256 lower-case hex of the body as sent (empty for none), or `UNSIGNED_BODY` for `PATCH files`
 */
export function signingText(method: string, pathAndQuery: string, time: string, bodySha256: string): string {
  return `jiesu-desk/request/2\n${method}\n${pathAndQuery}\n${time}\n${bodySha256}`;
}

/**
 * The text that a receipt's signature covers: the chain as it stands, and what was said of this very batch, so that an
 * earlier true receipt stands for no other answers.
 *
 * @param hash of the station's entry at `seq`, 64 zeros for none
 * @param bodySha256 lower-case hex of the batch's body as sent
 */
export function receiptText(
  epoch: string,
  station: string,
  { seq, backed }: Pick<Receipt, 'seq' | 'backed'>,
  hash: string,
  bodySha256: string,
  answers: readonly HeardAnswer[],
): string {
  return `jiesu-desk/receipt/2\n${epoch}\n${station}\n${seq}\n${hash}\n${backed}\n${bodySha256}\n${JSON.stringify(answers)}`;
}
