import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeDiscarded } from '../../db/drafts.ts';
import { openStationDb, type StationDb } from '../../db/open.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { openDemoDesk } from '../../tests/builders/desk.ts';
import { ChainBuilder, sampleRecord, seal, sha256 } from '../../tests/builders/entries.ts';
import { loadDataKey } from '../keys/data-key.ts';
import { fileKeyring } from '../keys/file-keyring.ts';
import { loadProfiles } from '../load-profiles.ts';
import { systemPlatform } from '../platform.ts';
import { rebuildProjections } from './rebuild-projections.ts';
import { type Verification, verifyStation } from './verify-station.ts';

const profiles = loadProfiles();
const platform = systemPlatform(() => {});
let root: string;
let origin: string;
let key: Uint8Array;
let copies = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'verify-'));
  origin = join(root, 'origin');
  const desk = await openDemoDesk(origin);
  await desk.signInAs('intake_officer');
  await desk.register('d1', sampleRecord('tanghe-01'));
  const second = await desk.register('d2', sampleRecord('tanghe-02'));
  await desk.register('d3', sampleRecord('tanghe-03'));
  desk.clock.now = new Date('2026-03-05T10:00:00+08:00');
  await desk.signInAs('intake_officer');
  await desk.register('d4', sampleRecord('tanghe-05'));
  const base = await desk.call('case.get', { caseId: second.caseId });
  await desk.call('case.act', {
    caseId: second.caseId,
    baseRevision: base.state.revision,
    requestId: 'r1',
    command: { type: 'accept', category: 'general' },
  });
  await desk.call('draft.save', { draftId: 'd5', record: sampleRecord('tanghe-04') });
  await desk.close();
  key = await loadDataKey(origin, fileKeyring);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

/** A copy of the station to do harm to. */
function copy(): StationDb {
  const dataDir = join(root, `copy-${copies++}`);
  cpSync(origin, dataDir, { recursive: true });
  return openStationDb({ dataDir, key });
}

function verify(db: StationDb): Verification {
  return verifyStation({ db, profiles, calendar: STATE_COUNCIL_CALENDAR, sha256: platform.sha256 });
}

function findingsAfter(harm: (raw: Database) => void): Verification['findings'] {
  const db = copy();
  try {
    harm(db.raw);
    return verify(db).findings;
  } finally {
    db.close();
  }
}

const anyBody = "WHERE entry = (SELECT row FROM entries WHERE kind = 'registered' ORDER BY station_seq DESC LIMIT 1)";

