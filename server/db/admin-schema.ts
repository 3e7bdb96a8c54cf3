import { bigint, boolean, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Tables of the centre's administration, as `migrations/*-admin.sql` makes them. */
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const directoryUnits = pgTable(
  'directory_units',
  {
    institution: text('institution').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    /** Station that answers for it. */
    station: text('station'),
  },
  (table) => [primaryKey({ columns: [table.institution, table.id] })],
);

export const directoryWindows = pgTable(
  'directory_windows',
  {
    institution: text('institution').notNull(),
    no: text('no').notNull(),
    name: text('name').notNull(),
    /** Unit id, or empty. */
    unit: text('unit').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.no] })],
);

export const directoryOfficers = pgTable(
  'directory_officers',
  {
    institution: text('institution').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    roles: text('roles').array().notNull(),
    /** Empty: every station of the institution. */
    stations: text('stations').array().notNull(),
    active: boolean('active').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.id] })],
);

/** Every role that any version of a directory gave to an officer; rows are never taken away. */
export const officerRoles = pgTable(
  'officer_roles',
  {
    institution: text('institution').notNull(),
    officer: text('officer').notNull(),
    role: text('role').notNull(),
  },
  (table) => [primaryKey({ columns: [table.institution, table.officer, table.role] })],
);

/** Signed-in administrators. The token itself is in the browser's cookie only. */
export const adminSessions = pgTable('admin_sessions', {
  tokenHash: text('token_hash').primaryKey(),
  who: text('who').notNull(),
  openedAt: moment('opened_at').notNull(),
  usedAt: moment('used_at').notNull(),
});

/** Tries to sign in that were wrong, or are not judged yet. */
export const adminMisses = pgTable('admin_misses', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  at: moment('at').notNull(),
});

/** Who did what and when; append only. */
export const adminLog = pgTable('admin_log', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  at: moment('at').notNull(),
  who: text('who').notNull(),
  act: text('act').notNull(),
  /** Station code, officer, file … that it was done to. */
  subject: text('subject').notNull(),
  detail: text('detail').notNull(),
});
