import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStationDb, type StationDb } from '../../db/open.ts';
import { checkChain } from '../../domain/case-file/chain.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import { openDemoDesk } from '../../tests/builders/desk.ts';
import { sampleRecord, sha256 } from '../../tests/builders/entries.ts';
import { loadDataKey } from '../keys/data-key.ts';
import { fileKeyring } from '../keys/file-keyring.ts';
import { loadProfiles } from '../load-profiles.ts';
import { caseTable, csvCell, entryLines } from './export-cases.ts';

let dataDir: string;
let db: StationDb;
const tricky = {
  ...sampleRecord('tanghe-05'),
  request: '=cmd|calc!A0',
  narrative: '第一行\r\n第二行\u2028"引号",\u0000\u001b@\ud842𠮷\u202e',
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'export-'));
  const desk = await openDemoDesk(dataDir);
  await desk.signInAs('intake_officer');
  await desk.register('d1', sampleRecord('tanghe-02'));
  await desk.register('d2', tricky);
  await desk.close();
  db = openStationDb({ dataDir, key: await loadDataKey(dataDir, fileKeyring), mode: 'reader' });
}, 60_000);
afterAll(() => {
  db.close();
  rmSync(dataDir, { recursive: true });
});

describe('export of entries', () => {
  it('comes back byte for byte, one entry a line, its chain whole', () => {
    const text = [...entryLines(db)].join('');
    expect(text.split(/\n|\u2028|\u2029/).length - 1).toBe(text.split('\n').length - 1);
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number | null; masked: boolean; entry: Entry });
    const entries = rows.map((row) => row.entry);
    expect(checkChain(entries, sha256)).toEqual([]);
    const second = entries.findLast((entry) => entry.kind === 'registered');
    expect(second?.payload.record).toEqual(tricky);
    expect(rows.every((row) => row.seq === null && row.masked === false)).toBe(true);
  });
});

/** Reads a table as RFC 4180 has it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

describe('the table of cases', () => {
  it('is a table that spreadsheets read, with nothing in it that runs', () => {
    const text = [...caseTable({ db, profiles: loadProfiles() })].join('');
    expect(text.startsWith('\ufeff编号,')).toBe(true);
    const [head, first, second, ...more] = readCsv(text.slice(1));
    expect(more).toEqual([]);
    expect([first?.length, second?.length]).toEqual([head?.length, head?.length]);
    const cell = (name: string) => second?.[head?.indexOf(name) ?? -1];
    expect(cell('请求')).toBe("'=cmd|calc!A0");
    expect(cell('事实情节')).toBe('第一行\n第二行⟦U+2028⟧"引号",␀␛@⟦U+D842⟧𠮷⟦U+202E⟧');
  });

  it.each([
    '=1',
    '+1',
    '-1',
    '@a',
    '＝1',
    '＋1',
    '－1',
    '＠a',
    '\t=1',
    '\r=1',
    '\n1',
    ' =1',
    '\u3000=1',
    '\u200b=1',
    '\ufeff=1',
    '007',
    '999999195903142175',
  ])('takes the danger out of %j', (text) => {
    expect(csvCell(text).replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it('lets ordinary words stand as they are', () => {
    for (const text of ['', '投诉', '19900000001', 'a=b', '0', '2026-03-04', "o'Neil"])
      expect(csvCell(text)).toBe(text);
  });

  it('never breaks out of its cell', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }), (texts) => {
        const rows = readCsv(`${texts.map(csvCell).join(',')}\r\n`);
        expect(rows.length).toBe(1);
        expect(rows[0]?.length).toBe(texts.length);
        for (const cell of rows[0] ?? []) expect(cell).not.toMatch(/^[\s]*[=+\-@＝＋－＠]/u);
      }),
    );
  });
});
