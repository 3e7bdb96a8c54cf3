import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as ask, type ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNSIGNED_BODY } from '../domain/contract/wire.ts';
import {
  authorization,
  enrolRequest,
  newKey,
  type Send,
  type StationKey,
  stationWith,
} from '../tests/builders/centre.ts';
import { type CentreProcess, runCentre, startCentre } from '../tests/builders/centre-process.ts';
import { ChainBuilder } from '../tests/builders/entries.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../tests/builders/postgres.ts';
import { sha256Hex } from './digest.ts';

const send: Send = (request) => fetch(request);
const KILLS = 5;
const BLOCK = 64 * 1024;

let data: string;
let postgres: ThrowawayPostgres;
let env: Record<string, string>;
let processes: CentreProcess[];
beforeAll(async () => {
  const bin = findPostgres();
  if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
  postgres = await startPostgres(bin);
});
beforeEach(() => {
  data = join(mkdtempSync(join(tmpdir(), 'centre-files-')), 'centre');
  env = { DATABASE_URL: postgres.newDatabase() };
  processes = [];
});
afterEach(async () => {
  for (const { child, ended } of processes) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(join(data, '..'), { recursive: true, force: true });
});
afterAll(() => postgres?.stop());

async function start(): Promise<CentreProcess> {
  const one = await startCentre(data, env);
  processes.push(one);
  return one;
}

/** A window that has reported an entry naming this content. */
async function namedBy(address: string, hash: string): Promise<StationKey> {
  const words = ['invite', 'TH03', '--kind', 'hall_window', '--institution', 'tanghe', '--data', data, '--json'];
  const { enrolCode } = JSON.parse((await runCentre(words, env)).stdout) as { enrolCode: string };
  const key = newKey('TH03');
  expect((await send(enrolRequest(key, enrolCode, address))).status).toBe(200);
  const chain = new ChainBuilder('TH03');
  const first = chain.register();
  const evidence = { kind: 'recording', name: '录音.wav', sha256: hash };
  const { answers } = await stationWith(send, key, address).push([
    first,
    chain.add('attached', first.caseId, { evidence }, { baseRevision: 1 }),
  ]);
  expect(answers.map(({ result }) => result)).toEqual(['stored', 'stored']);
  return key;
}

async function offsetAt(address: string, key: StationKey, hash: string): Promise<number> {
  const response = await stationWith(send, key, address).request('HEAD', `/v2/files/${hash}`);
  expect(response.status).toBe(200);
  return Number(response.headers.get('upload-offset'));
}

/** A `PATCH` whose body is written by the caller. */
function openPatch(address: string, key: StationKey, hash: string, offset: number, size: number): ClientRequest {
  const path = `/v2/files/${hash}`;
  const request = ask(`${address}${path}`, {
    method: 'PATCH',
    headers: {
      authorization: authorization(key, 'PATCH', path, UNSIGNED_BODY),
      'content-type': 'application/offset+octet-stream',
      'content-length': size - offset,
      'upload-offset': offset,
      'upload-length': size,
    },
  });
  request.on('error', () => {});
  return request;
}

const statusOf = (request: ClientRequest): Promise<number> =>
  new Promise((resolve) => {
    request.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    request.on('error', () => resolve(0));
  });

describe('an upload', () => {
  it('survives the centre being killed in its middle, again and again, and goes on within one block', async () => {
    const content = randomBytes(3_000_001);
    const hash = sha256Hex(content);
    let centre = await start();
    const key = await namedBy(centre.address, hash);
    let offset = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const request = openPatch(centre.address, key, hash, offset, content.length);
      const stretch = content.subarray(offset, offset + 300_000 + kill * 50_001);
      for (let at = 0; at < stretch.length; at += 10_000) request.write(stretch.subarray(at, at + 10_000));
      // What is whole blocks becomes durable while the line is open; the rest when it falls silent.
      const reached = offset + stretch.length;
      const whole = kill % 2 === 0 ? reached : reached - (reached % BLOCK);
      await expect.poll(() => offsetAt(centre.address, key, hash), { timeout: 20_000 }).toBeGreaterThanOrEqual(whole);
      const said = await offsetAt(centre.address, key, hash);
      centre.child.kill('SIGKILL');
      await centre.ended;
      request.destroy();
      centre = await start();
      offset = await offsetAt(centre.address, key, hash);
      expect(offset).toBeGreaterThanOrEqual(said);
      expect(offset).toBeLessThanOrEqual(reached);
      expect(reached - offset).toBeLessThanOrEqual(BLOCK);
    }
    // The last one in full flight: nothing was waited for.
    const flight = openPatch(centre.address, key, hash, offset, content.length);
    flight.write(content.subarray(offset, content.length - 1));
    await wait(30);
    centre.child.kill('SIGKILL');
    await centre.ended;
    centre = await start();
    offset = await offsetAt(centre.address, key, hash);
    const rest = openPatch(centre.address, key, hash, offset, content.length);
    rest.end(content.subarray(offset));
    expect(await statusOf(rest)).toBe(204);
    const response = await stationWith(send, key, centre.address).request('GET', `/v2/files/${hash}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  it('may go on at another process on the same database, and a line that died there spoils nothing', async () => {
    const content = randomBytes(500_000);
    const hash = sha256Hex(content);
    const [one, other] = [await start(), await start()];
    const key = await namedBy(one.address, hash);
    const stalled = openPatch(one.address, key, hash, 0, content.length);
    stalled.write(content.subarray(0, 200_000));
    await expect.poll(() => offsetAt(other.address, key, hash), { timeout: 20_000 }).toBe(200_000);
    const next = openPatch(other.address, key, hash, 200_000, content.length);
    next.write(content.subarray(200_000, 300_000));
    await expect.poll(() => offsetAt(one.address, key, hash), { timeout: 20_000 }).toBe(300_000);
    // The first line wakes up with bytes that are old by now.
    const late = statusOf(stalled);
    stalled.end(content.subarray(200_000));
    expect(await late).toBe(409);
    next.end(content.subarray(300_000));
    expect(await statusOf(next)).toBe(204);
    const response = await stationWith(send, key, one.address).request('GET', `/v2/files/${hash}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });
});
