import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDb, type StationDb } from '../../db/open.ts';
import { parseProfile } from '../../domain/regimes/profile.ts';
import { tanghe, tangheWithDays } from '../../tests/builders/rulebooks.ts';
import { loadProfiles, type ShippedProfiles } from '../load-profiles.ts';
import { systemPlatform } from '../platform.ts';
import { createRules } from './rules.ts';

describe('procedures that come with the program', () => {
  let dir: string;
  let db: StationDb;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-shipped-'));
    db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
  });
  afterEach(() => {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A program that ships one text for 唐河, started on this database. */
  const program = (text: string) => {
    const profile = parseProfile(text, 'tanghe.yaml');
    const shipped: ShippedProfiles = {
      ids: () => ['tanghe'],
      text: (id) => (id === 'tanghe' ? text : undefined),
      get: (id) => (id === 'tanghe' ? profile : undefined),
      has: (id) => id === 'tanghe',
      all: () => [profile],
    };
    const rules = createRules(
      db,
      shipped,
      [],
      systemPlatform(() => {}),
    );
    rules.keepShipped();
    return rules.profiles;
  };
  const daysOf = (profile: { limits: readonly { id: string; amount: number | null }[] } | undefined) =>
    profile?.limits.find((limit) => limit.id === 'lim_general')?.amount;

  it('leave running cases the version they began under', () => {
    expect(daysOf(program(tanghe('1')).get('tanghe'))).toBe(3);
    const later = program(tangheWithDays('2', 6));
    expect([later.get('tanghe')?.version, daysOf(later.get('tanghe'))]).toEqual(['2', 6]);
    expect(daysOf(later.get('tanghe', '1'))).toBe(3);
    expect(later.get('tanghe', '3')).toBeUndefined();
  });

  it('do so too when somebody changed the file and forgot its version', () => {
    program(tanghe('1'));
    for (const again of [1, 2]) {
      const later = program(tangheWithDays('1', 6));
      const fresh = later.get('tanghe');
      expect([again, daysOf(fresh), daysOf(later.get('tanghe', '1'))]).toEqual([again, 6, 3]);
      expect(fresh?.version).toMatch(/^1\+[0-9a-f]{8}$/);
      expect(daysOf(later.get('tanghe', fresh?.version))).toBe(6);
    }
    const back = program(tanghe('1'));
    expect([back.get('tanghe')?.version, daysOf(back.get('tanghe'))]).toEqual(['1', 3]);
  });

  it('are each stored under the version that stands in the file', () => {
    const shipped = loadProfiles();
    createRules(
      db,
      shipped,
      [],
      systemPlatform(() => {}),
    ).keepShipped();
    const stored = db.raw.prepare("SELECT id || '@' || version FROM rulebooks ORDER BY id").pluck().all();
    expect(stored).toEqual(shipped.all().map(({ id, version }) => `${id}@${version}`));
  });
});
