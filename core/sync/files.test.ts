import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BadLine, type BadLineOptions, startBadLine } from '../../tests/builders/bad-line.ts';
import { type LoopbackCentre, startLoopbackCentre } from '../../tests/builders/loopback-centre.ts';
import { type BareStation, openBareStation } from '../../tests/builders/station.ts';
import { until } from '../../tests/harness/wait.ts';
import { httpTransport, systemTimers } from './http-transport.ts';
import type { CentreResponse, SyncOutside, Transport } from './transport.ts';

/** Numbers that look random and are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The true line takes minutes: `SLOW_LINE=1`. Here a faster one that is cut as often for what it carries. */
const LINE = process.env.SLOW_LINE
  ? { bytesPerSecond: 23_000 / 8, cutEvery: 24 * 1024, size: 400_000 }
  : { bytesPerSecond: 200_000, cutEvery: 48 * 1024, size: 700_000 };

describe('files between stations and the centre', () => {
  let dir: string;
  let centre: LoopbackCentre;
  let closers: (() => Promise<void>)[];
  let tests = 0;
  beforeAll(async () => {
    centre = await startLoopbackCentre(() => new Date());
  }, 60_000);
  afterAll(() => centre.close());
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-files-'));
    closers = [];
    tests += 1;
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
    rmSync(dir, { recursive: true, force: true });
  });

  const outsideWith = (transport: Transport): SyncOutside => ({ transport, timers: systemTimers, random: Math.random });
  const codeOf = (name: string) => `${name}X${tests}`;
  /** Opens a station, or opens it again as after a restart. */
  const opened = (name: string, outside?: SyncOutside): BareStation => {
    const station = openBareStation(join(dir, name), codeOf(name), outside);
    closers.push(() => station.close());
    return station;
  };
  /** One that has enrolled, in an institution of this test's own. */
  const joined = async (
    name: string,
    address = centre.address,
    kind: 'hall_window' | 'supervision_office' = 'hall_window',
    outside?: SyncOutside,
  ) => {
    const station = opened(name, outside);
    await station.sync.configure(address, await centre.invite(codeOf(name), kind, `institution-${tests}`));
    return station;
  };
  const badLine = async (options: Partial<BadLineOptions>): Promise<BadLine> => {
    const target = new URL(centre.address).host;
    const line = await startBadLine({
      target,
      bytesPerSecond: Number.POSITIVE_INFINITY,
      cutShare: 0,
      cutEvery: 1,
      random: seeded(7),
      ...options,
    });
    closers.push(() => line.close());
    return line;
  };
  const allSent = (station: BareStation, ms = 30_000) =>
    until(
      () => station.sync.status(),
      ({ pending, files }) => pending === 0 && files?.files === 0,
      ms,
    );
  const arrived = (station: BareStation, caseId: string) =>
    until(
      () => station.cases(),
      (cases) => cases.includes(caseId),
    );
  const stateOf = (station: BareStation, hash: string, state: string, ms?: number) =>
    until(
      () => station.sync.files.whereabouts(hash),
      (where) => where.state === state,
      ms,
    );

  it(
    'come through a line that is slow and cut all the time, with hardly a byte sent twice, both ways',
    async () => {
      const { size, ...slow } = LINE;
      const up = await badLine({ ...slow, cutShare: 0.3 });
      const down = await badLine({ ...slow, cutShare: 0.3, random: seeded(8) });
      const window = await joined('TH03');
      const caseId = window.register();
      await allSent(window);
      await window.sync.stop();
      const office = await joined('TH01', centre.address, 'supervision_office');
      await arrived(office, caseId);
      await office.close();
      closers.splice(closers.length - 1, 1);

      // From here on over the bad line: where the centre is, is a line in the station's settings.
      const moved = (station: BareStation, address: string) => {
        const row = station.workspace.db.raw.prepare("SELECT value FROM meta WHERE key = 'centre link'").pluck().get();
        const link = { ...JSON.parse(String(row)), address };
        station.workspace.db.raw
          .prepare("UPDATE meta SET value = ? WHERE key = 'centre link'")
          .run(JSON.stringify(link));
        station.sync.start();
      };
      const content = randomBytes(size);
      moved(window, up.address);
      const hash = window.attach(caseId, content);
      await allSent(window, 600_000);
      console.info(`up ${up.up} for ${size} (${(up.up / size).toFixed(4)}), ${up.cuts} cuts of ${up.connections}`);
      expect(up.cuts).toBeGreaterThan(2);
      // All of it counts: entries, the heads of all requests, whatever was sent again.
      expect(up.up).toBeLessThan(size * 1.05);

      const reader = opened('TH01');
      await until(
        () => reader.workspace.db.raw.prepare("SELECT count(*) FROM entries WHERE kind = 'attached'").pluck().get(),
        (count) => count === 1,
      );
      await reader.sync.stop();
      moved(reader, down.address);
      reader.sync.files.want(hash);
      await until(
        () => {
          const where = reader.sync.files.whereabouts(hash);
          if (where.state === 'failed') reader.sync.files.want(hash);
          return where.state;
        },
        (state) => state === 'here',
        600_000,
      );
      console.info(`down ${down.down} for ${size} (${(down.down / size).toFixed(4)}), ${down.cuts} cuts`);
      expect(reader.content(hash)?.equals(content)).toBe(true);
      expect(down.cuts).toBeGreaterThan(2);
      expect(down.down).toBeLessThan(size * 1.05);
    },
    process.env.SLOW_LINE ? 1_300_000 : 120_000,
  );

  it('do not wait for one that the centre does not take', async () => {
    const window = await joined('TH03');
    const caseId = window.register();
    await allSent(window);
    await window.sync.stop();
    const spoilt = window.attach(caseId, randomBytes(100_000));
    const good = window.attach(caseId, randomBytes(90_000), 2);
    window.workspace.db.raw.prepare('UPDATE files SET content = zeroblob(100000) WHERE sha256 = ?').run(spoilt);
    window.sync.start();
    const status = await until(
      () => window.sync.status().files,
      (files) => files?.files === 1 && files.refused.length === 1,
    );
    expect(status?.refused[0]).toMatchObject({ sha256: spoilt, caseId, code: 'file_damaged' });
    const sent = window.workspace.db.raw.prepare('SELECT reported, sent_bytes FROM files WHERE sha256 = ?').get(good);
    expect(sent).toEqual({ reported: 1, sent_bytes: 90_000 });
  });

  it('are brought to a desk when somebody wants them, and each state on the way is told as it is', async () => {
    const window = await joined('TH03');
    const office = await joined('TH01', centre.address, 'supervision_office');
    const caseId = window.register();
    const content = randomBytes(300_000);
    await allSent(window);
    // The entry arrives, its bytes do not: this desk has lost them.
    window.workspace.db.raw.exec('CREATE TEMP TRIGGER lost AFTER INSERT ON files BEGIN DELETE FROM files; END');
    const hash = window.attach(caseId, content);
    await arrived(office, caseId);
    await until(
      () => office.workspace.db.raw.prepare("SELECT count(*) FROM entries WHERE kind = 'attached'").pluck().get(),
      (count) => count === 1,
    );
    expect(office.sync.files.whereabouts(hash)).toEqual({ state: 'absent', bytes: 0, size: null });
    office.sync.files.want(hash);
    await stateOf(office, hash, 'not_at_centre');
    window.workspace.db.raw.exec('DROP TRIGGER lost');
    window.attach(caseId, content, 2);
    await allSent(window);
    expect(office.sync.files.want(hash).state).toBe('fetching');
    await stateOf(office, hash, 'here');
    expect(office.content(hash)?.equals(content)).toBe(true);
    expect(office.workspace.db.raw.prepare("SELECT count(*) FROM meta WHERE key LIKE 'fetch %'").pluck().get()).toBe(0);
  });

  it('that came from the centre go to it as its own when a desk attaches them to a case of its own', async () => {
    const [window, other] = [await joined('TH03'), await joined('TH04')];
    const office = await joined('TH01', centre.address, 'supervision_office');
    const content = randomBytes(50_000);
    const hash = window.attach(window.register(), content);
    await allSent(window);
    const second = office.register();
    await until(
      () => office.cases(),
      (cases) => cases.length === 2,
    );
    await until(
      () => office.sync.files.want(hash).state,
      (state) => state === 'here',
    );
    office.attach(second, content);
    await allSent(office);
    expect(other.sync.files.want(hash).state).toBe('fetching');
    await stateOf(other, hash, 'not_at_centre');
    const uploads = await office.sync.signedCall()?.({ method: 'HEAD', path: `/v2/files/${hash}`, body: null });
    expect(uploads?.headers['upload-offset']).toBe('50000');
  });

  it('are gone on with after the desk was restarted in the middle', async () => {
    const window = await joined('TH03');
    const content = randomBytes(400_000);
    const hash = window.attach(window.register(), content);
    await allSent(window);
    const line = await badLine({ bytesPerSecond: 300_000 });
    const office = await joined('TH01', line.address, 'supervision_office');
    await until(
      () => office.cases(),
      (cases) => cases.length === 1,
    );
    office.sync.files.want(hash);
    const held = await until(
      () => office.sync.files.whereabouts(hash),
      (where) => where.state === 'fetching' && where.bytes > 100_000,
    );
    expect(held).toMatchObject({ size: 400_000 });
    await office.close();
    closers.splice(closers.length - 1, 1);
    const before = line.down;
    const again = opened('TH01');
    expect(again.sync.files.whereabouts(hash)).toMatchObject({ state: 'absent', size: 400_000 });
    again.sync.files.want(hash);
    await stateOf(again, hash, 'here');
    expect(again.content(hash)?.equals(content)).toBe(true);
    expect(line.down - before).toBeLessThan(320_000);
  });

  it.each([
    ['gives other bytes', (response) => ({ ...response, body: flipped(response.body) }), 'file_damaged'],
    ['begins elsewhere', (response) => saying(response, 'bytes 5-99999/100000'), 'centre_protocol'],
    ['says that it is endless', (response) => saying(response, 'bytes 0-99999/9999999999'), 'file_too_large'],
    ['says nothing of the kind', (response) => saying(response, ''), 'centre_protocol'],
  ] as [string, (response: CentreResponse) => CentreResponse, string][])(
    'of a centre that %s are not believed',
    async (_what, lie, code) => {
      const window = await joined('TH03');
      const hash = window.attach(window.register(), randomBytes(100_000));
      await allSent(window);
      const honest = httpTransport();
      const lying = outsideWith(async (request) => {
        const response = await honest(request);
        return request.method === 'GET' && request.path.includes('/files/') ? lie(response) : response;
      });
      const office = await joined('TH01', centre.address, 'supervision_office', lying);
      await until(
        () => office.cases(),
        (cases) => cases.length === 1,
      );
      office.sync.files.want(hash);
      expect(await stateOf(office, hash, 'failed')).toEqual({ state: 'failed', code });
      expect(office.content(hash)).toBeNull();
    },
  );
});

async function* flipped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of body) yield piece.map((byte) => byte ^ 1);
}

const saying = (response: CentreResponse, range: string): CentreResponse => ({
  ...response,
  headers: { ...response.headers, 'content-range': range },
});
