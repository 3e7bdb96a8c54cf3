import { z } from 'zod';
import { ERROR_MESSAGES, type ErrorCode } from './errors.ts';

/**
 * The wire between a station and the centre, protocol 1. JSON over HTTP; `docs/sync.md` is the page for third parties.
 *
 * Every request but `enrol` is signed with the station's Ed25519 key: header `x-station` (code), `x-time` (ISO 8601) and
 * `x-signature` (base64 over `METHOD\nPATH?QUERY\nTIME\nSHA256-HEX(BODY)`). Batches may be sent with
 * `content-encoding: gzip`; the signature covers the bytes as sent.
 */
export const PROTOCOL = 1;

export const MAX_BATCH_ENTRIES = 500;
/** Bytes of a batch as sent. Above it the centre answers 413 and the station halves the batch. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** Entries per page of the feed. */
export const MAX_PULL_ENTRIES = 1_000;

export { type Invitation, invitationSchema, type StationKind, stationKinds } from './wire.ts';

import { stationKinds } from './wire.ts';

export const enrolRequestSchema = z.object({
  protocol: z.literal(PROTOCOL),
  enrolCode: z.string().min(8).max(64),
  station: z.object({ code: z.string().regex(/^[A-Z0-9]{2,12}$/), name: z.string().min(1).max(200) }),
  /** Raw 32-byte Ed25519 public key, base64. */
  publicKey: z.string().min(43).max(44),
});
export const enrolResponseSchema = z.object({
  protocol: z.literal(PROTOCOL),
  centreName: z.string(),
  kind: z.enum(stationKinds),
  institution: z.string(),
  /** Raw 32-byte Ed25519 key that signs this centre's rulebooks, base64. A centre that has none sends no rulebooks. */
  rulebookKey: z.string().min(43).max(44).optional(),
});

/** Entries travel as the exact JSON the station hashed; the centre validates each with `entrySchema`. */
export const pushRequestSchema = z.object({
  protocol: z.literal(PROTOCOL),
  entries: z.array(z.unknown()).min(1).max(MAX_BATCH_ENTRIES),
});

const errorCode = z.enum(Object.keys(ERROR_MESSAGES) as [ErrorCode, ...ErrorCode[]]);

/**
 * One answer per entry, in the order sent. `stored`, `duplicate` and `conflict` mean that the centre has it durably;
 * `seq` is the entry's place in its case.
 */
export const pushAnswerSchema = z.discriminatedUnion('result', [
  z.object({ id: z.string(), result: z.literal('stored'), seq: z.number().int() }),
  z.object({ id: z.string(), result: z.literal('duplicate'), seq: z.number().int() }),
  /** Stored as well, but written without knowing an exclusive fact that was there before: an officer settles it. */
  z.object({ id: z.string(), result: z.literal('conflict'), seq: z.number().int() }),
  z.object({ id: z.string(), result: z.literal('rejected'), code: errorCode }),
]);
export const pushResponseSchema = z.object({ protocol: z.literal(PROTOCOL), answers: z.array(pushAnswerSchema) });

/** One row of a station's own feed: `pos` counts 1, 2, 3 … for that station without gaps. */
export const feedItemSchema = z.object({
  pos: z.number().int().min(1),
  /** The entry's place in its case at the centre, as in push answers: every replica folds a case in this order. */
  seq: z.number().int().min(1),
  /** True where `domain/disclosure` masked the entry: its hash can then not be recomputed by the receiver. */
  masked: z.boolean(),
  entry: z.unknown(),
});
export const pullResponseSchema = z.object({
  protocol: z.literal(PROTOCOL),
  items: z.array(feedItemSchema).max(MAX_PULL_ENTRIES),
  /** True when more follows at once. */
  more: z.boolean(),
});

/** A page of rulebooks by rising sequence; the station judges each one by itself (`domain/rulebook/`). */
export const rulebooksResponseSchema = z.object({
  protocol: z.literal(PROTOCOL),
  items: z.array(z.unknown()).max(MAX_PULL_ENTRIES),
  more: z.boolean(),
  /** Highest sequence that was looked at: a directory goes to its own institution only. */
  upTo: z.number().int().min(0).max(2_147_483_647),
});

export type PushAnswer = z.output<typeof pushAnswerSchema>;
export type FeedItem = z.output<typeof feedItemSchema>;
export type EnrolRequest = z.output<typeof enrolRequestSchema>;
export type EnrolResponse = z.output<typeof enrolResponseSchema>;

/** Header with the centre's clock, ISO 8601, on every answer. */
export const CENTRE_TIME = 'x-centre-time';

/**
 * Paths of the centre:
 * `POST /v1/enrol`, `POST /v1/entries` (push), `GET /v1/feed?after=POS&wait=SECONDS&rules=SEQUENCE` (pull; waits up to
 * 25 s for news, and no longer when there are rulebooks after that sequence),
 * `PUT /v1/files/SHA256` and `GET /v1/files/SHA256` (attachments),
 * `GET /v1/rulebooks?after=SEQUENCE` (signed regimes and calendars), `GET /v1/health` (open, says only that it runs).
 */
export const PATHS = {
  enrol: '/v1/enrol',
  entries: '/v1/entries',
  feed: '/v1/feed',
  files: '/v1/files',
  rulebooks: '/v1/rulebooks',
  health: '/v1/health',
} as const;

/** The text that a request's signature covers. */
export function signingText(method: string, pathAndQuery: string, time: string, bodySha256Hex: string): string {
  return `${method}\n${pathAndQuery}\n${time}\n${bodySha256Hex}`;
}
