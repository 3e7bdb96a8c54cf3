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
  const draw = (series: string) => drawNumber(db.orm, series, floorOf(db.orm, series));

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'jiesu-floor-'));
    db = openStationDb({ dataDir, key: new Uint8Array(32).fill(7) });
  });
  afterEach(() => {
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('were given out again when the centre gave back an entry of a series that the backup did not know', () => {
    raiseFloor(db.orm, { below: 1_000, until: '2026-05-01' });
    raiseCounter(db.orm, TODAY, 1);
    expect(draw(TODAY)).toBe(1_001);
  });

  it('go on above what was drawn, above the floor, and from 1 where no copy can have been', () => {
    drawNumber(db.orm, TODAY);
    raiseFloor(db.orm, { below: 1_000, until: '2026-05-01' });
    raiseCounter(db.orm, TODAY, 700);
    expect(draw(TODAY)).toBe(1_002);
    raiseCounter(db.orm, TODAY, 5_000);
    expect(draw(TODAY)).toBe(5_001);
    expect(draw('case 2026-05-01')).toBe(1_001);
    expect(draw('case 2026-05-02')).toBe(1);
    expect(draw('acceptance_notice 2026')).toBe(1_001);
  });
});