describe('verification of a station', () => {
  it('finds nothing in a clean one, also as a reader that may not write', () => {
    const reader = openStationDb({ dataDir: origin, key, mode: 'reader' });
    const result = verify(reader);
    reader.close();
    expect(result.findings).toEqual([]);
    expect(result.station).toBe('TH03');
    expect(result.cases).toBe(4);
    expect(result.entries).toBeGreaterThan(5);
  });

  it.each<[string, (raw: Database) => void, string, string]>([
    [
      'a changed word',
      (raw) => raw.exec(`UPDATE entry_bodies SET body = replace(body, '葛知秋', '葛知春') ${anyBody}`),
      'chain',
      '内容与校验值不符',
    ],
    [
      'white space in an entry',
      (raw) => raw.exec(`UPDATE entry_bodies SET body = body || ' ' ${anyBody}`),
      'entry',
      '条目的写法被改动',
    ],
    [
      'an entry that is no JSON',
      (raw) => raw.exec(`UPDATE entry_bodies SET body = 'x' ${anyBody}`),
      'entry',
      '条目无法读取',
    ],
    [
      'an entry without its members',
      (raw) => raw.exec(`UPDATE entry_bodies SET body = '{"payload":null}' ${anyBody}`),
      'entry',
      '条目内容不符合规定',
    ],
    [
      'an entry whose text is gone',
      (raw) => raw.exec(`DELETE FROM entry_bodies ${anyBody}`),
      'orphan',
      '条目的原文不存在',
    ],
    [
      'a deleted entry',
      (raw) => raw.exec('DELETE FROM entries WHERE station_seq = 2'),
      'chain',
      '序号不连续，此处缺少条目',
    ],
    [
      'a changed hash column',
      (raw) => raw.exec("UPDATE entries SET hash = replace(hash, 'a', 'b') WHERE station_seq = 1"),
      'entry',
      '条目与登记的列不一致：hash',
    ],
    [
      'an own entry called masked',
      (raw) => raw.exec('UPDATE entries SET masked = 1 WHERE station_seq = 1'),
      'entry',
      '隐名标记与条目不符',
    ],
    [
      'an orphan in the outbox',
      (raw) => raw.exec("INSERT INTO outbox VALUES ('gone', 'gone', 99, 'pending', NULL, '')"),
      'orphan',
      '待上报的条目不存在',
    ],
    [
      'an entry that nobody would send',
      (raw) => raw.exec('DELETE FROM outbox WHERE station_seq = 1'),
      'orphan',
      '本站条目未上报，也不在待上报之列',
    ],
    [
      'an outbox row of another case',
      (raw) => raw.exec("UPDATE outbox SET case_id = 'x' WHERE station_seq = 1"),
      'orphan',
      '待上报的登记与条目不一致',
    ],
    [
      'a print job of no case',
      (raw) => raw.exec("UPDATE print_jobs SET case_id = 'x' WHERE rowid = 1"),
      'orphan',
      '打印任务的案卷不存在',
    ],
    [
      'a draft of no case',
      (raw) => raw.exec("UPDATE drafts SET case_id = 'x' WHERE draft_id = 'd1'"),
      'orphan',
      '草稿登记成的案卷不存在',
    ],
    [
      'an edited projection',
      (raw) => raw.exec("UPDATE cases SET status = 'archived' WHERE seq = 1"),
      'projection',
      '与条目重建的结果不同：status',
    ],
    [
      'an edited state',
      (raw) => raw.exec("UPDATE cases SET state = json_set(state, '$.round', 1) WHERE seq = 2"),
      'projection',
      '与条目重建的结果不同：state',
    ],
    ['a hidden case', (raw) => raw.exec('DELETE FROM cases WHERE seq = 1'), 'projection', '案卷没有列入工作台'],
    [
      'an invented case',
      (raw) => raw.exec("UPDATE cases SET case_id = 'x' WHERE seq = 1"),
      'orphan',
      '工作台上的案卷没有条目',
    ],
    [
      'a case that search cannot find',
      (raw) => raw.exec('DELETE FROM case_search WHERE rowid = 2'),
      'search',
      '检索目录里没有这个案卷',
    ],
    [
      'a search row with other words',
      (raw) =>
        raw.exec("DELETE FROM case_search WHERE rowid = 2; INSERT INTO case_search (rowid, tokens) VALUES (2, 'gap')"),
      'search',
      '检索目录与案卷内容不同',
    ],
    [
      'a search row too many',
      (raw) => raw.exec("INSERT INTO case_search (rowid, tokens) VALUES (77, 'gap')"),
      'search',
      '检索目录里有多余的行',
    ],
    [
      'a counter set back',
      (raw) => raw.exec("UPDATE counters SET value = 2 WHERE name = 'case 2026-03-04'"),
      'counter',
      '计数器落后于已用的第 3 号',
    ],
    [
      'a counter of papers set back',
      (raw) => raw.exec("DELETE FROM counters WHERE name = 'acceptance_notice 2026'"),
      'counter',
      '计数器落后于已用的第 1 号',
    ],
    [
      'a file that is not what its name says',
      (raw) =>
        raw.exec(
          "INSERT INTO files (sha256, mime, size, content, added_at, reported) VALUES ('aa', 'image/png', 1, x'00', '', 0)",
        ),
      'file',
      '附件内容与校验值不符',
    ],
  ])('finds %s', (_what, harm, check, problem) => {
    expect(findingsAfter(harm)).toContainEqual({ check, subject: expect.any(String), problem });
  });

  it('finds a number changed by somebody who also made the hashes right again', () => {
    const findings = findingsAfter((raw) => {
      const rows = raw.prepare('SELECT row, body FROM whole_entries ORDER BY station_seq').all() as {
        row: number;
        body: string;
      }[];
      let previous: string | null = null;
      for (const row of rows) {
        const entry = JSON.parse(row.body);
        if (entry.kind === 'registered' && entry.payload.number.includes('-0002-')) {
          entry.payload.number = entry.payload.number.replace('-0002-', '-0009-');
        }
        if (previous !== null) entry.prevHash = previous;
        const forged = seal(entry);
        previous = forged.hash;
        raw.prepare('UPDATE entry_bodies SET body = ? WHERE entry = ?').run(JSON.stringify(forged), row.row);
        raw.prepare('UPDATE entries SET hash = ? WHERE row = ?').run(forged.hash, row.row);
      }
    });
    expect(findings.map((f) => f.check)).not.toContain('chain');
    expect(findings).toContainEqual({
      check: 'number',
      subject: expect.stringContaining('-0009-'),
      problem: '编号的格式或校验码不对',
    });
    expect(findings).toContainEqual({ check: 'number', subject: 'case 2026-03-04', problem: '编号不连续，缺第 2 号' });
    expect(findings.map((f) => f.check)).toContain('projection');
  });

  it('takes gaps in the chain of another station, and finds its forged and its second entries', () => {
    const chain = new ChainBuilder('TH12');
    const caseId = chain.register(sampleRecord('tanghe-02')).caseId;
    const kept = [chain.note(caseId, '一'), chain.note(caseId, '二'), chain.note(caseId, '三')];
    const insert = (raw: Database, entry: (typeof kept)[number], body = JSON.stringify(entry)) => {
      const { lastInsertRowid } = raw
        .prepare(
          'INSERT INTO entries (id, case_id, station_id, station_seq, kind, hash, server_seq) VALUES (?,?,?,?,?,?,?)',
        )
        .run(entry.id, home, entry.stationId, entry.stationSeq, entry.kind, entry.hash, null);
      raw.prepare('INSERT INTO entry_bodies VALUES (?, ?)').run(lastInsertRowid, body);
    };
    let home = '';
    const join = (raw: Database, entries: typeof kept, change = (body: string) => body) => {
      home = (raw.prepare('SELECT case_id AS id FROM cases WHERE seq = 1').get() as { id: string }).id;
      for (const entry of entries) {
        const moved = seal({ ...entry, caseId: home });
        insert(raw, moved, change(JSON.stringify(moved)));
      }
    };
    const chainProblems = (findings: Verification['findings']) => findings.filter((f) => f.check === 'chain');
    const [one, two, three] = kept;
    if (!one || !two || !three) throw new Error('three notes');
    expect(chainProblems(findingsAfter((raw) => join(raw, [one, three])))).toEqual([]);
    expect(chainProblems(findingsAfter((raw) => join(raw, [one, two])))).toEqual([
      { check: 'chain', subject: 'TH12#3', problem: '与前一条目的校验值接不上' },
    ]);
    expect(chainProblems(findingsAfter((raw) => join(raw, [one], (body) => body.replace('一', '丁'))))).toEqual([
      { check: 'chain', subject: 'TH12#2', problem: '内容与校验值不符' },
    ]);
    const twice = findingsAfter((raw) => {
      raw.exec('DROP INDEX entries_station_seq');
      join(raw, [one, { ...two, stationSeq: one.stationSeq }]);
    });
    expect(chainProblems(twice)).toContainEqual({ check: 'chain', subject: 'TH12#2', problem: '同一序号有两个条目' });
  });

  it('finds nothing after an old discarded draft was purged: the text shown to the citizen went with it', () => {
    const findings = findingsAfter((raw) => {
      raw.exec(`UPDATE drafts SET discarded_at = '2026-01-01', signing_task_id = 't' WHERE draft_id = 'd5'`);
      raw.exec(
        `INSERT INTO signing_tasks VALUES ('t','registration','d5',NULL,'','读给本人的话','','','cancelled',NULL,NULL,'','')`,
      );
      purgeDiscarded(drizzle(raw), '2026-02-01');
      expect(raw.prepare('SELECT count(*) AS n FROM signing_tasks').get()).toEqual({ n: 0 });
    });
    expect(findings).toEqual([]);
  });

  it('says nothing personal', () => {
    const findings = findingsAfter((raw) => {
      raw.exec("UPDATE entry_bodies SET body = replace(body, '赵', '钱'); UPDATE cases SET complainant_name = 'x'");
      raw.exec(
        "DELETE FROM outbox; UPDATE counters SET value = 0; INSERT INTO case_search (rowid, tokens) VALUES (77, 'gap')",
      );
    });
    const text = JSON.stringify(findings);
    for (const id of ['tanghe-01', 'tanghe-02', 'tanghe-03']) {
      const { complainant } = sampleRecord(id);
      for (const secret of [complainant.name, complainant.phone, complainant.id_no]) {
        if (secret !== '') expect(text).not.toContain(secret);
      }
    }
  });

  it('finds every change of a single byte in the body of an entry', () => {
    const db = copy();
    const rows = db.raw.prepare('SELECT entry, CAST(body AS BLOB) AS body FROM entry_bodies').all() as {
      entry: number;
      body: Buffer;
    }[];
    const write = db.raw.prepare('UPDATE entry_bodies SET body = CAST(? AS TEXT) WHERE entry = ?');
    fc.assert(
      fc.property(fc.nat(rows.length - 1), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, where, flip) => {
        const row = rows[which];
        if (!row) return;
        const bytes = Buffer.from(row.body);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        write.run(bytes, row.entry);
        const { findings } = verify(db);
        write.run(row.body, row.entry);
        expect(findings.some((f) => f.check === 'chain' || f.check === 'entry')).toBe(true);
      }),
      { numRuns: 150 },
    );
    expect(verify(db).findings).toEqual([]);
    db.close();
  });
});

