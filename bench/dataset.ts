import { isDeepStrictEqual } from 'node:util';
import { eq, getTableColumns } from 'drizzle-orm';
import { caseFiguresOf, projectionOf } from '../core/services/project-case.ts';
import type { Workspace } from '../core/workspace.ts';
import { stateAt } from '../db/case-states.ts';
import type { CaseProjection } from '../db/cases.ts';
import { insertEntry } from '../db/entries.ts';
import { saveFigures } from '../db/figures.ts';
import type { StationDb } from '../db/open.ts';
import { saveProjection } from '../db/projections.ts';
import { cases } from '../db/schema.ts';
import { searchTokensOf } from '../db/search-text.ts';
import { foldCase } from '../domain/case-file/apply.ts';
import { caseNumber } from '../domain/case-file/number.ts';
import { packState } from '../domain/case-file/packed-state.ts';
import { type Entry, GENESIS_HASH, type NewFact } from '../domain/contract/entries.ts';
import { seeded } from '../tests/harness/restarting-desk.ts';
import { OFFICER } from './desk.ts';
import { inventRecord } from './texts.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2025-01-06T00:00:00.000Z');
const UNIT = { id: 'u-bdc', name: '县不动产登记机构', station: null };
const DAYS = 680;
const BATCH = 5_000;

/** What happened after registration, by how far a case has come. Every second case is archived, the others are open. */
const LIVES: readonly (readonly NewFact[])[] = (() => {
  const accepted: NewFact = { kind: 'accepted', payload: { category: 'general', noticeNumber: '' } };
  const investigated: NewFact = { kind: 'investigated', payload: { text: '已向窗口核实，情况基本属实。' } };
  const approved: NewFact = { kind: 'approved', payload: { decision: 'agree', opinion: '请承办单位认真办理。' } };
  const assigned: NewFact = {
    kind: 'assigned',
    payload: { unit: UNIT, mode: 'handle', opinion: '请按期办结并回复。', slipNumber: '样例转〔2026〕1号' },
  };
  const closed: NewFact = { kind: 'closed', payload: { outcome: 'resolved', verified: 'true', summary: '已办结。' } };
  const archived: NewFact = { kind: 'archived', payload: { note: '' } };
  return [
    [],
    [accepted],
    [accepted, investigated],
    [accepted, investigated, approved],
    [accepted, investigated, approved, assigned],
    [accepted, investigated, approved, assigned, closed, archived],
  ];
})();

/**
 * Fills a station with invented cases: half of them open, spread over the steps of the procedure. Same seed, same cases.
 *
 * Every projection is the core's own (fold, clocks, search tokens). It goes in by prepared statements instead of
 * `saveProjection`, which builds its SQL anew for each row; `proveSame` shows that the rows are the same. Of the entries
 * only the registrations are stored: no measurement on these cases reads the others.
 */
export function fillCases(workspace: Workspace, count: number): void {
  const { db } = workspace;
  const random = seeded(20_261_121);
  const columns = Object.entries(getTableColumns(cases));
  const names = columns.map(([, column]) => column.name);
  const insert = db.raw.prepare(`INSERT INTO cases (${names}) VALUES (${names.map(() => '?')})`);
  const index = db.raw.prepare('INSERT INTO case_search (rowid, tokens) VALUES (?, ?)');
  db.raw.pragma('synchronous = OFF');
  for (let first = 1; first <= count; first += BATCH) {
    db.raw.transaction(() => {
      for (let seq = first; seq < Math.min(first + BATCH, count + 1); seq += 1) {
        const { registration, projection } = inventCase(workspace, seq, count, random);
        const { state, ...row } = projection;
        const values: Record<string, unknown> = { ...row, seq, state: packState(state) };
        insertEntry(db, registration, JSON.stringify(registration), { serverSeq: 1, masked: false, feedPos: null });
        insert.run(columns.map(([key, column]) => (values[key] == null ? null : column.mapToDriverValue(values[key]))));
        index.run(seq, searchTokensOf(state));
        saveFigures(db, caseFiguresOf(workspace, state), seq);
      }
    })();
  }
  db.raw.pragma('wal_checkpoint(TRUNCATE)');
  db.raw.pragma('synchronous = FULL');
  proveSame(db, count);
}

/** Writes some of the cases again with `saveProjection`. @throws Error when that changes a row */
function proveSame(db: StationDb, count: number): void {
  const read = db.raw.prepare('SELECT * FROM cases WHERE seq = ?');
  for (let seq = 1; seq <= count; seq += Math.ceil(count / 40) | 1) {
    const before = read.get(seq);
    const stored = db.orm.select().from(cases).where(eq(cases.seq, seq)).get();
    const state = stateAt(db, seq);
    if (!stored || !state) throw new Error(`no case ${seq}`);
    const { seq: _own, ...projection } = stored;
    saveProjection(db, { ...projection, state });
    if (!isDeepStrictEqual(read.get(seq), before)) throw new Error(`case ${seq} is not as the desk writes it`);
  }
}

function inventCase(
  workspace: Workspace,
  seq: number,
  count: number,
  random: () => number,
): { registration: Entry; projection: CaseProjection } {
  const at = new Date(FIRST_DAY + (seq / count) * DAYS * DAY_MS).toISOString().replace('Z', '+08:00');
  const hex = seq.toString(16).padStart(12, '0');
  const life = seq % 2 === 0 ? LIVES.length - 1 : Math.floor(random() * (LIVES.length - 1));
  const number = caseNumber('TH03', at.slice(0, 10), seq);
  const registered: NewFact = {
    kind: 'registered',
    payload: {
      number,
      regime: { id: 'tanghe', version: '1' },
      stationName: '样例站点',
      record: inventRecord(random, at),
    },
  };
  const entries = [registered, ...(LIVES[life] ?? [])].map(
    (fact, step) =>
      ({
        id: `00000000-0000-7000-8${String(step).padStart(3, '0')}-${hex}`,
        caseId: `00000000-0000-7000-8000-${hex}`,
        stationId: 'TH03',
        stationSeq: seq,
        actor: { officerId: OFFICER.id, name: OFFICER.name, roles: OFFICER.roles },
        wallTime: at,
        baseRevision: step,
        prevHash: GENESIS_HASH,
        hash: GENESIS_HASH,
        ...fact,
      }) as Entry,
  );
  const state = foldCase(entries);
  const [registration] = entries;
  if (!state || !registration) throw new Error('a case without entries');
  return { registration, projection: projectionOf(workspace, state) };
}
