import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseState } from '../domain/case-file/state.ts';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import { caseRow } from '../tests/builders/case-row.ts';
import { ChainBuilder } from '../tests/builders/entries.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { findCaseByNumber } from './cases.ts';
import { duplicateCandidates } from './duplicates.ts';
import { insertEntry } from './entries.ts';
import { openStationDb, type StationDb } from './open.ts';
import { saveProjection } from './projections.ts';

const SAMPLE = sampleRecord('tanghe-01');
type Complainant = ComplaintRecord['complainant'];

describe('what finds a case by the numbers of its people', () => {
  let dataDir: string;
  let db: StationDb;
  const chain = new ChainBuilder('TH03');

  function save(caseId: string, complainant: Partial<Complainant>, number = caseId): void {
    const record = { ...SAMPLE, complainant: { ...SAMPLE.complainant, phone: '', id_no: '', ...complainant } };
    const registered = chain.register(record, caseId);
    insertEntry(db, registered, JSON.stringify(registered), { serverSeq: null, masked: false, feedPos: null });
    const state = { attachments: [], number, record } as Partial<CaseState> as CaseState;
    saveProjection(db, caseRow(caseId, { number, state }));
  }

  const found = (asked: { phones?: string[]; idNo?: string }) =>
    duplicateCandidates(db, { phones: [], idNo: '', pairs: [], since: '2026', officerId: 'o-1', ...asked })
      .map(({ caseId }) => caseId)
      .sort();

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'jiesu-tags-'));
    db = openStationDb({ dataDir, key: new Uint8Array(32).fill(7) });
    save('own', { phone: '19900000001', id_no: '99999919400115001X' });
    save('agent', { agent: { name: '员代理', phone: '199-0000-0001' } as NonNullable<Complainant['agent']> });
    save('group', {
      group: { representatives: [{ name: '员代表', phone: '１９９０００００００１' }] } as NonNullable<
        Complainant['group']
      >,
    });
    save('longer', { phone: '199000000012' });
    save('none', { phone: '——' });
    save('numbered', {}, 'TH03-20260302-0007');
  });
  afterAll(() => {
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('finds the complainant, the agent and the representatives by phone, however it was written', () => {
    for (const phone of ['19900000001', '199 0000 0001', '199-00000001'])
      expect(found({ phones: [phone] })).toEqual(['agent', 'group', 'own']);
  });

  it('takes the whole number, and the kind of number, and nothing for a number', () => {
    expect(found({ phones: ['1990000000'] })).toEqual([]);
    expect(found({ idNo: '19900000001' })).toEqual([]);
    expect(found({ phones: ['——', ''] })).toEqual([]);
  });

  it('finds an identity number whatever the case of its last letter', () =>
    expect(found({ idNo: '99999919400115001x' })).toEqual(['own']));

  it('finds a case by its number and by nothing like it', () => {
    expect(findCaseByNumber(db, 'TH03-20260302-0007')?.caseId).toBe('numbered');
    for (const other of ['TH03-20260302-000', 'TH0320260302-0007', '——', ''])
      expect(findCaseByNumber(db, other)).toBeNull();
  });
});
