import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from 'vitest';
import { caseRow } from '../tests/builders/case-row.ts';
import { type CaseProjection, countConflicts, worklistPage } from './cases.ts';
import { openStationDb, type StationDb } from './open.ts';
import { saveProjection } from './projections.ts';

const VIEWER = { officerId: 'o-1', roles: ['ducha'], stationId: 'TH03', now: '2026-03-10T09:00:00+08:00' };
const FIRST = { offset: 0, limit: 50 };
const VIEWS = ['mine', 'open', 'overdue', 'cards', 'all', 'archived'] as const;

let dataDir: string;
let db: StationDb;

function save(caseId: string, columns: Partial<CaseProjection>): void {
  saveProjection(db, caseRow(caseId, columns));
}

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'jiesu-worklist-'));
  db = openStationDb({ dataDir, key: new Uint8Array(32).fill(7) });
  save('no deadline', {});
  save('late', { dueAt: '2026-03-05T23:59:59.999+08:00' });
  save('early', { dueAt: '2026-03-03T23:59:59.999+08:00' });
  save('of another role', { nextRoles: ',leader,ducha_helper,' });
  save('of another station', { nextStation: 'TH04' });
  save('of this station', { nextStation: 'TH03' });
  save('archived', { open: false, nextRoles: '' });
});
afterAll(() => {
  db.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** SQLite's plans of the statements that a page of the worklist runs. */
function plansOf(view: (typeof VIEWS)[number]): { sql: string; plan: string }[] {
  const prepare = vi.spyOn(db.raw, 'prepare');
  worklistPage(db.orm, view, VIEWER, FIRST);
  return plansRun(prepare);
}

/** The plans of what was prepared since a spy began; it ends. */
function plansRun(prepare: MockInstance<typeof db.raw.prepare>): { sql: string; plan: string }[] {
  const statements = prepare.mock.calls.map(([sql]) => sql);
  prepare.mockRestore();
  return statements.map((sql) => {
    const nothing = Array.from(sql.matchAll(/\?/g), () => null);
    const steps = db.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nothing) as { detail: string }[];
    return { sql, plan: steps.map((step) => step.detail).join('; ') };
  });
}

describe('the worklist', () => {
  it.each([
    ['mine', ['early', 'late', 'no deadline', 'of this station']],
    ['open', ['early', 'late', 'no deadline', 'of another role', 'of another station', 'of this station']],
    ['all', ['archived', 'of this station', 'of another station', 'of another role', 'early', 'late', 'no deadline']],
    ['archived', ['archived']],
  ] as const)('shows in %s what belongs there, in its order', (view, expected) => {
    const { rows, total } = worklistPage(db.orm, view, VIEWER, FIRST);
    expect(rows.map((row) => row.caseId)).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  it.each(VIEWS)('reads the page of %s along an index and counts without touching a case', (view) => {
    const plans = plansOf(view);
    expect(plans).toHaveLength(3);
    for (const { sql, plan } of plans) {
      expect(plan).not.toContain('TEMP B-TREE');
      if (sql.includes('count(*)')) expect(plan).toContain('COVERING INDEX');
      if (sql.includes('INDEXED BY')) expect(plan).toContain('cases_recused');
    }
  });

  it('counts conflicts from the few cases in conflict, however many there are', () => {
    const prepare = vi.spyOn(db.raw, 'prepare');
    expect(countConflicts(db)).toBe(0);
    expect(plansRun(prepare)).toEqual([expect.objectContaining({ plan: expect.stringContaining('cases_conflict') })]);
  });

  it('finds what is mine in the index alone, so that an officer with nothing to do waits no longer than others', () => {
    const [page] = plansOf('mine');
    expect(page?.plan).toContain('cases_due');
    const columns = db.raw.pragma("index_info('cases_due')") as { name: string }[];
    expect(columns.map((column) => column.name)).toEqual(['open', 'due_at', 'seq', 'next_station', 'next_roles']);
  });
});
