import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The station's tables of cases and of what it knows of its centre; those of its officers' work stand in `work-schema.ts`.
 * `entries` is the truth; `cases` and `case_search` are projections of it and can be rebuilt. Times are ISO 8601 texts. The full-text table is made by hand in a migration, because drizzle has no word for it.
 */

/** Settings of this station, one JSON value a key. */
export const meta = sqliteTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});

/** What is known of each entry. It changes when the centre gives it a place; its text, which never does, stands apart. */
export const entries = sqliteTable(
  'entries',
  {
    /** In order of arrival; named, because a copy of the database may number unnamed rows anew. */
    row: integer('row').primaryKey(),
    id: text('id').notNull().unique(),
    caseId: text('case_id').notNull(),
    stationId: text('station_id').notNull(),
    stationSeq: integer('station_seq').notNull(),
    kind: text('kind').notNull(),
    hash: text('hash').notNull(),
    /** The centre's sequence, once it has acknowledged the entry or sent it. */
    serverSeq: integer('server_seq'),
    masked: integer('masked', { mode: 'boolean' }).notNull().default(false),
    /** Position in this station's feed at which the entry came; null for its own and for what a bundle brought. */
    feedPos: integer('feed_pos'),
  },
  (t) => [
    uniqueIndex('entries_station_seq').on(t.stationId, t.stationSeq),
    index('entries_case').on(t.caseId, t.serverSeq),
    index('entries_feed_pos').on(t.feedPos).where(sql`feed_pos IS NOT NULL`),
    index('entries_attached_seq').on(t.stationId, t.stationSeq).where(sql`kind = 'attached'`),
  ],
);

/**
 * The texts of the entries, in a table of their own: an acknowledgement would write every page anew on which one stands. The
 * view `whole_entries`, made by hand, has both.
 */
export const entryBodies = sqliteTable('entry_bodies', {
  entry: integer('entry')
    .primaryKey()
    .references(() => entries.row, { onDelete: 'cascade' }),
  /** The whole entry as JSON, exactly as hashed. */
  body: text('body').notNull(),
});

export const cases = sqliteTable(
  'cases',
  {
    /** Row number in order of arrival; the key of the full-text table. */
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    caseId: text('case_id').notNull(),
    number: text('number').notNull(),
    kind: text('kind').notNull(),
    channel: text('channel').notNull(),
    status: text('status').notNull(),
    urgency: text('urgency').notNull(),
    complainantType: text('complainant_type').notNull(),
    complainantName: text('complainant_name').notNull(),
    respondent: text('respondent').notNull(),
    summary: text('summary').notNull(),
    category: text('category'),
    registeredAt: text('registered_at').notNull(),
    stationId: text('station_id').notNull(),
    revision: integer('revision').notNull(),
    open: integer('open', { mode: 'boolean' }).notNull(),
    conflict: integer('conflict', { mode: 'boolean' }).notNull(),
    /** Instant of the earliest running deadline; `9999` where none runs, so that one index sorts the worklist. */
    dueAt: text('due_at').notNull(),
    nextDue: text('next_due', { mode: 'json' }).$type<{
      limitId: string;
      what: string;
      dueAt: string;
      provisional: boolean;
      /** From when the case bears a red card (红牌); null where the regime gives no cards. */
      redAt: string | null;
    } | null>(),
    nextStep: text('next_step', { mode: 'json' }).$type<{ name: string; roles: string[] } | null>(),
    /** Roles of the next step as `,a,b,`, and the station it waits for (`*` = any), to find what is mine. */
    nextRoles: text('next_roles').notNull(),
    nextStation: text('next_station').notNull(),
    /** Officers who have withdrawn (回避) as `,id,id,`, or empty: they neither find nor see the case. */
    recused: text('recused').notNull().default(''),
    /** Instant from which the case bears a yellow card (黄牌); `9999` where none is threatened. */
    yellowAt: text('yellow_at').notNull().default('9999'),
    /** `CaseState` without what the registration's entry says: see `case-states.ts`. */
    state: text('state').notNull(),
  },
  (t) => [
    uniqueIndex('cases_case_id').on(t.caseId),
    // Holds what 待办 asks of a case too, so that an officer with little to do does not wait while every row is read.
    index('cases_due').on(t.open, t.dueAt, t.seq, t.nextStation, t.nextRoles),
    index('cases_open').on(t.open, t.seq),
    index('cases_registered').on(t.registeredAt),
    index('cases_yellow').on(t.open, t.yellowAt, t.seq),
    // How many are in conflict is asked after each answer of the centre.
    index('cases_conflict').on(t.conflict).where(sql`conflict = 1`),
    // Few cases know a recusal: the counts take them away instead of reading the column of every row.
    index('cases_recused').on(t.recused).where(sql`recused <> ''`),
  ],
);

