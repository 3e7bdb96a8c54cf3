import { and, eq } from 'drizzle-orm';
import { maySee, seesMasked, type Viewer } from '../domain/disclosure/see.ts';
import type { CentreDatabase } from './db/open.ts';
import { cases, fileNames } from './db/schema.ts';

/**
 * Authors of the entries naming this file that the station wrote itself or sees unmasked; none when there is no such
 * entry, or none for this station.
 *
 * One query that reads no entry, so that it takes as long for what is not this station's as for what does not exist. It
 * can do without the case's assignment: whoever sees a case only because it is assigned to it sees it masked.
 */
export async function authorsShown(db: CentreDatabase, station: Viewer, sha256: string): Promise<string[]> {
  const names = await db
    .selectDistinct({ author: fileNames.station, institution: cases.institution, stationId: cases.station })
    .from(fileNames)
    .innerJoin(cases, and(eq(cases.institution, fileNames.institution), eq(cases.id, fileNames.caseId)))
    .where(and(eq(fileNames.institution, station.institution), eq(fileNames.sha256, sha256)));
  const shown = names.filter(({ author, institution, stationId }) => {
    if (author === station.code) return true;
    const facts = { institution, stationId, assignment: null, everAssigned: [] };
    return maySee(station, facts) && !seesMasked(station, facts);
  });
  return [...new Set(shown.map((name) => name.author))];
}
