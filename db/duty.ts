import { and, eq, gt, inArray, lt, lte } from 'drizzle-orm';
import type { RosterShift } from '../domain/duty/roster.ts';
import type { Orm } from './open.ts';
import { cases } from './schema.ts';
import { rosterShifts } from './work-schema.ts';

/** Turns that touch a time, in the order they begin. Bounds are ISO 8601 with +08:00, as the table keeps them. */
export function rosterBetween(orm: Orm, from: string, to: string): RosterShift[] {
  return orm
    .select()
    .from(rosterShifts)
    .where(and(lt(rosterShifts.startsAt, to), gt(rosterShifts.endsAt, from)))
    .orderBy(rosterShifts.startsAt, rosterShifts.post, rosterShifts.officerName)
    .all();
}

/** Writes turns; one with a known id takes the new words. Call inside a transaction. */
export function saveRosterShifts(orm: Orm, shifts: readonly RosterShift[]): void {
  for (const shift of shifts) {
    const { id: _key, ...change } = shift;
    orm.insert(rosterShifts).values(shift).onConflictDoUpdate({ target: rosterShifts.id, set: change }).run();
  }
}

export function removeRosterShifts(orm: Orm, ids: readonly string[]): void {
  orm
    .delete(rosterShifts)
    .where(inArray(rosterShifts.id, [...ids]))
    .run();
}

/** Open cases whose earliest deadline lies before an instant, with the revision that tells whether they changed. */
export function openCasesDueBefore(orm: Orm, instant: string): { caseId: string; revision: number; recused: string }[] {
  return orm
    .select({ caseId: cases.caseId, revision: cases.revision, recused: cases.recused })
    .from(cases)
    .where(and(eq(cases.open, true), lte(cases.dueAt, instant)))
    .all();
}
