import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI_PROGRAM } from '../tests/harness/cli.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'due-'));
});
afterAll(() => rmSync(root, { recursive: true }));

function ask(content: unknown, ...more: string[]): Promise<{ code: number; out: string; err: string }> {
  const file = join(root, 'questions.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI_PROGRAM, 'due', '--cases', file, ...more],
      { env: { ...process.env, TZ: 'America/New_York', JIESU_DATA: join(root, 'none') } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

const good = { id: 'a', regime: 'tanghe', limit: 'lim_general', kind: 'due', start: '2026-02-14T20:17:05' };

describe('desk due', () => {
  it('answers every question with its sentence and its days, in a machine of another time zone, without a database', async () => {
    const { code, out, err } = await ask([good, { ...good, id: 7, regime: 12312, limit: 'lim_dispatch' }], '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const answers = JSON.parse(out);
    expect(answers).toEqual([
      {
        id: 'a',
        due: '2026-02-26',
        provisional: false,
        proof: {
          rule: '(一)对一般性咨询投诉,应在3个工作日内办结;',
          summary: '自2026年2月14日受理次日起算，第3个工作日为2026年2月26日',
          days: expect.any(Array),
        },
      },
      expect.objectContaining({ id: 7, due: '2026-02-14T20:27:05' }),
    ]);
    expect(answers[0].proof.days.at(-1)).toEqual({ date: '2026-02-26', counted: true, reason: '第3个工作日' });
    expect((await ask([good])).out).toBe('a\t2026-02-26\t自2026年2月14日受理次日起算，第3个工作日为2026年2月26日\n');
  });

  it('answers nothing at all when one question is wrong, and names it', async () => {
    const { code, out } = await ask([good, { ...good, id: 'bad-7', limit: 'lim_nowhere' }], '--json');
    expect(code).toBe(1);
    const { error } = JSON.parse(out);
    expect(error).toMatchObject({ code: 'not_found', detail: expect.stringContaining('bad-7') });
    expect(error.fields).toEqual([expect.objectContaining({ path: 'limit', code: 'not_found' })]);
    const unread = await ask([good, { ...good, id: 'bad-8', kind: 'guess' }]);
    expect(unread).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/bad-8.*kind/) });
  });

  it('says what is wrong with the file', async () => {
    expect(await ask('{"id":', '--json')).toMatchObject({ code: 1, out: expect.stringContaining('不是 JSON') });
    expect(await ask({ id: 1 })).toMatchObject({ code: 1, out: '', err: expect.stringContaining('应为题目的数组') });
  });
});
