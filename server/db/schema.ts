import { boolean, customType, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * The centre's tables, as `migrations/*.sql` makes them (constraints and indexes stand there).
 *
 * An entry's body is its JSON as text. JSON escapes control characters and lone surrogates, so a NUL typed by a citizen
 * is the six letters backslash-u-0000 here, which PostgreSQL keeps; `jsonb` would refuse it.
 */
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Locked `FOR SHARE` by a push and `FOR UPDATE` by an enrolment, so that a new station misses no entry. */
export const institutions = pgTable('institutions', { name: text('name').primaryKey() });

export const stations = pgTable('stations', {
  code: text('code').primaryKey(),
  institution: text('institution').notNull(),
  kind: text('kind').notNull(),
  units: text('units').array().notNull(),
  /** Null until the station has enrolled. */
  name: text('name'),
  /** Raw Ed25519 key, base64. */
  publicKey: text('public_key'),
  /** Raw X25519 key, base64: bundles for this station are sealed to it. */
  sealingKey: text('sealing_key'),
  /** Null when the code was cancelled. */
  enrolCodeHash: text('enrol_code_hash'),
  /** Null for a code of before there was an end to them. */
  codeExpiresAt: moment('code_expires_at'),
  /** Key that used the present code; null while nobody has. */
  codeUsedKey: text('code_used_key'),
  invitedAt: moment('invited_at').notNull(),
  enrolledAt: moment('enrolled_at'),
  lastSeenAt: moment('last_seen_at'),
  /** Position after which it last asked for its feed. */
  askedPos: integer('asked_pos').notNull().default(0),
  /** Last entry of its chain that it then had, reported or not. */
  ownSeq: integer('own_seq').notNull().default(0),
  /** From when its key opens nothing any more (停用). */
  revokedAt: moment('revoked_at'),
  revokeReason: text('revoke_reason'),
});

/** Last link of each station's chain; its row is the lock under which that station's pushes take turns. */
export const chains = pgTable(
  'chains',
  {
    institution: text('institution').notNull(),
    station: text('station').notNull(),
    headSeq: integer('head_seq').notNull(),
    headHash: text('head_hash').notNull(),
    /** In a verified backup up to here. */
    backedSeq: integer('backed_seq').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.institution, table.station] })],
);

export const cases = pgTable(
  'cases',
  {
    institution: text('institution').notNull(),
    id: text('id').notNull(),
    /** The station that registered it. */
    station: text('station').notNull(),
    revision: integer('revision').notNull(),
    /** The case number; no two of an institution bear the same. */
    number: text('number'),
  },
  (table) => [primaryKey({ columns: [table.institution, table.id] })],
);

/** Every link of every chain. `refused` holds the code of an entry that is in its chain but not in a case. */
export const entries = pgTable(
  'entries',
  {
    institution: text('institution').notNull(),
    station: text('station').notNull(),
    stationSeq: integer('station_seq').notNull(),
    id: text('id').notNull(),
    caseId: text('case_id'),
    /** Place in its case, 1, 2, 3 …: the order that the centre gives. */
    caseSeq: integer('case_seq'),
    hash: text('hash').notNull(),
    body: text('body').notNull(),
    conflict: boolean('conflict').notNull(),
    refused: text('refused'),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.station, table.stationSeq] })],
);

/** Entries that claim a place already taken by another: kept for an examiner, never used. */
export const forks = pgTable(
  'forks',
  {
    institution: text('institution').notNull(),
    station: text('station').notNull(),
    stationSeq: integer('station_seq').notNull(),
    hash: text('hash').notNull(),
    body: text('body').notNull(),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.station, table.stationSeq, table.hash] })],
);

/** Last position of each station's feed; its row is the lock under which positions are handed out. */
export const feedHeads = pgTable(
  'feed_heads',
  {
    institution: text('institution').notNull(),
    station: text('station').notNull(),
    pos: integer('pos').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.station] })],
);

export const feed = pgTable(
  'feed',
  {
    institution: text('institution').notNull(),
    station: text('station').notNull(),
    pos: integer('pos').notNull(),
    author: text('author').notNull(),
    authorSeq: integer('author_seq').notNull(),
    masked: boolean('masked').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.station, table.pos] })],
);

/** Which entries name which file. */
export const fileNames = pgTable(
  'file_names',
  {
    institution: text('institution').notNull(),
    sha256: text('sha256').notNull(),
    station: text('station').notNull(),
    stationSeq: integer('station_seq').notNull(),
    caseId: text('case_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.sha256, table.station, table.stationSeq] })],
);

export const files = pgTable('files', {
  sha256: text('sha256').primaryKey(),
  size: integer('size').notNull(),
  receivedAt: moment('received_at').notNull(),
});

/** A file's bytes in blocks of `FILE_BLOCK_BYTES`, numbered from 0. */
export const fileBlocks = pgTable(
  'file_blocks',
  { sha256: text('sha256').notNull(), number: integer('number').notNull(), content: bytes('content').notNull() },
  (table) => [primaryKey({ columns: [table.sha256, table.number] })],
);

/** Uploads under way, each station's by itself; their bytes are in `fileParts`. */
export const openUploads = pgTable(
  'open_uploads',
  {
    station: text('station').notNull(),
    sha256: text('sha256').notNull(),
    /** As the uploader said at its first piece. */
    size: integer('size').notNull(),
    received: integer('received').notNull(),
    touchedAt: moment('touched_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.station, table.sha256] })],
);

/** Bytes of an upload under way, in the same blocks as the file will have; the last one grows. */
export const fileParts = pgTable(
  'file_parts',
  {
    station: text('station').notNull(),
    sha256: text('sha256').notNull(),
    number: integer('number').notNull(),
    content: bytes('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.station, table.sha256, table.number] })],
);

/** Who has sent a file's bytes: naming a hash opens nothing, having had the content does. */
export const fileUploads = pgTable(
  'file_uploads',
  { sha256: text('sha256').notNull(), station: text('station').notNull() },
  (table) => [primaryKey({ columns: [table.sha256, table.station] })],
);

/** Rulebooks as signed: regimes and calendars, every version ever published; of a directory the latest. */
export const rulebooks = pgTable('rulebooks', {
  sequence: integer('sequence').primaryKey(),
  kind: text('kind').notNull(),
  id: text('id').notNull(),
  version: text('version').notNull(),
  keyId: text('key_id').notNull(),
  document: text('document').notNull(),
  signature: text('signature').notNull(),
  /** Institution whose stations get it; null for all stations. */
  audience: text('audience'),
  publishedAt: moment('published_at').notNull(),
});
