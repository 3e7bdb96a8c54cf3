import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDb, type StationDb } from '../db/open.ts';
import { entries, entryBodies } from '../db/schema.ts';
import { openDemoDesk, type TestDesk } from '../tests/builders/desk.ts';
import { sampleRecord } from '../tests/builders/entries.ts';
import { startLoopbackCentre } from '../tests/builders/loopback-centre.ts';
import { until } from '../tests/harness/wait.ts';
import { systemPlatform } from './platform.ts';
import { createStationClock, type StationClock } from './station-clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (iso: string) => new Date(`${iso}+08:00`);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clock-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('a desk whose clock jumps while it runs', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDemoDesk(dir, at('2026-03-04T09:00:00'));
    await desk.signInAs('intake_officer');
  });
  afterEach(() => desk.close());

  const pass = (ms: number) => {
    desk.clock.now = new Date(desk.clock.now.getTime() + ms);
  };
  const leap = (ms: number) => {
    pass(ms);
    desk.clock.leapt = (desk.clock.leapt ?? 0) + ms;
  };
  const caseOf = async (caseId: string) => desk.call('case.get', { caseId });

  it('stamps entries from trusted time, moves no deadline, and says so until the clock is right again', async () => {
    const first = await desk.register('d1', sampleRecord('tanghe-01'));
    const before = await caseOf(first.caseId);
    leap(400 * DAY);
    pass(10 * 60_000);
    const status = await desk.call('status', {});
    expect(status).toMatchObject({
      now: '2026-03-04T09:10:00.000+08:00',
      clock: { state: 'ahead', pc: '2027-04-08T09:10:00.000+08:00', trusted: '2026-03-04T09:10:00.000+08:00' },
    });
    expect((await caseOf(first.caseId)).clocks).toEqual(before.clocks);
    const second = await desk.register('d2', sampleRecord('tanghe-02'));
    const { entries: written, row } = await caseOf(second.caseId);
    expect(written[0]?.wallTime).toBe('2026-03-04T09:10:00.000+08:00');
    expect(row.number).toContain('20260304');

    leap(-400 * DAY);
    expect((await desk.call('status', {})).clock.state).toBe('ok');
  });

  it('goes on from the last entry when it is set back, and believes the officer who looked', async () => {
    await desk.register('d1', sampleRecord('tanghe-01'));
    leap(-3 * DAY);
    pass(60_000);
    const status = await desk.call('status', {});
    expect(status.clock).toMatchObject({ state: 'backwards', trusted: '2026-03-04T09:01:00.000+08:00' });

    const confirmed = await desk.call('clock.confirm', {});
    expect(confirmed).toMatchObject({ state: 'ok', trusted: '2026-03-01T09:01:00.000+08:00' });
    const { caseId } = await desk.register('d2', sampleRecord('tanghe-02'));
    expect((await caseOf(caseId)).entries[0]?.wallTime).toBe('2026-03-01T09:01:00.000+08:00');
    expect((await desk.call('status', {})).clock.state).toBe('ok');
  });

  it('is left alone when it is set right by hours, or when a week passes', async () => {
    await desk.register('d1', sampleRecord('tanghe-01'));
    leap(3 * HOUR);
    // Three hours without an act sign the officer out: the time is believed.
    await desk.signInAs('intake_officer');
    expect((await desk.call('status', {})).clock.state).toBe('ok');
    pass(7 * DAY);
    await desk.signInAs('intake_officer');
    expect(await desk.call('status', {})).toMatchObject({
      now: '2026-03-11T12:00:00.000+08:00',
      clock: { state: 'ok' },
    });
  });

  it('is asked about only by someone signed in', async () => {
    const request = new Request('http://desk/api/clock.confirm', { method: 'POST', body: '{}' });
    expect((await desk.fetch(request)).status).toBe(401);
  });
});

describe('a desk at a centre', () => {
  it('hears the time with every answer, a refusal included', async () => {
    const here = at('2026-03-04T09:00:00');
    const centre = await startLoopbackCentre(() => here);
    const desk = await openDemoDesk(dir, here);
    try {
      await desk.signInAs('ducha');
      await desk.call('sync.configure', { address: centre.address, enrolCode: await centre.invite('TH03') });
      // Nobody saw it leap: a month seemed to pass. The centre refuses what is signed a month ahead, and says its time.
      desk.clock.now = at('2026-04-04T09:00:00');
      await desk.signInAs('intake_officer');
      await desk.register('d1', sampleRecord('tanghe-01'));
      const status = () => desk.call('status', {});
      const { clock } = await until(status, (now) => now.clock.state === 'ahead', 60_000);
      expect(clock).toMatchObject({ pc: expect.stringContaining('2026-04-04'), trusted: expect.any(String) });
    } finally {
      await desk.close();
      await centre.close();
    }
  }, 120_000);
});

