import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { floorOf, raiseCounter, raiseFloor } from './number-floor.ts';
import { openStationDb, type StationDb } from './open.ts';
import { drawNumber } from './settings.ts';

const TODAY = 'case 2026-03-02';

describe('numbers of a desk that was restored', () => {
  let dataDir: string;
  let db: StationDb;
  const YEAR = 'acceptance_notice 2026';
  const at = (time: string) => new Date(`2026-03-02T${time}:00+08:00`);
  const NINE = at('09:00');
  /** What a day's series begins above at nine: fifty minutes to spare, and nine hours. */
  const AT_NINE = 20 * (50 + 540);
  const draw = (series: string, now = NINE) => drawNumber(db.orm, series, floorOf(db.orm, series, now));

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'jiesu-floor-'));
    db = openStationDb({ dataDir, key: new Uint8Array(32).fill(7) });
  });
  afterEach(() => {
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('were given out again when the centre gave back an entry of a series that the backup did not know', () => {
    raiseFloor(db.orm, { below: 1_000, until: '2026-05-01' }, NINE);
    raiseCounter(db.orm, TODAY, 1, NINE);
    raiseCounter(db.orm, YEAR, 1, NINE);
    expect(draw(TODAY)).toBe(AT_NINE + 1);
    expect(draw(YEAR)).toBe(1_001);
  });

  it('go on above what was drawn, above the floor, and from 1 where no copy can have been', () => {
    drawNumber(db.orm, TODAY);
    drawNumber(db.orm, YEAR);
    raiseFloor(db.orm, { below: 1_000, until: '2026-05-01' }, NINE);
    raiseCounter(db.orm, TODAY, 700, NINE);
    raiseCounter(db.orm, YEAR, 700, NINE);
    expect(draw(TODAY)).toBe(AT_NINE + 1);
    expect(draw(YEAR)).toBe(1_002);
    raiseCounter(db.orm, TODAY, 50_000, NINE);
    raiseCounter(db.orm, YEAR, 5_000, NINE);
    expect(draw(TODAY)).toBe(50_001);
    expect(draw(YEAR)).toBe(5_001);
    expect(draw('case 2026-05-01', new Date('2026-05-01T00:10:00+08:00'))).toBe(20 * (50 + 10) + 1);
    expect(draw('case 2026-05-02')).toBe(1);
    expect(draw('acceptance_notice 2026')).toBe(5_002);
    expect(draw('assignment_slip 2026')).toBe(1_001);
  });

  it('of a day go on where the clock stands, whatever backup the desk came out of (seeds 38332, 39032, 44520)', () => {
    const of = (restorations: string[], drawnAt = '09:05') => {
      db.raw.exec("DELETE FROM counters; DELETE FROM meta WHERE key = 'number floor'");
      drawNumber(db.orm, TODAY);
      for (const time of restorations) raiseFloor(db.orm, { below: 1_020, until: '2026-05-01' }, at(time));
      return draw(TODAY, at(drawnAt));
    };
    // One PC out of a backup of the morning; another out of one that its forerunner made when it was switched on again.
    const [first, second, third] = [of(['09:01']), of(['09:03']), of(['09:01', '09:05'])];
    expect(first).toBeLessThan(second - 20);
    expect(second).toBeLessThan(third - 20);
  });

  it('of a day go on behind a counter that is higher than any desk comes to', () => {
    raiseCounter(db.orm, TODAY, 90_000, NINE);
    raiseFloor(db.orm, { below: 1_020, until: '2026-05-01' }, NINE);
    expect(draw(TODAY)).toBe(91_021);
  });
});
