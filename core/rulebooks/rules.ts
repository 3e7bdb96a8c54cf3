import type { StationDb } from '../../db/open.ts';
import { findRulebook, type RulebookHead, rulebookHeads, SHIPPED, saveRulebook } from '../../db/rulebooks.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { Calendar, HolidayYear } from '../../domain/calendar/holidays.ts';
import { parseProfile } from '../../domain/regimes/profile.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { readRulebook } from '../../domain/rulebook/read-rulebook.ts';
import { documentText, fileNameOf, type UnsignedRulebook } from '../../domain/rulebook/rulebook.ts';
import type { Profiles, ShippedProfiles } from '../load-profiles.ts';
import type { Platform } from '../options.ts';
import { shanghaiIso } from '../platform.ts';
import type { CentreLink } from '../sync/centre-link.ts';

/** The rules of a station: what the program brought along and what the centre has signed since. */
export interface Rules {
  profiles: Profiles;
  /** The same object until `reload` finds something else. */
  calendar(): Calendar;
  /** What is in force, and which rulebook it comes from; null where it is the program's own. */
  inForce(): { regimes: [Profile, RulebookHead | null][]; years: [HolidayYear, RulebookHead | null][] };
  /** After rulebooks were written, or a transaction that wrote some was taken back. */
  reload(): void;
  /** Stores the shipped procedures as they are, so that cases keep them when a later program brings others. */
  keepShipped(): void;
}

const SHIPPED_HASH = 'shipped regimes';

/**
 * @param db read when first asked, so that opening a station for another purpose costs nothing
 */