describe('rebuilding projections', () => {
  it('mends what was edited, in the old order, and leaves entries alone', () => {
    const db = copy();
    const listed = () => db.raw.prepare('SELECT case_id FROM cases ORDER BY seq').all();
    const entries = () => sha256(JSON.stringify(db.raw.prepare('SELECT * FROM whole_entries ORDER BY id').all()));
    const before = { listed: listed(), entries: entries() };
    db.raw.exec("UPDATE cases SET status = 'archived'; DELETE FROM case_search; DELETE FROM cases WHERE seq = 2");
    const steps: number[] = [];
    expect(rebuildProjections({ db, profiles, calendar: STATE_COUNCIL_CALENDAR }, (done) => steps.push(done))).toBe(4);
    expect(steps).toEqual([1, 2, 3, 4]);
    expect({ listed: listed(), entries: entries() }).toEqual(before);
    expect(verify(db).findings).toEqual([]);
    db.close();
  });

  it('changes nothing when a case cannot be made', () => {
    const db = copy();
    db.raw.exec(
      "DELETE FROM entries WHERE kind = 'registered' AND station_seq = (SELECT max(station_seq) FROM entries WHERE kind = 'registered'); INSERT INTO entries (id, case_id, station_id, station_seq, kind, hash) VALUES ('stray', 'stray', 'TH12', 1, 'noted', ''); INSERT INTO entry_bodies VALUES (last_insert_rowid(), '{\"kind\":\"noted\",\"payload\":{}}')",
    );
    const rows = () => db.raw.prepare('SELECT * FROM cases ORDER BY seq').all();
    const before = rows();
    expect(() => rebuildProjections({ db, profiles, calendar: STATE_COUNCIL_CALENDAR })).toThrow('database_damaged');
    expect(rows()).toEqual(before);
    db.close();
  });
});
