import { DeskError } from '../domain/contract/errors.ts';
import { verifyPin } from './keys/pin.ts';
import type { Platform } from './options.ts';

export interface Session {
  token: string;
  officerId: string;
}

/** After this many wrong PINs in a row an officer waits before the next try, twice as long each time. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;

/** A desk that nobody has touched for so long asks for the PIN again, in ms. */
export const IDLE_MS = 15 * 60_000;

/** Characters of a question that tell it from others. */
const LONGEST_QUESTION = 500;

/**
 * Who is signed in, in memory only: a restart of the core asks for the PIN again, and so does a pause. Wrong PINs are
 * counted per officer, wherever a PIN is asked for, and slow a guesser down.
 */
export function createSessions(platform: Platform) {
  const sessions = new Map<string, Session & { touchedAt: number; asked: Map<string, string> }>();
  const misses = new Map<string, { count: number; since: number; wait: number }>();

  function find(token: string): Session | null {
    const session = sessions.get(token);
    if (!session) return null;
    const now = platform.now().getTime();
    // A clock that was set back makes no pause.
    if (session.touchedAt > now) session.touchedAt = now;
    if (now - session.touchedAt < IDLE_MS) return session;
    sessions.delete(token);
    return null;
  }

  return {
    open(officerId: string): Session {
      const asked = new Map<string, string>();
      const session = { token: platform.newToken(), officerId, touchedAt: platform.now().getTime(), asked };
      sessions.set(session.token, session);
      return session;
    },
    find,
    /** A person did something: the pause begins anew. */
    touch(token: string): void {
      const session = sessions.get(token);
      if (session) session.touchedAt = platform.now().getTime();
    },
    /** Whether a question differs from the last of its name in this session. */
    asksAnew(token: string, name: string, question: string): boolean {
      const asked = sessions.get(token)?.asked;
      if (!asked || asked.get(name) === question.slice(0, LONGEST_QUESTION)) return false;
      asked.set(name, question.slice(0, LONGEST_QUESTION));
      return true;
    },
    /** Ids of the officers who are signed in now, each once. */
    present(): string[] {
      const tokens = [...sessions.keys()];
      return [...new Set(tokens.flatMap((token) => find(token)?.officerId ?? []))];
    },
    close: (token: string): void => {
      sessions.delete(token);
    },
    /** @param except token of the session that stays */
    closeAllOf(officerId: string, except = ''): void {
      for (const session of [...sessions.values()])
        if (session.officerId === officerId && session.token !== except) sessions.delete(session.token);
    },
    /**
     * Checks an officer's PIN. A try counts as a miss before it is judged, so that many at once are no way around the wait.
     *
     * @param path the field to name in a refusal
     * @throws DeskError `pin_locked` while the officer must wait, `pin_wrong`
     */
    async demandPin(officer: { id: string; pin: string }, pin: string, path: string): Promise<void> {
      const now = platform.now().getTime();
      const miss = misses.get(officer.id);
      // A clock that was set back while one waits ends the wait, which would else last as long as the clock was wrong.
      if (miss && now >= miss.since && now < miss.since + miss.wait)
        throw new DeskError('pin_locked', { fields: [{ path, code: 'pin_locked' }] });
      const count = (miss?.count ?? 0) + 1;
      const wait = count < FREE_TRIES ? 0 : FIRST_WAIT_MS * 2 ** Math.min(count - FREE_TRIES, 6);
      misses.set(officer.id, { count, since: now, wait });
      if (!(await verifyPin(pin, officer.pin)))
        throw new DeskError('pin_wrong', { fields: [{ path, code: 'pin_wrong' }] });
      misses.delete(officer.id);
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