export function createRules(
  db: StationDb,
  shipped: ShippedProfiles,
  shippedCalendar: Calendar,
  platform: Pick<Platform, 'now' | 'sha256' | 'log'>,
): Rules {
  let heads: RulebookHead[] | null = null;
  let calendar: [HolidayYear, RulebookHead | null][] | null = null;
  let years: Calendar = shippedCalendar;
  const versions = new Map<string, Profile | null>();
  const current = new Map<string, [Profile, RulebookHead | null] | null>();
  const shippedProfiles = new Map<string, Profile>();

  const stored = (): RulebookHead[] => {
    heads ??= rulebookHeads(db);
    return heads;
  };

  /** Signed ones, the one that counts first: those of the centre the station belongs to, the latest of them on top. */
  function signed(kind: RulebookHead['kind'], id: string): RulebookHead[] {
    const pinned = readMeta<CentreLink>(db.orm, 'centre link')?.rulebookKey?.id;
    const rank = (head: RulebookHead) => (head.keyId === pinned ? 1 : 0);
    return stored()
      .filter((head) => head.kind === kind && head.id === id && head.keyId !== '')
      .sort((a, b) => rank(b) - rank(a) || b.sequence - a.sequence);
  }

  function bodyOf({ kind, id, version }: Pick<RulebookHead, 'kind' | 'id' | 'version'>): string | null {
    const row = findRulebook(db.orm, kind, id, version);
    return row ? (JSON.parse(row.body) as UnsignedRulebook).body : null;
  }

  /** Parsing takes longer than anything else a case needs: the program's own file is not parsed twice. */
  const read = (id: string, version: string, body: string): Profile => {
    const own = body === shipped.text(id) ? shipped.get(id) : undefined;
    return own ?? parseProfile(body, fileNameOf({ kind: 'regime', id, version }));
  };

  /** One stored version; null when it is not there or this program cannot read it. */
  function storedProfile(id: string, version: string): Profile | null {
    const key = `${id}\n${version}`;
    let profile = versions.get(key);
    if (profile === undefined) {
      profile = null;
      const body = bodyOf({ kind: 'regime', id, version });
      try {
        // A station's own name for a version (`shippedProfile`) does not stand in the file.
        if (body !== null) profile = { ...read(id, version, body), version };
      } catch (error) {
        platform.log(`rulebook unreadable: ${(error as Error).message}`);
      }
      versions.set(key, profile);
    }
    return profile;
  }

  /**
   * Under which version cases know what the program brought along. Where a different text is stored under the file's own
   * version (a program that changed its file without a new number), the new text gets a name of its own: no running case
   * is moved to it. Read off the one line, because an old PC notices thirteen procedures being parsed.
   */
  function shippedVersion(id: string): string | null {
    const text = shipped.text(id);
    const version = /^version:\s*'?([^'\s]+)'?\s*$/m.exec(text ?? '')?.[1];
    if (text === undefined || version === undefined) return null;
    const before = bodyOf({ kind: 'regime', id, version });
    return before === null || before === text ? version : `${version}+${platform.sha256(text).slice(0, 8)}`;
  }

  function shippedProfile(id: string): Profile | undefined {
    let profile = shippedProfiles.get(id);
    if (!profile) {
      const read = shipped.get(id);
      if (!read) return undefined;
      profile = { ...read, version: shippedVersion(id) ?? read.version };
      shippedProfiles.set(id, profile);
    }
    return profile;
  }

  function inForce(id: string): [Profile, RulebookHead | null] | null {
    let found = current.get(id);
    if (found !== undefined) return found;
    found = null;
    for (const head of signed('regime', id)) {
      const profile = storedProfile(id, head.version);
      if (profile) {
        found = [profile, head];
        break;
      }
    }
    const own = found ? null : shippedProfile(id);
    if (own) found = [own, null];
    current.set(id, found);
    return found;
  }

  function readYears(): [HolidayYear, RulebookHead | null][] {
    if (calendar) return calendar;
    const byYear = new Map<number, [HolidayYear, RulebookHead | null]>(
      shippedCalendar.map((year) => [year.year, [year, null]]),
    );
    const ids = new Set(stored().flatMap((head) => (head.kind === 'calendar' ? [head.id] : [])));
    for (const id of ids) {
      for (const head of signed('calendar', id)) {
        const year = readYear(head);
        if (!year) continue;
        byYear.set(year.year, [year, head]);
        break;
      }
    }
    calendar = [...byYear.values()].sort(([a], [b]) => a.year - b.year);
    years = calendar.every(([, head]) => head === null) ? shippedCalendar : calendar.map(([year]) => year);
    return calendar;
  }

  function readYear(head: RulebookHead): HolidayYear | null {
    try {
      const read = readRulebook({ ...head, body: bodyOf(head) ?? '' });
      return read.kind === 'calendar' ? read.year : null;
    } catch (error) {
      platform.log(`rulebook unreadable: ${(error as Error).message}`);
      return null;
    }
  }

  const regimeIds = (): string[] => {
    const own = stored().flatMap((head) => (head.kind === 'regime' && head.keyId !== '' ? [head.id] : []));
    return [...new Set([...shipped.ids(), ...own])].sort();
  };

  return {
    profiles: {
      get(id, version) {
        if (version === undefined) return inForce(id)?.[0];
        const own = storedProfile(id, version) ?? undefined;
        if (own) return own;
        const fromProgram = shippedProfile(id);
        return fromProgram?.version === version ? fromProgram : undefined;
      },
      has: (id) => inForce(id) !== null,
      all: () => regimeIds().flatMap((id) => inForce(id)?.[0] ?? []),
    },
    calendar() {
      readYears();
      return years;
    },
    inForce: () => ({
      regimes: regimeIds()
        .map((id) => inForce(id))
        .filter((found) => found !== null),
      years: readYears(),
    }),
    reload() {
      heads = null;
      calendar = null;
      versions.clear();
      current.clear();
      shippedProfiles.clear();
    },
    keepShipped() {
      const texts = shipped.ids().map((id) => shipped.text(id) ?? '');
      const hash = platform.sha256(texts.join('\n'));
      if (readMeta<string>(db.orm, SHIPPED_HASH) === hash) return;
      const receivedAt = shanghaiIso(platform.now());
      db.raw
        .transaction(() => {
          for (const id of shipped.ids()) {
            const version = shippedVersion(id);
            const body = shipped.text(id);
            if (version === null || body === undefined || findRulebook(db.orm, 'regime', id, version)) continue;
            const document = documentText({ kind: 'regime', id, version, sequence: 0, keyId: '', body });
            saveRulebook(db.orm, { kind: 'regime', id, version, body: document, signature: SHIPPED, receivedAt });
          }
          writeMeta(db.orm, SHIPPED_HASH, hash);
        })
        .immediate();
      this.reload();
    },
  };
}
