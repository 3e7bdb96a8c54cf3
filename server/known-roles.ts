import { and, eq, inArray } from 'drizzle-orm';
import { officerRoles } from './db/admin-schema.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';

/**
 * All roles that an institution's directory ever gave to officers, for `mayActAs`. Officers whom it never named are not in
 * the answer: they are their station's own.
 */
export async function knownRoles(
  db: CentreDatabase | CentreTransaction,
  institution: string,
  officers: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  if (officers.length === 0) return new Map();
  const rows = await db
    .select({ officer: officerRoles.officer, role: officerRoles.role })
    .from(officerRoles)
    .where(and(eq(officerRoles.institution, institution), inArray(officerRoles.officer, [...new Set(officers)])));
  return new Map(
    [...Map.groupBy(rows, (row) => row.officer)].map(([officer, given]) => [
      officer,
      new Set(given.map((row) => row.role)),
    ]),
  );
}
