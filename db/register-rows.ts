import { and, asc, gte, lt } from 'drizzle-orm';
import type { CaseState } from '../domain/case-file/state.ts';
import type { Orm } from './open.ts';
import { cases } from './schema.ts';

/**
 * The cases of a book, in the order they were registered: those registered from one local date to before another.
 *
 * @param from `YYYY-MM-DD`, included; @param until `YYYY-MM-DD`, excluded
 */
export function casesRegistered(orm: Orm, from: string, until: string): CaseState[] {
  return orm
    .select({ state: cases.state })
    .from(cases)
    .where(and(gte(cases.registeredAt, from), lt(cases.registeredAt, until)))
    .orderBy(asc(cases.registeredAt), asc(cases.seq))
    .all()
    .map((row) => JSON.parse(row.state) as CaseState);
}
