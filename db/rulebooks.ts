import { and, eq } from 'drizzle-orm';
import type { Orm, StationDb } from './open.ts';
import { rulebooks } from './schema.ts';

export type RulebookRow = typeof rulebooks.$inferSelect;
export type RulebookKind = RulebookRow['kind'];

/** Signature of a procedure that the program itself brought along. */
export const SHIPPED = 'shipped';

/** What a stored rulebook is called and which place it has, without its text. */
export interface RulebookHead {
  kind: RulebookKind;
  id: string;
  version: string;
  /** Place in its centre's order; 0 for a shipped one. */
  sequence: number;
  /** Key that signed it; empty for a shipped one. */
  keyId: string;
  receivedAt: string;
}

/** All stored rulebooks in order of arrival. */
export function rulebookHeads(db: StationDb): RulebookHead[] {
  return db.raw
    .prepare(
      `SELECT kind, id, version, json_extract(body, '$.sequence') AS sequence, json_extract(body, '$.keyId') AS keyId,
         received_at AS receivedAt FROM rulebooks ORDER BY rowid`,
    )
    .all() as RulebookHead[];
}

export function findRulebook(orm: Orm, kind: RulebookKind, id: string, version: string): RulebookRow | null {
  return (
    orm
      .select()
      .from(rulebooks)
      .where(named(kind, id, version))
      .get() ?? null
  );
}

/** Writes a rulebook; one of the same name gives way, which the caller has to have allowed. */
export function saveRulebook(orm: Orm, row: RulebookRow): void {
  const { body, signature, receivedAt } = row;
  orm
    .insert(rulebooks)
    .values(row)
    .onConflictDoUpdate({
      target: [rulebooks.kind, rulebooks.id, rulebooks.version],
      set: { body, signature, receivedAt },
    })
    .run();
}

function named(kind: RulebookKind, id: string, version: string) {
  return and(eq(rulebooks.kind, kind), eq(rulebooks.id, id), eq(rulebooks.version, version));
}
