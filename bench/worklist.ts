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
  const idle = { ...OFFICER, roles: ['nobody'] };
  const views = [
    { name: 'mine', view: 'mine', officer: OFFICER, expected: PAGE.limit, bare: open },
    { name: 'mine, for whom nothing waits', view: 'mine', officer: idle, expected: 0, bare: open },
    { name: 'open', view: 'open', officer: OFFICER, expected: PAGE.limit, bare: open },
    { name: 'overdue', view: 'overdue', officer: OFFICER, expected: null, bare: open },
    { name: 'red and yellow cards', view: 'cards', officer: OFFICER, expected: null, bare: open },
    { name: 'all', view: 'all', officer: OFFICER, expected: PAGE.limit, bare: newest },
    { name: 'archived', view: 'archived', officer: OFFICER, expected: PAGE.limit, bare: newest },
  ] as const;
  const figures: Figure[] = [];
  for (const { name, view, officer, expected, bare } of views) {
    const { rows, total } = worklist(workspace, officer, { view, ...PAGE });
    // How many are overdue or carded depends on the day of the run.
    if (expected !== null && rows.length !== expected) throw new Error(`${name}: ${rows.length} rows`);
    figures.push(
      await compare(
        `${name}: the first ${PAGE.limit} of ${total.toLocaleString('en')}`,
        () => worklist(workspace, officer, { view, ...PAGE }),
        { what: '50 rows by an index', run: () => bare.all() },
        { runs: quick ? 10 : 60 },
      ),
    );
  }
  return figures;
}
