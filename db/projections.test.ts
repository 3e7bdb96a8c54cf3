import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseRow } from '../tests/builders/case-row.ts';
import { ChainBuilder } from '../tests/builders/entries.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { type CaseProjection, findCase } from './cases.ts';
import { insertEntry } from './entries.ts';
import { DATABASE_FILE, openStationDb, type StationDb } from './open.ts';
import { saveRow } from './projections.ts';

const DUE = '2026-03-05T23:59:59.999+08:00';

describe('the row of a case', () => {
  let dataDir: string;
  let db: StationDb;

  const projection = (columns: Partial<CaseProjection>) => caseRow('case-50', { dueAt: DUE, ...columns });

  /** Pages of the database that a change writes to its log. */
  function pagesOf(columns: Partial<CaseProjection>): number {
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
    db.raw.transaction(() => saveRow(db, projection(columns), 'changed'))();
    return Math.round((statSync(join(dataDir, `${DATABASE_FILE}-wal`)).size - 32) / (4_096 + 24));
  }

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'jiesu-projections-'));
    db = openStationDb({ dataDir, key: new Uint8Array(32).fill(7) });
    // The row does not repeat its registration: whoever reads the case needs it.
    const registered = new ChainBuilder('TH03').register(sampleRecord('tanghe-01'), 'case-50');
    insertEntry(db, registered, JSON.stringify(registered), { serverSeq: null, masked: false, feedPos: null });
    for (let n = 1; n <= 100; n += 1) saveRow(db, caseRow(`case-${n}`, { dueAt: DUE }), 'new');
  });
  afterAll(() => {
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('a note rewrote the indexes of the worklist: what does not move the case leaves them alone', () => {
    const row = pagesOf({ revision: 2 });
    expect(row).toBeLessThanOrEqual(2);
    expect(pagesOf({ revision: 3, dueAt: '2026-03-06T23:59:59.999+08:00' })).toBeGreaterThan(row);
  });

  it.each<[keyof CaseProjection, unknown]>([
    ['dueAt', '2026-04-01T23:59:59.999+08:00'],
    ['yellowAt', DUE],
    ['nextStation', 'TH04'],
    ['nextRoles', ',leader,'],
    ['open', false],
    ['conflict', true],
    ['recused', ',o-1,'],
    ['status', 'closed'],
  ])('says a new %s even where it alone is new', (column, value) => {
    saveRow(db, projection({}), 'changed');
    saveRow(db, projection({ [column]: value }), 'changed');
    expect(findCase(db.orm, 'case-50')?.[column as 'dueAt']).toEqual(value);
  });
});
