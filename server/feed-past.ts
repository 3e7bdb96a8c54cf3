import { maySee, seesMasked, type Viewer } from '../domain/disclosure/see.ts';
import type { Query, Statement } from './db/direct.ts';
import { flagsOf, listOf } from './db/lists.ts';
import type { CaseAtCentre } from './judge.ts';
import { foldCases } from './stored-case.ts';

/** Cases that are folded at a time. */
const PIECE = 200;

/** $1 institution, $2 last id of the piece before, $3 how many. */
const NEXT_CASES: Statement = {
  name: 'past_next_cases',
  text: 'SELECT id FROM cases WHERE institution = $1 AND id > $2 ORDER BY id LIMIT $3',
};

/** $1 station, $2 cases, $3 masked, $4 institution: all entries of these cases that others wrote follow what the feed holds. */
const FEED_CASES: Statement = {
  name: 'past_feed_cases',
  text: `WITH past AS (
      SELECT e.station, e.station_seq, w.masked, row_number() OVER (ORDER BY e.case_id, e.case_seq) AS nth
      FROM unnest(string_to_array($2, ','), string_to_array($3, ',')::boolean[]) AS w (case_id, masked)
      JOIN entries e ON e.institution = $4 AND e.case_id = w.case_id AND e.refused IS NULL AND e.station <> $1
    ), written AS (
      INSERT INTO feed (institution, station, pos, author, author_seq, masked)
      SELECT $4, $1, h.pos + past.nth, past.station, past.station_seq, past.masked
      FROM past JOIN feed_heads h ON h.institution = $4 AND h.station = $1
    )
    UPDATE feed_heads SET pos = pos + (SELECT count(*) FROM past) WHERE institution = $4 AND station = $1`,
};

/** Puts into a new station's feed what it may see of the past. Its institution must be locked, so that nothing is added meanwhile. */
export async function feedThePast(query: Query, viewer: Viewer): Promise<void> {
  for (let last = ''; ; ) {
    const rows = await query<{ id: string }>(NEXT_CASES, [viewer.institution, last, PIECE]);
    const folded = await foldCases(
      query,
      viewer.institution,
      rows.map(({ id }) => id),
    );
    const seen = rows.flatMap(({ id }): CaseAtCentre[] => {
      const known = folded.get(id);
      return known && maySee(viewer, known.facts) ? [known] : [];
    });
    if (seen.length > 0) {
      await query(FEED_CASES, [
        viewer.code,
        listOf(seen, ({ state }) => state.caseId),
        flagsOf(seen, ({ facts }) => seesMasked(viewer, facts)),
        viewer.institution,
      ]);
    }
    const next = rows.at(-1);
    if (!next || rows.length < PIECE) return;
    last = next.id;
  }
}
