import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, CENTRE, newKey, type Station, signedRequest } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { centreOn, type Hall, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { testSigner } from '../tests/builders/rulebooks.ts';
import { createCentre } from './app.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const codeOf = async (response: Response) => {
  const body = (await response.json()) as { error: { code: string; message: string } };
  expect(body.error.message).toMatch(/[\u4e00-\u9fff]/);
  return [response.status, body.error.code];
};
const batch = (...entries: unknown[]) => JSON.stringify({ protocol: 1, entries });
const pushRaw = (station: Station, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  station.request('POST', '/v1/entries', { body, headers });

const [embedded] = engines();

describe('who knocks at the door', () => {
  let centre: TestCentre;
  let hall: Hall;
  beforeAll(async () => {
    if (!embedded) throw new Error('no engine');
    centre = centreOn(await embedded.open(), { bytes: 200_000, inflatedBytes: 1_000_000, idleMs: 150, totalMs: 400 });
    hall = await newHall(centre.send);
  }, 60_000);

  it('does not know a station without enrolment, whatever it signs', async () => {
    for (const code of ['ZZ9', 'x', "A'; DROP TABLE stations;--", '', '../../etc']) {
      const request = signedRequest({ ...newKey('ZZ9'), code }, 'GET', '/v1/feed?after=0');
      expect(await codeOf(await centre.send(request))).toEqual([401, 'station_unknown']);
    }
    expect(await codeOf(await centre.send(new Request(`${CENTRE}/v1/feed`)))).toEqual([401, 'station_unknown']);
  });

  it('refuses a signature of another key, another body, path, method or time', async () => {
    const { key } = hall.window;
    const body = batch(hall.chain.register());
    const good = signedRequest(key, 'POST', '/v1/entries', { body });
    const changed: Request[] = [
      signedRequest({ ...newKey(key.code) }, 'POST', '/v1/entries', { body }),
      new Request(good.url, { method: 'POST', headers: good.headers, body: `${body} ` }),
      new Request(`${CENTRE}/v1/feed?after=0`, { headers: good.headers }),
      new Request(`${good.url}?a=1`, { method: 'POST', headers: good.headers, body }),
    ];
    for (const [name, value] of [
      ['x-time', new Date(Date.now() + 1_000).toISOString()],
      ['x-time', 'yesterday'],
      ['x-signature', ''],
      ['x-signature', 'AAAA'],
      ['x-signature', 'not base64 at all'],
      ['x-station', hall.window2.key.code],
    ] as const) {
      const request = signedRequest(key, 'POST', '/v1/entries', { body });
      request.headers.set(name, value);
      changed.push(request);
    }
    for (const request of changed) expect(await codeOf(await centre.send(request))).toEqual([401, 'signature_invalid']);
    expect((await hall.office.feed()).items).toEqual([]);
  });

  it('bears a clock that is up to a day off and no more', async () => {
    const at = (offset: number) => ({ time: new Date(Date.now() + offset).toISOString() });
    for (const sign of [-1, 1]) {
      const near = await hall.office.request('GET', '/v1/feed?after=0', at(sign * (DAY_MS - 60_000)));
      expect(near.status).toBe(200);
      const far = await hall.office.request('GET', '/v1/feed?after=0', at(sign * (DAY_MS + 60_000)));
      expect(await codeOf(far)).toEqual([401, 'signature_invalid']);
    }
  });

  it('lets a replay do nothing', async () => {
    const own = await newHall(centre.send);
    const request = signedRequest(own.window.key, 'POST', '/v1/entries', { body: batch(own.chain.register()) });
    const replies = [
      await centre.send(request.clone()),
      await centre.send(request.clone()),
      await centre.send(request),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
    expect((await own.office.feed()).items).toHaveLength(1);
  });

  it('refuses what is too large, as sent or inflated, and goes on', async () => {
    expect(await codeOf(await pushRaw(hall.window, 'x'.repeat(200_001)))).toEqual([413, 'too_large']);
    const lying = await pushRaw(hall.window, batch('x'), { 'content-length': '999999999' });
    expect([400, 413, 200]).toContain(lying.status);
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await codeOf(await pushRaw(hall.window, bomb, { 'content-encoding': 'gzip' }))).toEqual([413, 'too_large']);
    const twice = await pushRaw(hall.window, gzipSync(bomb), { 'content-encoding': 'gzip, gzip' });
    expect(await codeOf(twice)).toEqual([400, 'bad_request']);
    expect((await hall.window.feed()).items).toEqual([]);
  });

  it('takes a gzip batch whose signature covers the bytes as sent', async () => {
    const own = await newHall(centre.send);
    const reply = await pushRaw(own.window, gzipSync(batch(own.chain.register())), { 'content-encoding': 'gzip' });
    expect(reply.status).toBe(200);
    expect((await own.office.feed()).items).toHaveLength(1);
  });

  it.each([
    ['no JSON', '{"protocol":1,'],
    ['half of a character', Uint8Array.of(0x22, 0xe4, 0xbd, 0x22)],
    ['a wrong shape', '[]'],
    ['null', 'null'],
    ['no entries', '{"protocol":1}'],
    ['another protocol', JSON.stringify({ protocol: 2, entries: [1] })],
    ['a prototype', '{"__proto__":{"protocol":1,"entries":[1]}}'],
    ['nothing', ''],
  ])('answers %s with bad_request', async (_name, body) => {
    expect(await codeOf(await pushRaw(hall.window, body))).toEqual([400, 'bad_request']);
  });

  it('is not exhausted by nesting', async () => {
    const deep = `{"protocol":1,"entries":[${'['.repeat(60_000)}${']'.repeat(60_000)}]}`;
    const reply = await pushRaw(hall.window, deep);
    expect(await reply.json()).toMatchObject({ answers: [{ result: 'rejected', code: 'entry_invalid' }] });
  });

  it('lets go of a body that comes too slowly, from its start or drop by drop', async () => {
    const silent = new ReadableStream<Uint8Array>({});
    const dripping = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        controller.enqueue(Uint8Array.of(0x20));
      },
    });
    for (const body of [silent, dripping]) {
      const { headers } = signedRequest(hall.window.key, 'POST', '/v1/entries', { body: 'x' });
      const request = new Request(`${CENTRE}/v1/entries`, {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
      } as RequestInit);
      expect(await codeOf(await centre.send(request))).toEqual([400, 'bad_request']);
    }
  });

  it('answers strange questions to the feed plainly', async () => {
    for (const query of [
      'after=-1',
      'after=1.5',
      'after=x',
      'after=99999999999999',
      "after=1'--",
      'wait=-1',
      'after=0&wait=1e9',
    ]) {
      expect(await codeOf(await hall.window.request('GET', `/v1/feed?${query}`))).toEqual([400, 'bad_request']);
    }
    expect((await hall.window.feed(2_147_483_647)).items).toEqual([]);
  });

  it('finds no path but its own', async () => {
    const hash = 'a'.repeat(64);
    for (const path of [
      '/v1/files/../../etc/passwd',
      '/v1/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      `/v1/files/${hash}/../../../admin-token`,
      `/v1/files/${hash}%00`,
      `/v1/files/${hash.toUpperCase()}`,
      '/v1/files/',
      '/v1/entries/1',
      '/',
      '/%',
      '/v1/files/%zz',
    ]) {
      expect(await codeOf(await hall.window.request('GET', path))).toEqual([404, 'not_found']);
    }
  });

  it('keeps the administration behind its token and this machine', async () => {
    const ask = (headers: Record<string, string>, path = '/admin/stations') =>
      new Request(`${CENTRE}${path}`, { headers });
    for (const authorization of ['', 'Bearer', 'Bearer x', ADMIN_TOKEN, `Bearer ${ADMIN_TOKEN}x`]) {
      expect(await codeOf(await centre.send(ask({ authorization })))).toEqual([403, 'forbidden']);
    }
    const authorization = `Bearer ${ADMIN_TOKEN}`;
    expect((await centre.send(ask({ authorization }))).status).toBe(200);
    const handle = createCentre({
      db: centre.opened.db,
      clock: () => new Date(),
      random: () => new Uint8Array(16),
      log: () => {},
      adminToken: ADMIN_TOKEN,
      name: '',
      signer: testSigner(),
    });
    for (const path of ['/admin/stations', '/%61dmin/stations', '/admin/%73tations']) {
      const answer = await handle(ask({ authorization }, path), { loopback: false });
      expect(await codeOf(answer)).toEqual([404, 'not_found']);
    }
  });

  it('says of itself only that it runs', async () => {
    const health = await centre.send(new Request(`${CENTRE}/v1/health`));
    expect(await health.json()).toEqual({ ok: true, protocol: 1 });
  });

  it('logs neither names nor numbers nor keys', async () => {
    const own = await newHall(centre.send);
    await own.window.push([own.chain.register(), own.chain2.register(), { narrative: '赵𠮷祥' }]);
    const log = centre.logged.join('\n');
    expect(log).toContain('rejected');
    expect(log).not.toMatch(/赵|19900000|999999|Bearer|[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/);
  });
});

describe('a fault inside', () => {
  it('is answered as internal and logged without what a citizen said', async () => {
    const logged: string[] = [];
    const secret = '赵𠮷祥\n    at home, phone 19900000001';
    const handle = createCentre({
      db: {
        select: () => {
          throw new Error(`Failed query: insert ${secret}`);
        },
      } as unknown as TestCentre['opened']['db'],
      clock: () => new Date(),
      random: () => new Uint8Array(16),
      log: (line) => logged.push(JSON.stringify(line)),
      adminToken: ADMIN_TOKEN,
      name: '',
      signer: testSigner(),
    });
    expect(await codeOf(await handle(signedRequest(newKey('TH03'), 'GET', '/v1/feed')))).toEqual([500, 'internal']);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/internal_error.*attacks\.test\.ts/);
    expect(logged[0]).not.toMatch(/赵|home|199/);
  });
});
