import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDataKey } from '../core/keys/data-key.ts';
import { fileKeyring } from '../core/keys/file-keyring.ts';
import { openStationDb } from '../db/open.ts';
import { openDemoDesk, type TestDesk } from '../tests/builders/desk.ts';
import { sampleRecord } from '../tests/builders/entries.ts';
import { CLI_PROGRAM } from '../tests/harness/cli.ts';

const SAMPLES = join(import.meta.dirname, '../tests/samples/complaints.json');
let root: string;
let data: string;
let desk: TestDesk;
let caseId: string;
let number: string;

interface Ran {
  code: number;
  out: string;
  err: string;
}

function run(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI_PROGRAM, ...args],
      { cwd: root, env: { ...process.env, JIESU_DATA: data } },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
}

const out = (name: string) => join(root, name);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'cli-'));
  data = join(root, 'data');
  desk = await openDemoDesk(data);
  await desk.signInAs('intake_officer');
  ({ caseId, number } = await desk.register('d1', sampleRecord('tanghe-01')));
}, 60_000);
afterAll(async () => {
  await desk.close();
  rmSync(root, { recursive: true });
});

describe('beside a running desk', () => {
  it('verifies', async () => {
    const { code, out, err } = await run('verify', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ ok: true, station: 'TH03', cases: 1, findings: [] });
    expect(await run('verify')).toMatchObject({ code: 0, out: expect.stringContaining('没有发现问题') });
  });

  it('exports into a file that only this user can read, and leaves no half file', async () => {
    expect((await run('export', '--out', 'all.jsonl')).code).toBe(0);
    expect(JSON.parse(readFileSync(out('all.jsonl'), 'utf8').split('\n')[0] ?? '').entry.payload.number).toBe(number);
    expect(statSync(out('all.jsonl')).mode & 0o777).toBe(0o600);
    const { code, out: said } = await run('export', '--out', 'all.csv', '--format', 'csv', '--json');
    expect({ code, said: JSON.parse(said) }).toMatchObject({ code: 0, said: { format: 'csv', rows: 1 } });
    expect(readdirSync(root).filter((name) => name.endsWith('.new'))).toEqual([]);
    const lost = await run('export', '--out', 'no/such/folder.csv');
    expect(lost).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^不能写入 .*\n$/) });
  });

  it('prints a paper by id and by number, hyphens or not, and says that it is not time for another', async () => {
    const byId = await run('print', '--document', 'registration_slip', '--case', caseId, '--out', 'a.bin');
    expect(byId).toMatchObject({ code: 0, out: expect.stringContaining(number) });
    const scanned = number.replaceAll('-', '').toLowerCase();
    expect((await run('print', '--document', 'registration_slip', '--case', scanned, '--out', 'b.bin')).code).toBe(0);
    expect(readFileSync(out('b.bin')).subarray(0, 2)).toEqual(Buffer.from([0x1b, 0x40]));
    const early = await run('print', '--document', 'acceptance_notice', '--case', number, '--out', 'c.pdf', '--json');
    expect(early.code).toBe(1);
    expect(JSON.parse(early.out).error.code).toBe('document_unavailable');
    expect(existsSync(out('c.pdf'))).toBe(false);
    const unknown = '00000000-0000-7000-8000-000000000000';
    const nobody = await run('print', '--document', 'registration_slip', '--case', unknown, '--out', 'd');
    expect(nobody).toMatchObject({ code: 1, out: '', err: expect.stringContaining('没有找到') });
  });

  it('does not rebuild: one line says who holds the data', async () => {
    const { code, err } = await run('rebuild');
    expect({ code, lines: err.trimEnd().split('\n').length }).toEqual({ code: 3, lines: 1 });
    expect(err).toContain('另一个接诉台程序正在使用这个数据目录');
  });
});

