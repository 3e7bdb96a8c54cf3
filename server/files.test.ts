import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Station, stationWith } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { type ChainBuilder, sampleRecord } from '../tests/builders/entries.ts';
import { centreOn, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { sha256Hex } from './digest.ts';

const path = (hash: string) => `/v2/files/${hash}`;
const get = (station: Station, hash: string, range?: string) =>
  station.request('GET', path(hash), range === undefined ? {} : { headers: { range } });
const head = (station: Station, hash: string) => station.request('HEAD', path(hash));

/** One piece of an upload; `size` is said with the first. */
function patch(station: Station, hash: string, body: Uint8Array, offset = 0, size?: number): Promise<Response> {
  const headers = {
    'tus-resumable': '1.0.0',
    'content-type': 'application/offset+octet-stream',
    'upload-offset': `${offset}`,
    ...(size === undefined ? {} : { 'upload-length': `${size}` }),
  };
  return station.request('PATCH', path(hash), { body, headers, unsignedBody: true });
}
const put = async (station: Station, hash: string, body: Uint8Array) =>
  (await patch(station, hash, body, 0, body.length)).status;
const statusOf = async (station: Station, hash: string) => (await get(station, hash)).status;
const codeOf = async (response: Response) =>
  [response.status, ((await response.json()) as { error: { code: string } }).error.code] as const;
const offsets = ({ status, headers }: Response) => [status, headers.get('upload-offset'), headers.get('upload-length')];
const attach = (chain: ChainBuilder, caseId: string, sha256: string) =>
  chain.add('attached', caseId, { evidence: { kind: 'photo', name: '照片.jpg', sha256 } }, { baseRevision: 1 });

describe.each(engines())('files on $name', ({ open }) => {
  let centre: TestCentre;
  beforeAll(async () => {
    centre = centreOn(await open());
  }, 60_000);

  /** A window that has pushed an entry naming this content. */
  const named = async (content: Uint8Array) => {
    const hall = await newHall(centre.send);
    const hash = sha256Hex(content);
    const first = hall.chain.register();
    await hall.window.push([first, attach(hall.chain, first.caseId, hash)]);
    return { hall, hash, first };
  };

  it('takes a file that an entry names and gives the same bytes to who may see it', async () => {
    const content = randomBytes(300_000);
    const hash = sha256Hex(content);
    const hall = await newHall(centre.send);
    const first = hall.chain.register();
    expect(await put(hall.window, hash, content)).toBe(404);
    await hall.window.push([first, attach(hall.chain, first.caseId, hash)]);
    expect(await statusOf(hall.office, hash)).toBe(404);
    expect(await put(hall.window, hash, content)).toBe(204);
    for (const station of [hall.window, hall.office, hall.leader]) {
      const response = await get(station, hash);
      expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('says how far an upload is, goes on from there and nowhere else', async () => {
    const content = randomBytes(150_000);
    const { hall, hash } = await named(content);
    expect(offsets(await head(hall.window, hash))).toEqual([200, '0', null]);
    expect(await codeOf(await patch(hall.window, hash, content.subarray(0, 10)))).toEqual([400, 'bad_request']);
    expect(offsets(await patch(hall.window, hash, content.subarray(0, 70_000), 0, 150_000))).toEqual([
      204,
      '70000',
      null,
    ]);
    const state = await head(hall.window, hash);
    expect(offsets(state)).toEqual([200, '70000', '150000']);
    expect([state.headers.get('cache-control'), state.headers.get('tus-resumable')]).toEqual(['no-store', '1.0.0']);
    for (const offset of [0, 69_999, 70_001, 150_000])
      expect(await codeOf(await patch(hall.window, hash, Buffer.of(1), offset, 150_000))).toEqual([409, 'file_offset']);
    expect(offsets(await head(hall.window, hash))).toEqual([200, '70000', '150000']);
    expect(offsets(await patch(hall.window, hash, content.subarray(70_000), 70_000))).toEqual([204, '150000', null]);
    expect(offsets(await head(hall.window, hash))).toEqual([200, '150000', '150000']);
    expect(await codeOf(await patch(hall.window, hash, Buffer.of(1), 0, 150_000))).toEqual([409, 'file_offset']);
    expect(Buffer.from(await (await get(hall.office, hash)).arrayBuffer()).equals(content)).toBe(true);
  });

  it('gives the part that is asked for', async () => {
    const content = randomBytes(200_000);
    const { hall, hash } = await named(content);
    await put(hall.window, hash, content);
    await fc.assert(
      fc.asyncProperty(fc.nat(199_999), fc.nat(199_999), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const part = await get(hall.office, hash, `bytes=${from}-${to}`);
        expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to}/200000`]);
        expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(from, to + 1))).toBe(true);
      }),
      { numRuns: 10 },
    );
    const beyond = await get(hall.office, hash, 'bytes=200000-');
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */200000']);
  });

  it('counts a file only when its bytes are those of its name, and lets the truth follow a lie', async () => {
    const hall = await newHall(centre.send);
    const record = sampleRecord('tanghe-01');
    const hash = sha256Hex('the real one');
    const evidence = [{ kind: 'photo', name: 'a.jpg', sha256: hash }];
    await hall.window.push([hall.chain.register({ ...record, evidence })]);
    expect(await put(hall.window, hash, Buffer.from('another'))).toBe(400);
    expect(offsets(await head(hall.window, hash))).toEqual([200, '0', null]);
    expect(await statusOf(hall.office, hash)).toBe(404);
    expect(await put(hall.window, hash, Buffer.from('the real one'))).toBe(204);
    expect(await statusOf(hall.office, hash)).toBe(200);
  });

  it('is absent for other windows, other institutions and the handling unit, whatever they ask and however', async () => {
    const content = Buffer.from('证据'.repeat(100));
    const { hall, hash, first } = await named(content);
    const stranger = await newHall(centre.send);
    await hall.window.push([hall.chain.assign(first.caseId, { id: hall.unitId, name: '承办', station: null })]);
    await put(hall.window, hash, content);
    const nowhere = sha256Hex('nothing');
    const questions: ((station: Station, hash: string) => Promise<Response>)[] = [
      head,
      get,
      (station, name) => get(station, name, 'bytes=1-2'),
      (station, name) => get(station, name, 'bytes=999999-'),
      (station, name) => patch(station, name, content, 0, content.length),
      (station, name) => patch(station, name, content, 17),
      (station, name) => patch(station, name, Buffer.of(), content.length, content.length),
      (station, name) => station.request('PUT', path(name), { body: content }),
    ];
    for (const station of [hall.window2, hall.unit, stranger.office, stranger.window]) {
      for (const question of questions) {
        const [there, absent] = [await question(station, hash), await question(station, nowhere)];
        expect(there.status).toBe(404);
        expect(await there.text()).toBe(await absent.text());
        expect([...there.headers]).toEqual([...absent.headers]);
      }
    }
  });

  it('opens nothing to a station that only writes the hash into an entry of its own', async () => {
    const content = Buffer.from('别人的证据');
    const { hall, hash } = await named(content);
    await put(hall.window, hash, content);
    const thief = await newHall(centre.send);
    const own = thief.chain.register();
    await thief.window.push([own, attach(thief.chain, own.caseId, hash)]);
    expect(offsets(await head(thief.window, hash))).toEqual([200, '0', null]);
    expect(await statusOf(thief.window, hash)).toBe(404);
    expect(await statusOf(thief.office, hash)).toBe(404);
    expect(await put(thief.window, hash, Buffer.from('猜'))).toBe(400);
    expect(await statusOf(thief.window, hash)).toBe(404);
  });

  it("shows one station nothing of another's unfinished upload of the same file", async () => {
    const content = randomBytes(100_000);
    const { hall, hash } = await named(content);
    await patch(hall.window, hash, content.subarray(0, 60_000), 0, 100_000);
    expect(offsets(await head(hall.office, hash))).toEqual([200, '0', null]);
    expect(await codeOf(await patch(hall.office, hash, content.subarray(60_000), 60_000))).toEqual([
      400,
      'bad_request',
    ]);
    await patch(hall.office, hash, randomBytes(10), 0, 5_000);
    expect(offsets(await head(hall.window, hash))).toEqual([200, '60000', '100000']);
    expect(offsets(await patch(hall.window, hash, content.subarray(60_000), 60_000))[1]).toBe('100000');
    expect(Buffer.from(await (await get(hall.office, hash)).arrayBuffer()).equals(content)).toBe(true);
  });

  it('gives the unit what it attached itself', async () => {
    const hall = await newHall(centre.send);
    const content = Buffer.from('整改照片');
    const hash = sha256Hex(content);
    const first = hall.chain.register();
    await hall.window.push([first, hall.chain.assign(first.caseId, { id: hall.unitId, name: '承办', station: null })]);
    await hall.unit.push([attach(hall.unitChain, first.caseId, hash)]);
    expect(await put(hall.unit, hash, content)).toBe(204);
    expect(await statusOf(hall.unit, hash)).toBe(200);
    expect(await statusOf(hall.window, hash)).toBe(200);
  });

  it.each([
    ['no offset', { 'content-type': 'application/offset+octet-stream', 'upload-length': '5' }],
    ['an offset that is none', { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0x0' }],
    ['an offset below zero', { 'content-type': 'application/offset+octet-stream', 'upload-offset': '-1' }],
    ['another type', { 'content-type': 'image/png', 'upload-offset': '0', 'upload-length': '5' }],
    [
      'no length at all',
      { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0', 'upload-length': '0' },
    ],
    [
      'another tus',
      { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0', 'tus-resumable': '0.2.2' },
    ],
  ])('refuses a piece with %s', async (_what, headers) => {
    const { hall, hash } = await named(randomBytes(5));
    const response = await hall.window.request('PATCH', path(hash), {
      body: randomBytes(5),
      headers,
      unsignedBody: true,
    });
    expect(await codeOf(response)).toEqual([400, 'bad_request']);
    expect(offsets(await head(hall.window, hash))).toEqual([200, '0', null]);
  });

  it('takes nothing from whom it does not know', async () => {
    const content = randomBytes(50);
    const { hall, hash } = await named(content);
    const forged = { ...hall.window.key, privateKey: hall.window2.key.privateKey };
    expect(await put(stationWith(centre.send, forged), hash, content)).toBe(401);
    expect(offsets(await head(hall.window, hash))).toEqual([200, '0', null]);
  });

  it('takes 20 MB and not a byte more', async () => {
    const content = Buffer.alloc(20 * 1024 * 1024, 7);
    const { hall, hash } = await named(content);
    expect(await codeOf(await patch(hall.window, hash, Buffer.of(7), 0, content.length + 1))).toEqual([
      413,
      'file_too_large',
    ]);
    expect(await put(hall.window, hash, content)).toBe(204);
    expect(sha256Hex(new Uint8Array(await (await get(hall.office, hash)).arrayBuffer()))).toBe(hash);
  });
});
