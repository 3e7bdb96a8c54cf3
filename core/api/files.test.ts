import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sampleRecord } from '../../tests/builders/entries.ts';

describe('where a file is, as the desk tells it', () => {
  let dir: string;
  let desk: TestDesk;
  let hash: string;
  let loose: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-where-'));
    desk = await openDemoDesk(dir);
    await desk.signInAs('intake_officer');
    hash = (await desk.upload('案卷里的')).sha256;
    loose = (await desk.upload('只在草稿里')).sha256;
    const evidence = [{ kind: 'photo', name: '照片', sha256: hash }];
    await desk.register('d1', { ...sampleRecord('tanghe-04'), channel: 'phone', evidence });
  }, 30_000);
  afterAll(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const ask = async (method: 'GET' | 'POST', path: string, session = desk.session()) => {
    const response = await desk.fetch(
      new Request(`http://desk${path}`, { method, headers: { 'x-desk-session': session } }),
    );
    return [response.status, await response.json()] as const;
  };

  it('names what is here', async () => {
    expect(await ask('GET', `/files/${hash}/whereabouts`)).toEqual([200, { state: 'here' }]);
    expect(await ask('POST', `/files/${hash}/fetch`)).toEqual([200, { state: 'here' }]);
  });

  it.each([
    ['no case names', () => loose],
    ['nobody knows', () => 'f'.repeat(64)],
    ['has no such name', () => `${'f'.repeat(63)}%`],
  ])('says and asks nothing about what %s', async (_what, name) => {
    for (const [method, what] of [
      ['GET', 'whereabouts'],
      ['POST', 'fetch'],
    ] as const) {
      const [status, body] = await ask(method, `/files/${name()}/${what}`);
      expect([status, (body as { error: { code: string } }).error.code]).toEqual([404, 'not_found']);
    }
  });

  it('tells nobody who has not signed in', async () => {
    for (const [method, what] of [
      ['GET', 'whereabouts'],
      ['POST', 'fetch'],
    ] as const) {
      const [, body] = await ask(method, `/files/${hash}/${what}`, 'nobody');
      expect((body as { error: { code: string } }).error.code).toBe('not_signed_in');
    }
  });
});
