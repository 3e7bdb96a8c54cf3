import { worklist } from '../core/services/case-views.ts';
import type { Workspace } from '../core/workspace.ts';
import { OFFICER } from './desk.ts';
import { compare, type Figure } from './statistics.ts';

const PAGE = { offset: 0, limit: 50 };
const COLUMNS = `case_id, number, kind, channel, status, urgency, complainant_type, complainant_name, respondent, summary,
  registered_at, station_id, conflict, next_due, next_step, next_roles, next_station`;

/**
 * The first 50 of the worklist with their number, as the screen asks for them, over 100,000 open and as many archived
 * cases. Beside it the bare rows: 50 of them read along an index, nothing counted.
 */
export async function benchWorklist(workspace: Workspace, quick: boolean): Promise<Figure[]> {
  const { raw } = workspace.db;
  const open = raw.prepare(`SELECT ${COLUMNS} FROM cases WHERE open = 1 ORDER BY due_at, seq LIMIT 50`);
  const newest = raw.prepare(`SELECT ${COLUMNS} FROM cases ORDER BY seq DESC LIMIT 50`);
  const views = [
    { view: 'mine', bare: open },
    { view: 'open', bare: open },
    { view: 'all', bare: newest },
  ] as const;
  const figures: Figure[] = [];
  for (const { view, bare } of views) {
    const { rows, total } = worklist(workspace, OFFICER, { view, ...PAGE });
    if (rows.length !== PAGE.limit) throw new Error(`${view}: ${rows.length} rows`);
    figures.push(
      await compare(
        `first 50 of ${total.toLocaleString('en')} (${view})`,
        () => worklist(workspace, OFFICER, { view, ...PAGE }),
        { what: '50 rows by an index', run: () => bare.all() },
        { runs: quick ? 10 : 60 },
      ),
    );
  }
  return figures;
}