describe('papers of a record in a file', () => {
  const file = (...args: string[]) => run('print', '--case', SAMPLES, ...args);

  it('needs no database, and gives ESC/POS, PDF and the picture of a slip', async () => {
    const one = { ...JSON.parse(readFileSync(SAMPLES, 'utf8'))[0] };
    writeFileSync(out('one.json'), JSON.stringify(one));
    const slip = ['print', '--document', 'registration_slip', '--case', 'one.json', '--data', 'nowhere'];
    expect((await run(...slip, '--width', '58', '--out', 's.bin')).code).toBe(0);
    expect((await run(...slip, '--width', 'a4', '--out', 's.pdf')).code).toBe(0);
    expect((await run(...slip, '--width', '80', '--png', '--out', 's.png')).code).toBe(0);
    expect(readFileSync(out('s.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(readFileSync(out('s.png')).subarray(1, 4).toString()).toBe('PNG');
    expect(existsSync(out('nowhere'))).toBe(false);
  });

  it('gives every paper of the list', async () => {
    const { documents } = JSON.parse((await run('print', '--list', '--json')).out) as { documents: { id: string }[] };
    expect(documents.length).toBe(6);
    for (const { id } of documents) {
      const { code, err } = await file('--pick', 'jikong-03', '--document', id, '--width', '58', '--out', `${id}.bin`);
      expect({ id, code, err }).toEqual({ id, code: 0, err: '' });
    }
  });

  it('refuses what registration refuses, with the code and the field', async () => {
    const raw = JSON.parse(readFileSync(SAMPLES, 'utf8')) as {
      id: string;
      expect: { valid: boolean; errors: { path: string; code: string }[] };
    }[];
    const invalid = raw.filter((sample) => !sample.expect.valid);
    expect(invalid.length).toBe(4);
    for (const { id, expect: wanted } of invalid) {
      const { code, out: said } = await file(
        '--pick',
        id,
        '--document',
        'registration_form',
        '--out',
        'x.pdf',
        '--json',
      );
      expect({ id, code, error: JSON.parse(said).error }).toMatchObject({
        id,
        code: 1,
        error: { code: wanted.errors[0]?.code, fields: wanted.errors },
      });
    }
    expect(existsSync(out('x.pdf'))).toBe(false);
  });

  it('says where a regime knows no refusal, and takes only its own grounds', async () => {
    const refusal = ['--document', 'refusal_notice', '--out', 'r.pdf', '--json'];
    const none = await file('--pick', 'tanghe-01', ...refusal);
    expect([none.code, JSON.parse(none.out).error.code]).toEqual([1, 'no_refusal_in_regime']);
    const wrong = await file('--pick', 'yunnan-04', '--ground', 'NX-1', ...refusal);
    expect([wrong.code, JSON.parse(wrong.out).error.code]).toEqual([1, 'ground_unknown']);
  });
});

describe('words that make no sense', () => {
  it.each([
    [],
    ['nothing'],
    ['verify', '--bad'],
    ['verify', 'extra'],
    ['export'],
    ['export', '--out', 'x', '--format', 'xml'],
    ['print', '--document', 'registration_slip'],
    ['print', '--document', 'registration_slip', '--case', 'x', '--width', '70', '--out', 'x'],
    ['print', '--document', 'registration_slip', '--case', 'x', '--width', 'a4', '--png', '--out', 'x'],
  ])('are answered with one line and 2: %j %j %j', async (...args) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^[^\n]+\n$/);
    const asJson = await run(...args, '--json');
    expect(asJson).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(asJson.out).error.code).toBe('bad_request');
  });

  it('help is Chinese and says the exit codes', async () => {
    for (const args of [['--help'], ['verify', '--help'], ['print', '-h']]) {
      const { code, out } = await run(...args);
      expect(code).toBe(0);
      expect(out).toContain('退出码');
    }
  });
});

it('says that there is no station and makes none', async () => {
  const { code, err } = await run('verify', '--data', 'empty');
  expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('尚未完成首次设置') });
  expect(existsSync(out('empty'))).toBe(false);
});

it('reports tampering with exit 1, and rebuilds when the desk is closed', async () => {
  await desk.close();
  const db = openStationDb({ dataDir: data, key: await loadDataKey(data, fileKeyring) });
  db.raw.exec("UPDATE cases SET status = 'archived'");
  db.close();
  const found = await run('verify', '--json');
  expect(found.code).toBe(1);
  expect(JSON.parse(found.out)).toMatchObject({ ok: false, findings: [{ check: 'projection', subject: caseId }] });
  expect(await run('rebuild')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('已重建 1 个案卷') });
  expect((await run('verify')).code).toBe(0);
});