/** What each case gives to the statistics: a narrow projection, because reading every state would take seconds. */
export const caseFigures = sqliteTable(
  'case_figures',
  {
    /** As `cases.seq`. */
    seq: integer('seq').primaryKey(),
    /** First and last local date on which the case counts for anything. */
    firstOn: text('first_on').notNull(),
    lastOn: text('last_on').notNull(),
    /** `CaseFigures`, packed. */
    figures: text('figures').notNull(),
  },
  (t) => [index('case_figures_dates').on(t.lastOn, t.firstOn)],
);

/** Entries that the centre has not acknowledged. A row leaves only on the centre's own word. */
export const outbox = sqliteTable(
  'outbox',
  {
    entryId: text('entry_id').primaryKey(),
    caseId: text('case_id').notNull(),
    stationSeq: integer('station_seq').notNull(),
    state: text('state').$type<'pending' | 'rejected'>().notNull(),
    code: text('code'),
    at: text('at').notNull(),
  },
  (t) => [index('outbox_state').on(t.state, t.stationSeq), index('outbox_case').on(t.caseId)],
);

/** Number series: gapless, drawn inside the transaction that uses the number. */
export const counters = sqliteTable('counters', {
  name: text('name').primaryKey(),
  value: integer('value').notNull(),
});

/** Files by content. Kept inside the encrypted database, so that no plain copy lies on the disk. */
export const files = sqliteTable('files', {
  sha256: text('sha256').primaryKey(),
  mime: text('mime').notNull(),
  size: integer('size').notNull(),
  content: blob('content', { mode: 'buffer' }).notNull(),
  addedAt: text('added_at').notNull(),
  /** Whether the centre has said that it holds the file. */
  reported: integer('reported', { mode: 'boolean' }).notNull().default(false),
  /** Bytes of it that the centre is known to hold: where an upload goes on after a cut. */
  sentBytes: integer('sent_bytes').notNull().default(0),
});

/** Answers to commands by request id: a retry after a crash gets the first answer again. */
export const answers = sqliteTable('answers', {
  requestId: text('request_id').primaryKey(),
  answer: text('answer').notNull(),
  at: text('at').notNull(),
});

/** Signed regimes and holiday calendars from the centre, every version ever in force: a running case keeps its own. */
export const rulebooks = sqliteTable(
  'rulebooks',
  {
    kind: text('kind').$type<'regime' | 'calendar'>().notNull(),
    /** Regime id, or the calendar's year. */
    id: text('id').notNull(),
    version: text('version').notNull(),
    /** The document exactly as signed. */
    body: text('body').notNull(),
    /** Ed25519 signature of the centre, base64. */
    signature: text('signature').notNull(),
    receivedAt: text('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.id, t.version] })],
);

/** Deadlines that moved although nobody acted on the case: a calendar arrived. Append only. */
export const deadlineLog = sqliteTable(
  'deadline_log',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    caseId: text('case_id').notNull(),
    limitId: text('limit_id').notNull(),
    before: text('before_due'),
    after: text('after_due'),
    reason: text('reason').notNull(),
    at: text('at').notNull(),
  },
  (t) => [index('deadline_log_case').on(t.caseId)],
);

/** Entries from elsewhere that could not be applied: kept, never dropped, never mixed into the case. */
export const quarantine = sqliteTable(
  'quarantine',
  {
    stationId: text('station_id').notNull(),
    stationSeq: integer('station_seq').notNull(),
    hash: text('hash').notNull(),
    body: text('body').notNull(),
    code: text('code').notNull(),
    at: text('at').notNull().default(sql`(strftime('%Y-%m-%dT%H:%M:%fZ','now'))`),
  },
  (t) => [primaryKey({ columns: [t.stationId, t.stationSeq, t.hash] })],
);

/** Bundles of a relay without a line (USB stick, LAN): made here, taken in here, or carried for somebody else. */
export const bundles = sqliteTable('bundles', {
  id: text('id').primaryKey(),
  role: text('role').$type<'made' | 'taken' | 'carried'>().notNull(),
  /** Station that made it and whom it is sealed to (`centre` or a station code). */
  fromStation: text('from_station').notNull(),
  toWhom: text('to_whom').notNull(),
  entries: integer('entries').notNull(),
  at: text('at').notNull(),
  /** When a carried bundle was handed to the centre. */
  deliveredAt: text('delivered_at'),
  /** Sealed bytes of a carried bundle until it is delivered. */
  body: blob('body', { mode: 'buffer' }),
});
