import { statSync } from 'node:fs';
import { lastWrittenAt } from '../db/entries.ts';
import type { StationDb } from '../db/open.ts';
import { readMeta, writeMeta } from '../db/settings.ts';
import { AHEAD_TOLERANCE, BACKWARDS_TOLERANCE, type ClockVerdict, judgeClock } from '../domain/calendar/clock-jump.ts';
import type { ClockView } from '../domain/contract/views/station.ts';
import type { Platform } from './options.ts';
import { shanghaiIso } from './platform.ts';

export interface StationClock {
  /** The platform with the trusted time as its `now`: what entries are stamped with and deadlines go by. */
  platform: Platform;
  view(): ClockView;
  /** The centre's clock, as its answer said a moment ago. */
  centreSaid(time: Date): void;
  /** A person looked: the PC's clock is right, whatever stands against it. */
  confirm(officerId: string): void;
}

interface ClockParts {
  db: StationDb;
  platform: Platform;
  stationCode: string;
  databaseFile: string;
  /** The verdict is another one now. */
  changed: () => void;
}

/** A clock found ahead, kept so that a restart does not make it believed. */
interface KeptLeap {
  /** ms */
  ahead: number;
  /** What the PC's clock said when it was found. */
  pcAt: number;
}

/** What no clock says: a centre that does would have entries stamped with a time that no calendar writes down. */
const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2100, 0);

const LEAP = 'clock ahead';
/** Time of the last entry when a person confirmed the clock: that entry no longer stands against it. */
const CONFIRMED = 'clock confirmed';

/**
 * Watches the PC's clock for as long as the station runs. Asked for the time, it gives the PC's while that is believed, and
 * else the last trusted time carried on by elapsed time, so that a jump neither stamps an entry wrongly nor makes a deadline
 * pass. A clock set right again is believed again by itself.
 */
export function createStationClock({ db, platform, stationCode, databaseFile, changed }: ClockParts): StationClock {
  let state: ClockVerdict['state'] = 'ok';
  /** The last trusted time, and when it was that. */
  let base: { at: number; elapsed: number } | null = keptBase();
  // What was written under a clock that is ahead proves nothing for it.
  const fileSystemAt = base ? null : (statSync(databaseFile, { throwIfNoEntry: false })?.mtimeMs ?? null);
  let centre: { at: number; elapsed: number } | null = null;
  /** False from a confirmation against the centre until the two agree again. */
  let heedCentre = true;

  function keptBase(): typeof base {
    const kept = readMeta<KeptLeap | null>(db.orm, LEAP);
    const now = platform.now().getTime();
    // A clock that is behind where it was has been set since: what was known of it says nothing any more.
    return kept && now >= kept.pcAt ? { at: now - kept.ahead, elapsed: platform.elapsed() } : null;
  }

  function lastEntryAt(): number | null {
    const last = lastWrittenAt(db, stationCode);
    return last === null || last === readMeta<string>(db.orm, CONFIRMED) ? null : Date.parse(last);
  }

  function look(): ClockVerdict {
    const now = platform.now().getTime();
    const elapsed = platform.elapsed();
    const carry = (point: typeof base) => (point === null ? null : point.at + elapsed - point.elapsed);
    const expectedAt = carry(base);
    const centreAt = heedCentre ? carry(centre) : null;
    const asExpected = expectedAt !== null && Math.abs(now - expectedAt) <= BACKWARDS_TOLERANCE;
    const asTheCentre = centreAt === null || Math.abs(now - centreAt) <= AHEAD_TOLERANCE;
    const verdict: ClockVerdict =
      state === 'ok' && asExpected && asTheCentre
        ? { state: 'ok', trusted: now }
        : judgeClock({ now, lastEntryAt: lastEntryAt(), fileSystemAt, centreAt, expectedAt });
    base = { at: verdict.trusted, elapsed };
    if (verdict.state !== state) turn(verdict, now);
    return verdict;
  }

  function turn(verdict: ClockVerdict, now: number): void {
    state = verdict.state;
    const kept: KeptLeap | null = state === 'ahead' ? { ahead: now - verdict.trusted, pcAt: now } : null;
    if (kept !== null || readMeta(db.orm, LEAP) !== null) writeMeta(db.orm, LEAP, kept);
    platform.log(`clock: ${state}, ${Math.round((now - verdict.trusted) / 60_000)} min`);
    changed();
  }

  look();
  return {
    platform: { ...platform, now: () => new Date(look().trusted) },
    view() {
      const { state: found, trusted } = look();
      return { state: found, pc: shanghaiIso(platform.now()), trusted: shanghaiIso(new Date(trusted)) };
    },
    centreSaid(time) {
      if (time.getTime() < EARLIEST || time.getTime() > LATEST) return;
      centre = { at: time.getTime(), elapsed: platform.elapsed() };
      if (Math.abs(platform.now().getTime() - centre.at) <= AHEAD_TOLERANCE) heedCentre = true;
      look();
    },
    confirm(officerId) {
      const now = platform.now().getTime();
      writeMeta(db.orm, CONFIRMED, lastWrittenAt(db, stationCode));
      heedCentre = false;
      base = { at: now, elapsed: platform.elapsed() };
      platform.log(`clock: confirmed by ${officerId}`);
      if (state !== 'ok') turn({ state: 'ok', trusted: now }, now);
    },
  };
}
