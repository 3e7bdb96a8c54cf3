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
  enrolCodeHash: text('enrol_code_hash').notNull(),
  invitedAt: moment('invited_at').notNull(),
  enrolledAt: moment('enrolled_at'),
  lastSeenAt: moment('last_seen_at'),
});

/** Last link of each station's chain; its row is the lock under which that station's pushes take turns. */
export const chains = pgTable('chains', {
  station: text('station').primaryKey(),
  headSeq: integer('head_seq').notNull(),
  headHash: text('head_hash').notNull(),
  /** In a verified backup up to here. */
  backedSeq: integer('backed_seq').notNull().default(0),
});

export const cases = pgTable('cases', {
  id: text('id').primaryKey(),
  institution: text('institution').notNull(),
  /** The station that registered it. */
  station: text('station').notNull(),
  revision: integer('revision').notNull(),
});

/** Every link of every chain. `refused` holds the code of an entry that is in its chain but not in a case. */
export const entries = pgTable(
  'entries',
  {
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
  (table) => [primaryKey({ columns: [table.station, table.stationSeq] })],
);

/** Entries that claim a place already taken by another: kept for an examiner, never used. */
export const forks = pgTable(
  'forks',
  {
    station: text('station').notNull(),
    stationSeq: integer('station_seq').notNull(),
    hash: text('hash').notNull(),
    body: text('body').notNull(),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.station, table.stationSeq, table.hash] })],
);

/** Last position of each station's feed; its row is the lock under which positions are handed out. */
export const feedHeads = pgTable('feed_heads', {
  station: text('station').primaryKey(),
  pos: integer('pos').notNull(),
});

export const feed = pgTable(
  'feed',
  {
    station: text('station').notNull(),
    pos: integer('pos').notNull(),
    author: text('author').notNull(),
    authorSeq: integer('author_seq').notNull(),
    masked: boolean('masked').notNull(),
  },
  (table) => [primaryKey({ columns: [table.station, table.pos] })],
);

/** Which entries name which file. */
export const fileNames = pgTable(
  'file_names',
  {
    sha256: text('sha256').notNull(),
    station: text('station').notNull(),
    stationSeq: integer('station_seq').notNull(),
    caseId: text('case_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sha256, table.station, table.stationSeq] })],
);

export const files = pgTable('files', {
  sha256: text('sha256').primaryKey(),
  size: integer('size').notNull(),
  content: bytes('content').notNull(),
  receivedAt: moment('received_at').notNull(),
});

/** Who has sent a file's bytes: naming a hash opens nothing, having had the content does. */
export const fileUploads = pgTable(
  'file_uploads',
  { sha256: text('sha256').notNull(), station: text('station').notNull() },
  (table) => [primaryKey({ columns: [table.sha256, table.station] })],
);

/** Rulebooks as signed: regimes and calendars, every version ever published. */
export const rulebooks = pgTable('rulebooks', {
  sequence: integer('sequence').primaryKey(),
  kind: text('kind').notNull(),
  id: text('id').notNull(),
  version: text('version').notNull(),
  keyId: text('key_id').notNull(),
  document: text('document').notNull(),
  signature: text('signature').notNull(),
  publishedAt: moment('published_at').notNull(),
});
