import { DeskError } from '../domain/contract/errors.ts';
import type { Platform } from './options.ts';

export interface Session {
  token: string;
  officerId: string;
}

/** After this many wrong PINs in a row an officer waits before the next try, twice as long each time. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;

/**
 * Who is signed in, in memory only: a restart of the core asks for the PIN again. Wrong PINs are counted per officer
 * and slow a guesser down.
 */
export function createSessions(platform: Platform) {
  const sessions = new Map<string, Session>();
  const misses = new Map<string, { count: number; until: number }>();

  return {
    open(officerId: string): Session {
      const session = { token: platform.newToken(), officerId };
      sessions.set(session.token, session);
      return session;
    },
    find: (token: string): Session | null => sessions.get(token) ?? null,
    close: (token: string): void => {
      sessions.delete(token);
    },
    closeAllOf(officerId: string): void {
      for (const session of [...sessions.values()]) if (session.officerId === officerId) sessions.delete(session.token);
    },
    /** @throws DeskError `pin_locked` while the officer must wait */
    demandUnlocked(officerId: string): void {
      const miss = misses.get(officerId);
      if (miss && miss.until > platform.now().getTime())
        throw new DeskError('pin_locked', { fields: [{ path: 'pin', code: 'pin_locked' }] });
    },
    missed(officerId: string): void {
      const count = (misses.get(officerId)?.count ?? 0) + 1;
      const wait = count < FREE_TRIES ? 0 : FIRST_WAIT_MS * 2 ** Math.min(count - FREE_TRIES, 6);
      misses.set(officerId, { count, until: platform.now().getTime() + wait });
    },
    hit: (officerId: string): void => {
      misses.delete(officerId);
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
