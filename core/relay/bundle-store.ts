import { and, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Orm } from '../../db/open.ts';
import { bundles } from '../../db/schema.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';

export type BundleRow = typeof bundles.$inferSelect;

/** Bundles made here of which the bytes are still at hand. */
const MADE_KEPT = 3;
const TROUBLE = 'bundle trouble';

/** Notes a bundle. One that is known already stays as it is: a bundle taken twice is one bundle. */
export function noteBundle(orm: Orm, row: BundleRow): void {
  orm.insert(bundles).values(row).onConflictDoNothing().run();
  const made = orm
    .select({ id: bundles.id })
    .from(bundles)
    .where(and(eq(bundles.role, 'made'), isNotNull(bundles.body)))
    .orderBy(sql`rowid DESC`)
    .all();
  for (const { id } of made.slice(MADE_KEPT)) orm.update(bundles).set({ body: null }).where(eq(bundles.id, id)).run();
}

export function listBundles(orm: Orm, limit: number): Omit<BundleRow, 'body'>[] {
  const { body: _body, ...columns } = getTableColumns(bundles);
  return orm.select(columns).from(bundles).orderBy(sql`rowid DESC`).limit(limit).all();
}

/** Bytes of a bundle that was made or is carried; null when they are no longer here. */
export function bundleBytes(orm: Orm, id: string): Uint8Array | null {
  return orm.select({ body: bundles.body }).from(bundles).where(eq(bundles.id, id)).get()?.body ?? null;
}

/** Ids of carried bundles that the centre has not confirmed, oldest first. */
export function undelivered(orm: Orm): string[] {
  const where = and(eq(bundles.role, 'carried'), isNull(bundles.deliveredAt), isNotNull(bundles.body));
  return orm
    .select({ id: bundles.id })
    .from(bundles)
    .where(where)
    .orderBy(sql`rowid`)
    .all()
    .map((row) => row.id);
}

/** The centre has it: the bytes are needed no longer. */
export function delivered(orm: Orm, id: string, at: string): void {
  orm.update(bundles).set({ deliveredAt: at, body: null }).where(eq(bundles.id, id)).run();
  noteTrouble(orm, id, null);
}

/** Why the centre did not take a carried bundle when it was offered last, by bundle. */
export const troubles = (orm: Orm): Record<string, ErrorCode> =>
  readMeta<Record<string, ErrorCode>>(orm, TROUBLE) ?? {};

export function noteTrouble(orm: Orm, id: string, code: ErrorCode | null): void {
  const { [id]: before, ...others } = troubles(orm);
  if (code === null && before === undefined) return;
  writeMeta(orm, TROUBLE, code === null ? others : { ...others, [id]: code });
}
