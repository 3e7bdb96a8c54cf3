import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCaseNumber } from '../domain/case-file/number.ts';
import { interpret } from '../printing/interpreter.ts';
import { CLI_PROGRAM } from '../tests/harness/cli.ts';
import { bare } from '../tests/harness/paper-text.ts';

const ALL_SAMPLES = join(import.meta.dirname, '../tests/samples/complaints.json');

interface Written {
  sample: string;
  document: string;
  width: '58' | '80' | 'a4';
  file: string;
  number: string;
  qr: string | null;
  text: string[];
}

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cli-samples-'));
  const raw = JSON.parse(readFileSync(ALL_SAMPLES, 'utf8')) as { id: string }[];
  const some = ['tanghe-01', 'tanghe-08', 'yunnan-04', 'yunnan-01'].map((id) => raw.find((one) => one.id === id));
  writeFileSync(join(root, 'some.json'), JSON.stringify(some));
  writeFileSync(
    join(root, 'odd.json'),
    JSON.stringify([{ ...some[0], id: '../../x' }, { ...some[0], id: '..-..-x' }, 7]),
  );
});
afterAll(() => rmSync(root, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI_PROGRAM, 'print', ...args],
      { cwd: root, maxBuffer: 1 << 26 },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
}

const manifestOf = (out: string) => JSON.parse(readFileSync(join(root, out, 'manifest.json'), 'utf8')) as Written[];
const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('papers of a file of records', () => {
  let said: { left_out: unknown; papers: number };
  let manifest: Written[];
  beforeAll(async () => {
    const { code, out } = await run('--samples', 'some.json', '--out', 'a', '--json');
    expect(code).toBe(0);
    said = JSON.parse(out);
    manifest = manifestOf('a');
  }, 120_000);

  it('names what registration refuses, and leaves it out', async () => {
    expect(said.left_out).toEqual([
      { sample: 'tanghe-08', code: 'required', fields: [{ path: 'narrative', code: 'required' }] },
    ]);
    expect(manifest.some((one) => one.sample === 'tanghe-08')).toBe(false);
    expect(said.papers).toBe(manifest.length);
  });

  it('gives each paper that applies on all three widths: of a refusal, or of acceptance and what follows', () => {
    const of = (sample: string) => [
      ...new Set(manifest.filter((one) => one.sample === sample).map((one) => one.document)),
    ];
    expect(of('tanghe-01')).toEqual([
      'registration_slip',
      'registration_form',
      'acceptance_notice',
      'assignment_slip',
      'feedback_record',
      'form:登记表',
      'form:电话记录',
    ]);
    expect(of('yunnan-04')).toEqual([
      'registration_slip',
      'registration_form',
      'refusal_notice',
      'form:受理通知书',
      'form:处理情况登记表',
      'form:流程图',
    ]);
    for (const one of manifest) {
      const same = manifest.filter((other) => other.sample === one.sample && other.document === one.document);
      expect(same.map((other) => other.width)).toEqual(['58', '80', 'a4']);
      expect(new Set(same.map((other) => JSON.stringify([other.number, other.qr, other.text]))).size).toBe(1);
    }
  });

  it('the files say what the manifest says, and only this user reads them', () => {
    for (const { file, width, text, number, qr } of manifest) {
      const path = join(root, 'a', file);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const bytes = readFileSync(path);
      expect(isCaseNumber(number) && qr).toBe(`JSD1:${number}`);
      expect(text.every((line) => line !== '')).toBe(true);
      if (width === 'a4') {
        const said = bare(execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }));
        for (const line of text) if (line.length < 60) expect(said).toContain(bare(line));
      } else {
        const printed = interpret(bytes, width);
        expect([printed.unknown, printed.overflows, printed.cuts.length]).toEqual([[], [], 1]);
        const words = bare(text.join(''));
        for (const line of printed.text) expect(words).toContain(bare(line));
      }
    }
    expect(new Set(manifest.map(({ sample, number }) => `${sample} ${number}`)).size).toBe(3);
    expect(new Set(manifest.map(({ number }) => number)).size).toBe(3);
  });

  it('is the same again, byte by byte', async () => {
    expect((await run('--samples', 'some.json', '--out', 'b')).code).toBe(0);
    expect(hash(join(root, 'b/manifest.json'))).toBe(hash(join(root, 'a/manifest.json')));
    for (const { file } of manifest) expect(hash(join(root, 'b', file)), file).toBe(hash(join(root, 'a', file)));
  }, 120_000);
});

describe('odd files and words', () => {
  it('an id never leads out of the folder, and two of one name do not meet', async () => {
    const { code, out } = await run('--samples', 'odd.json', '--out', 'odd', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).left_out).toMatchObject([{ sample: '3', code: 'invalid' }]);
    expect(readdirSync(join(root, 'odd')).sort()).toEqual(['__.._x', '_-..-x', 'manifest.json'].sort());
    expect(new Set(manifestOf('odd').map((one) => one.sample))).toEqual(new Set(['../../x', '..-..-x']));
  }, 60_000);

  it('says in one line what is missing or wrong', async () => {
    expect(await run('--samples', 'none.json', '--out', 'x')).toMatchObject({
      code: 1,
      err: '不能读取 none.json（没有这个文件或目录）\n',
    });
    expect(await run('--samples', 'some.json')).toMatchObject({ code: 2, err: '缺少 --out\n' });
    expect(await run('--samples', 'some.json', '--out', 'x', '--width', '58')).toMatchObject({
      code: 2,
      err: '--samples 不能与 --width 同用\n',
    });
    expect(await run('--samples', 'some.json', '--out', 'some.json/x')).toMatchObject({ code: 1, out: '' });
    expect(existsSync(join(root, 'x'))).toBe(false);
  }, 60_000);
});