describe('the clock of a station over restarts and with a centre', () => {
  const key = new Uint8Array(32).fill(7);
  let db: StationDb;
  let pc: number;
  let elapsed: number;
  let said: number;

  beforeEach(() => {
    db = openStationDb({ dataDir: dir, key });
    pc = at('2026-03-04T09:00:00').getTime();
    elapsed = 0;
    said = 0;
  });
  afterEach(() => db.close());

  const start = (): StationClock =>
    createStationClock({
      db,
      platform: { ...systemPlatform(() => {}), now: () => new Date(pc), elapsed: () => elapsed },
      stationCode: 'TH03',
      databaseFile: join(dir, 'absent.db'),
      changed: () => {
        said += 1;
      },
    });
  const pass = (ms: number) => {
    pc += ms;
    elapsed += ms;
  };
  const wrote = (iso: string, stationSeq = 1) => {
    const { row } = db.orm
      .insert(entries)
      .values({ id: `e${stationSeq}`, caseId: 'c', stationId: 'TH03', stationSeq, kind: 'note', hash: 'h' })
      .returning()
      .get();
    db.orm
      .insert(entryBodies)
      .values({ entry: row, body: JSON.stringify({ wallTime: `${iso}+08:00` }) })
      .run();
  };

  it('believes a clock after a week off', () => {
    wrote('2026-02-25T17:00:00');
    expect(start().view().state).toBe('ok');
  });

  it('remembers over a restart that the clock was ahead, and forgets it when the clock was set back', () => {
    const first = start();
    pc += 30 * DAY;
    expect(first.view().state).toBe('ahead');
    elapsed = 0;
    pass(HOUR);
    expect(start().view()).toMatchObject({ state: 'ahead', trusted: '2026-03-04T10:00:00.000+08:00' });
    pc -= 30 * DAY;
    elapsed = 0;
    expect(start().view()).toMatchObject({ state: 'ok', trusted: '2026-03-04T10:00:00.000+08:00' });
  });

  it('finds out from the centre that the clock is a year ahead, or stands in 2010, and tells it once', () => {
    const clock = start();
    pc += 365 * DAY;
    expect(clock.view().state).toBe('ahead');
    expect(start().view().state).toBe('ahead');
    db.raw.exec('DELETE FROM meta');
    const unaware = start();
    expect(unaware.view().state).toBe('ok');
    said = 0;
    unaware.centreSaid(at('2026-03-04T09:00:00'));
    pass(5_000);
    expect(unaware.view()).toMatchObject({ state: 'ahead', trusted: '2026-03-04T09:00:05.000+08:00' });
    expect(said).toBe(1);

    pc = at('2010-01-01T00:00:00').getTime();
    expect(unaware.view()).toMatchObject({ state: 'backwards', trusted: '2026-03-04T09:00:05.000+08:00' });
  });

  it('does not hear a centre that names a time which no calendar writes down', () => {
    const clock = start();
    for (const time of [8.64e15, -8.64e15, Date.UTC(10_000, 0)]) {
      clock.centreSaid(new Date(time));
      expect(clock.view()).toMatchObject({ state: 'ok', trusted: '2026-03-04T09:00:00.000+08:00' });
    }
  });

  it('holds to the officer against a centre that is wrong, and never stamps before the last entry', () => {
    wrote('2026-03-04T08:59:00');
    const clock = start();
    clock.centreSaid(at('2020-01-01T00:00:00'));
    expect(clock.view()).toMatchObject({ state: 'ahead', trusted: '2026-03-04T08:59:00.000+08:00' });
    clock.confirm('officer');
    pass(20_000);
    clock.centreSaid(at('2020-01-01T00:00:20'));
    expect(clock.view()).toMatchObject({ state: 'ok', trusted: '2026-03-04T09:00:20.000+08:00' });
  });

  it('asks again when the station wrote after the confirmation and the clock fell behind that', () => {
    wrote('2027-03-04T09:00:00');
    const clock = start();
    expect(clock.view().state).toBe('backwards');
    clock.confirm('officer');
    expect(start().view().state).toBe('ok');
    wrote('2026-03-04T09:00:00', 2);
    pc -= HOUR;
    expect(start().view().state).toBe('backwards');
  });
});
