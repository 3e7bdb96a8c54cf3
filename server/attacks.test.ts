import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../domain/case-file/chain.ts';
import { feedPath } from '../domain/contract/wire.ts';
import { ADMIN_TOKEN, CENTRE, FIRST_QUESTION, newKey, type Station, signedRequest } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { centreOn, type Hall, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { TEST_SEALING_KEY, testSigner } from '../tests/builders/rulebooks.ts';
import { pack } from '../wire/pack.ts';
import { unpackPushAnswer } from '../wire/push-answer.ts';
import { createCentre } from './app.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const codeOf = async (response: Response) => {
  const body = (await response.json()) as { error: { code: string; message: string } };
  expect(body.error.message).toMatch(/[\u4e00-\u9fff]/);
  return [response.status, body.error.code];
};
const batch = async (...entries: unknown[]) =>
  Buffer.from(await pack(entries.map((entry) => canonicalJson(entry)).join('\n')));
const FEED = feedPath(FIRST_QUESTION);
const pushRaw = (station: Station, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  station.request('POST', '/v2/entries', { body, headers });

const [embedded] = engines();

describe('who knocks at the door', () => {
  let centre: TestCentre;
  let hall: Hall;
  beforeAll(async () => {
    if (!embedded) throw new Error('no engine');
    centre = centreOn(await embedded.open(), { bytes: 200_000, unpackedBytes: 1_000_000, idleMs: 150, totalMs: 400 });
    hall = await newHall(centre.send);
  }, 60_000);

  it('tells nobody which stations there are', async () => {
    const wrongKey = signedRequest(newKey(hall.window.key.code), 'GET', FEED);
    const refused = await (await centre.send(wrongKey)).text();
    for (const code of ['ZZ9', 'x', "A'; DROP TABLE stations;--", '', '../../etc']) {
      const answer = await centre.send(signedRequest({ ...newKey('ZZ9'), code }, 'GET', FEED));
      expect([answer.status, await answer.text()]).toEqual([401, refused]);
    }
    expect(await codeOf(await centre.send(new Request(`${CENTRE}${FEED}`)))).toEqual([401, 'signature_invalid']);
    const body = 'x'.repeat(200_001);
    for (const code of ['ZZ9', hall.window.key.code]) {
      const answer = await centre.send(signedRequest(newKey(code), 'POST', '/v2/entries', { body }));
      expect(await codeOf(answer)).toEqual([413, 'too_large']);
    }
  });

  it('refuses a signature of another key, another body, path, method or time', async () => {
    const { key } = hall.window;
    const body = await batch(hall.chain.register());
    const good = () => signedRequest(key, 'POST', '/v2/entries', { body });
    const { url, headers } = good();
    const changed: Request[] = [
      signedRequest({ ...newKey(key.code) }, 'POST', '/v2/entries', { body }),
      new Request(url, { method: 'POST', headers, body: Buffer.concat([body, Buffer.of(0)]) }),
      new Request(`${CENTRE}${FEED}`, { headers }),
      new Request(`${url}?a=1`, { method: 'POST', headers, body }),
      new Request(url, { method: 'PUT', headers, body }),
    ];
    const [scheme, code, time, signature = ''] = headers.get('authorization')?.split(' ') ?? [];
    for (const words of [
      [scheme, code, (Date.now() + 1_000).toString(36), signature],
      [scheme, code, 'yesterday!', signature],
      [scheme, code, '', signature],
      [scheme, code, time, ''],
      [scheme, code, time, 'AAAA'],
      [scheme, code, time, `${signature}A`],
      [scheme, code, time, 'not base64 at all'],
      [scheme, hall.window2.key.code, time, signature],
      ['JD1', code, time, signature],
      ['Bearer', code],
    ]) {
      const request = good();
      request.headers.set('authorization', words.join(' '));
      changed.push(request);
    }
    for (const request of changed) {
      const answer = await centre.send(request);
      expect([401, 404]).toContain(answer.status);
      if (request.method !== 'PUT') expect((await codeOf(answer))[1]).toBe('signature_invalid');
    }
    expect((await hall.office.feed()).items).toEqual([]);
  });

  it('bears a clock that is up to a day off and no more', async () => {
    const at = (offset: number) => ({ time: (Date.now() + offset).toString(36) });
    for (const sign of [-1, 1]) {
      const near = await hall.office.request('GET', FEED, at(sign * (DAY_MS - 60_000)));
      expect(near.status).toBe(200);
      await near.body?.cancel();
      const far = await hall.office.request('GET', FEED, at(sign * (DAY_MS + 60_000)));
      expect(await codeOf(far)).toEqual([401, 'signature_invalid']);
    }
  });

  it('lets a replay do nothing', async () => {
    const own = await newHall(centre.send);
    const request = signedRequest(own.window.key, 'POST', '/v2/entries', { body: await batch(own.chain.register()) });
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
    const lying = await pushRaw(hall.window, await batch('x'), { 'content-length': '999999999' });
    expect([400, 413, 200]).toContain(lying.status);
    const bomb = zstdCompressSync(Buffer.alloc(50_000_000, 0x20));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await codeOf(await pushRaw(hall.window, bomb))).toEqual([413, 'too_large']);
    const twice = await pushRaw(hall.window, zstdCompressSync(bomb));
    expect(await codeOf(twice)).toEqual([400, 'bad_request']);
    expect((await hall.window.feed()).items).toEqual([]);
  });

  it.each([
    ['what is not packed', '{"id":1}'],
    ['another packing', gzipSync('{"id":1}')],
    ['half a frame', zstdCompressSync('{"id":1}'.repeat(99)).subarray(0, 20)],
    ['half of a character', zstdCompressSync(Uint8Array.of(0x22, 0xe4, 0xbd, 0x22))],
    ['more lines than a batch has', zstdCompressSync('{}\n'.repeat(500))],
    ['nothing', ''],
  ])('answers %s with bad_request', async (_name, body) => {
    expect(await codeOf(await pushRaw(hall.window, body))).toEqual([400, 'bad_request']);
  });

  it('refuses each line that is no entry, and no more than that', async () => {
    const own = await newHall(centre.send);
    const good = canonicalJson(own.chain.register());
    const lines = ['', '{"id":', '[]', 'null', '{"__proto__":{"id":1}}', `${'['.repeat(60_000)}${']'.repeat(60_000)}`];
    const reply = await own.window.pushLines([...lines, good]);
    const { answers } = await unpackPushAnswer(new Uint8Array(await reply.arrayBuffer()));
    expect(answers).toEqual([...lines.map(() => ['rejected', 'entry_invalid']), 1]);
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
      const { headers } = signedRequest(hall.window.key, 'POST', '/v2/entries', { body: 'x' });
      const request = new Request(`${CENTRE}/v2/entries`, {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
      } as RequestInit);
      expect(await codeOf(await centre.send(request))).toEqual([400, 'bad_request']);
    }
  });

  it('answers strange questions to the feed plainly', async () => {
    const { search } = new URL(`${CENTRE}${FEED}`);
    const asked = (name: string, value: string) => {
      const query = new URLSearchParams(search);
      query.set(name, value);
      return `/v2/feed?${query}`;
    };
    for (const value of ['-1', '1.5', 'x', '', '99999999999999', "1'--", '1e9', '2147483648']) {
      for (const name of ['a', 'h', 'r', 'b', 'l', 'p']) {
        expect(await codeOf(await hall.window.request('GET', asked(name, value)))).toEqual([400, 'bad_request']);
      }
    }
    for (const path of ['/v2/feed', asked('e', 'x'), asked('e', "00000000'"), '/v2/feed?a=0']) {
      expect(await codeOf(await hall.window.request('GET', path))).toEqual([400, 'bad_request']);
    }
    expect((await hall.window.feed(2_147_483_647)).items).toEqual([]);
  });

  it('answers every other protocol with the one that it speaks', async () => {
    for (const path of ['/v1/feed?after=0', '/v1/health', '/v3/entries', '/v22/feed', '/v1', '/v1/files/x']) {
      const answer = await hall.window.request('GET', path);
      expect([answer.status, await answer.json()]).toMatchObject([
        426,
        { speaks: [2], error: { code: 'protocol_unknown' } },
      ]);
    }
  });

  it('finds no path but its own', async () => {
    const hash = 'a'.repeat(64);
    for (const path of [
      '/v2/files/../../etc/passwd',
      '/v2/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      `/v2/files/${hash}/../../../admin-token`,
      `/v2/files/${hash}%00`,
      `/v2/files/${hash.toUpperCase()}`,
      '/v2/files/',
      '/v2/entries/1',
      '/',
      '/%',
      '/v2/files/%zz',
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
      sealingKey: TEST_SEALING_KEY,
    });
    for (const path of ['/admin/stations', '/%61dmin/stations', '/admin/%73tations']) {
      const answer = await handle(ask({ authorization }, path), { loopback: false });
      expect(await codeOf(answer)).toEqual([404, 'not_found']);
    }
  });

  it('says of itself only that it runs', async () => {
    const health = await centre.send(new Request(`${CENTRE}/v2/health`));
    expect(await health.json()).toEqual({ ok: true, speaks: [2] });
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
        $client: {
          totalCount: 0,
          query: () => {
            throw new Error(`Failed query: insert ${secret}`);
          },
        },
      } as unknown as TestCentre['opened']['db'],
      clock: () => new Date(),
      random: () => new Uint8Array(16),
      log: (line) => logged.push(JSON.stringify(line)),
      adminToken: ADMIN_TOKEN,
      name: '',
      signer: testSigner(),
      sealingKey: TEST_SEALING_KEY,
    });
    expect(await codeOf(await handle(signedRequest(newKey('TH03'), 'GET', FEED)))).toEqual([500, 'internal']);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/internal_error.*attacks\.test\.ts/);
    expect(logged[0]).not.toMatch(/赵|home|199/);
  });
});
