import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { type ChainBuilder, sampleRecord } from '../tests/builders/entries.ts';
import { centreOn, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { sha256Hex } from './digest.ts';

const put = async (station: Station, hash: string, body: Uint8Array) =>
  (await station.request('PUT', `/v2/files/${hash}`, { body })).status;
const get = (station: Station, hash: string) => station.request('GET', `/v2/files/${hash}`);
const statusOf = async (station: Station, hash: string) => (await get(station, hash)).status;
const attach = (chain: ChainBuilder, caseId: string, sha256: string) =>
  chain.add('attached', caseId, { evidence: { kind: 'photo', name: '照片.jpg', sha256 } }, { baseRevision: 1 });

describe.each(engines())('files on $name', ({ open }) => {
  let centre: TestCentre;
  beforeAll(async () => {
    centre = centreOn(await open());
  }, 60_000);

  it('takes a file that an entry names and gives the same bytes to who may see it', async () => {
    const hall = await newHall(centre.send);
    const content = randomBytes(300_000);
    const hash = sha256Hex(content);
    const first = hall.chain.register();
    expect(await put(hall.window, hash, content)).toBe(404);
    await hall.window.push([first, attach(hall.chain, first.caseId, hash)]);
    expect(await statusOf(hall.office, hash)).toBe(404);
    expect(await put(hall.window, hash, content)).toBe(204);
    expect(await put(hall.window, hash, content)).toBe(204);
    for (const station of [hall.window, hall.office, hall.leader]) {
      const response = await get(station, hash);
      expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('counts a file only when its bytes are those of its name', async () => {
    const hall = await newHall(centre.send);
    const record = sampleRecord('tanghe-01');
    const hash = sha256Hex('the real one');
    const evidence = [{ kind: 'photo', name: 'a.jpg', sha256: hash }];
    await hall.window.push([hall.chain.register({ ...record, evidence })]);
    expect(await put(hall.window, hash, Buffer.from('another'))).toBe(400);
    expect(await statusOf(hall.office, hash)).toBe(404);
    expect(await put(hall.window, hash, Buffer.from('the real one'))).toBe(204);
    expect(await statusOf(hall.office, hash)).toBe(200);
  });

  it('is absent for other windows, other institutions and the handling unit', async () => {
    const hall = await newHall(centre.send);
    const stranger = await newHall(centre.send);
    const content = Buffer.from('证据');
    const hash = sha256Hex(content);
    const first = hall.chain.register();
    const given = hall.chain.assign(first.caseId, { id: hall.unitId, name: '承办', station: null });
    await hall.window.push([first, attach(hall.chain, first.caseId, hash), given]);
    await put(hall.window, hash, content);
    for (const station of [hall.window2, hall.unit, stranger.office]) {
      const there = await get(station, hash);
      const nowhere = await get(station, sha256Hex('nothing'));
      expect([there.status, await there.text()]).toEqual([nowhere.status, await nowhere.text()]);
      expect(await put(station, hash, content)).toBe(404);
    }
  });

  it('opens nothing to a station that only writes the hash into an entry of its own', async () => {
    const hall = await newHall(centre.send);
    const thief = await newHall(centre.send);
    const content = Buffer.from('别人的证据');
    const hash = sha256Hex(content);
    const first = hall.chain.register();
    await hall.window.push([first, attach(hall.chain, first.caseId, hash)]);
    await put(hall.window, hash, content);
    const own = thief.chain.register();
    await thief.window.push([own, attach(thief.chain, own.caseId, hash)]);
    expect(await statusOf(thief.window, hash)).toBe(404);
    expect(await statusOf(thief.office, hash)).toBe(404);
    expect(await put(thief.window, hash, Buffer.from('猜'))).toBe(400);
    expect(await statusOf(thief.window, hash)).toBe(404);
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

  it('takes 20 MB and not a byte more', async () => {
    const hall = await newHall(centre.send);
    const content = Buffer.alloc(20 * 1024 * 1024, 7);
    const hash = sha256Hex(content);
    const first = hall.chain.register();
    await hall.window.push([first, attach(hall.chain, first.caseId, hash)]);
    expect(await put(hall.window, hash, content)).toBe(204);
    expect(sha256Hex(new Uint8Array(await (await get(hall.office, hash)).arrayBuffer()))).toBe(hash);
    const more = await hall.window.request('PUT', `/v2/files/${hash}`, {
      body: Buffer.concat([content, Buffer.of(7)]),
    });
    expect([more.status, ((await more.json()) as { error: { code: string } }).error.code]).toEqual([
      413,
      'file_too_large',
    ]);
  });
});
