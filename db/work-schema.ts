import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * Tables of the people of this station and of their work: what is typed, signed, printed and done on a shift. Times are ISO
 * 8601 texts. What the work leads to stands in `schema.ts`.
 */

export const officers = sqliteTable('officers', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  roles: text('roles', { mode: 'json' }).$type<string[]>().notNull(),
  screenRole: text('screen_role').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
  /** May change the station's settings: officers, printers, units, centre. */
  admin: integer('admin', { mode: 'boolean' }).notNull().default(false),
  /** Kept by the centre: name, roles and leave to work come from there. */
  central: integer('central', { mode: 'boolean' }).notNull().default(false),
  /** scrypt verifier: `N$r$p$salt$hash`, never the PIN; empty until an officer of the centre's roster has been given one. */
  pin: text('pin').notNull(),
  createdAt: text('created_at').notNull(),
});

export const drafts = sqliteTable(
  'drafts',
  {
    draftId: text('draft_id').primaryKey(),
    record: text('record').notNull(),
    officerId: text('officer_id').notNull(),
    officerName: text('officer_name').notNull(),
    savedAt: text('saved_at').notNull(),
    signingTaskId: text('signing_task_id'),
    discardedAt: text('discarded_at'),
    /** Set when the draft became a case: a repeated save finds it here. */
    caseId: text('case_id'),
  },
  (t) => [index('drafts_saved').on(t.savedAt)],
);

export const signingTasks = sqliteTable('signing_tasks', {
  taskId: text('task_id').primaryKey(),
  purpose: text('purpose').$type<'registration' | 'feedback'>().notNull(),
  draftId: text('draft_id'),
  caseId: text('case_id'),
  signer: text('signer').notNull(),
  text: text('text').notNull(),
  textHash: text('text_hash').notNull(),
  /** SHA-256 of the one-task token: the token itself is in the address only. */
  tokenHash: text('token_hash').notNull(),
  state: text('state').$type<'waiting' | 'opened' | 'signed' | 'cancelled'>().notNull(),
  signed: text('signed'),
  satisfaction: text('satisfaction'),
  createdAt: text('created_at').notNull(),
  expiresAt: text('expires_at').notNull(),
});

export const printJobs = sqliteTable(
  'print_jobs',
  {
    id: text('id').primaryKey(),
    caseId: text('case_id').notNull(),
    document: text('document').notNull(),
    width: text('width').$type<'58' | '80' | 'a4'>().notNull(),
    copy: integer('copy').notNull(),
    printerId: text('printer_id').notNull(),
    state: text('state').notNull(),
    lastError: text('last_error'),
    attempts: integer('attempts').notNull(),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
    nextTryAt: text('next_try_at'),
    officerId: text('officer_id').notNull(),
    /** A repeated click finds its first job here. */
    requestId: text('request_id').notNull(),
    /** JSON of the printable document as it was sent; null until the job begins. */
    model: text('model'),
  },
  (t) => [
    index('print_jobs_waiting').on(t.printerId, t.state, t.createdAt),
    index('print_jobs_case').on(t.caseId),
    uniqueIndex('print_jobs_request').on(t.requestId),
  ],
);

export const shifts = sqliteTable('shifts', {
  id: text('id').primaryKey(),
  officerId: text('officer_id').notNull(),
  officerName: text('officer_name').notNull(),
  startedAt: text('started_at').notNull(),
  endedAt: text('ended_at'),
  handoverTo: text('handover_to'),
  note: text('note'),
  openCases: text('open_cases', { mode: 'json' }).$type<string[]>(),
  /** What the regime's handover list (交接事项) asked and what was answered, by item id. */
  items: text('items', { mode: 'json' }).$type<{ id: string; label: string; text: string }[]>(),
  /** The leader on duty (带班领导), when the roster names one. */
  leaderName: text('leader_name'),
});

/** Who is on duty when (值班表): one row a person and shift. Times are ISO 8601 with +08:00, the end exclusive. */
export const rosterShifts = sqliteTable(
  'roster_shifts',
  {
    id: text('id').primaryKey(),
    officerId: text('officer_id').notNull(),
    officerName: text('officer_name').notNull(),
    post: text('post').$type<'leader' | 'officer'>().notNull(),
    startsAt: text('starts_at').notNull(),
    endsAt: text('ends_at').notNull(),
  },
  (t) => [index('roster_starts').on(t.startsAt)],
);

/** Periodical duties done (每日排查、统计报送): one row a task and period, made when somebody says it is done. */
export const periodTasks = sqliteTable(
  'period_tasks',
  {
    /** Regime's id of the report or step. */
    task: text('task').notNull(),
    /** The period it answers for, e.g. `2026-11-22`, `2026-Q3`, `2026`. */
    period: text('period').notNull(),
    doneAt: text('done_at').notNull(),
    officerId: text('officer_id').notNull(),
    officerName: text('officer_name').notNull(),
    note: text('note').notNull(),
  },
  (t) => [primaryKey({ columns: [t.task, t.period] })],
);
