import { timingSafeEqual } from 'node:crypto';
import { count, eq, lt } from 'drizzle-orm';
import { DeskError } from '../../domain/contract/errors.ts';
import { adminMisses, adminSessions } from '../db/admin-schema.ts';
import type { CentreDatabase } from '../db/open.ts';
import { sha256Hex } from '../digest.ts';

/** A page that nobody uses signs itself out, ms. */
const IDLE_MS = 20 * 60_000;
/** Longest time signed in, ms. */
const LONGEST_MS = 4 * 60 * 60_000;
/** How often "used" is written at most, ms. */
const USED_EVERY_MS = 60_000;
/** So many wrong tokens within so long, from wherever, and no token is looked at for a while. */
const MOST_MISSES = 10;
const MISS_WINDOW_MS = 10 * 60_000;
const TOKEN_BYTES = 32;
const COOKIE = 'jiesu_admin';

export interface AdminSession {
  /** The name that the administrator gave: the token is one for all, the log tells them apart. */
  who: string;
  /** What every change must carry in `x-csrf`. */
  csrf: string;
}

/**
 * Signs an administrator in, always under a new token: one that a browser brought along is never taken up.
 *
 * A try counts as a miss before it is judged, so that many at once are no way around the limit.
 *
 * @returns the session and its token for the cookie; only the token's hash is kept
 * @throws DeskError `admin_token_wrong`, `too_many_tries`
 */
export async function signIn(
  db: CentreDatabase,
  given: { token: string; who: string },
  adminToken: string,
  now: Date,
  random: (bytes: number) => Uint8Array,
): Promise<AdminSession & { token: string }> {
  await db.delete(adminMisses).where(lt(adminMisses.at, new Date(now.getTime() - MISS_WINDOW_MS)));
  const [miss] = await db.insert(adminMisses).values({ at: now }).returning({ id: adminMisses.id });
  const [misses] = await db.select({ n: count() }).from(adminMisses);
  if ((misses?.n ?? 0) > MOST_MISSES) {
    // A refused try is no new miss: else the page would stay closed for as long as somebody asks.
    if (miss) await db.delete(adminMisses).where(eq(adminMisses.id, miss.id));
    throw new DeskError('too_many_tries');
  }
  if (!timingSafeEqual(Buffer.from(sha256Hex(given.token)), Buffer.from(sha256Hex(adminToken)))) {
    throw new DeskError('admin_token_wrong');
  }
  if (miss) await db.delete(adminMisses).where(eq(adminMisses.id, miss.id));
  await db.delete(adminSessions).where(lt(adminSessions.usedAt, new Date(now.getTime() - IDLE_MS)));
  const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url');
  await db.insert(adminSessions).values({ tokenHash: sha256Hex(token), who: given.who, openedAt: now, usedAt: now });
  return { who: given.who, csrf: csrfOf(token), token };
}

/** @throws DeskError `not_signed_in` */
export async function demandSession(db: CentreDatabase, request: Request, now: Date): Promise<AdminSession> {
  const token = tokenIn(request);
  const [row] = token
    ? await db
        .select()
        .from(adminSessions)
        .where(eq(adminSessions.tokenHash, sha256Hex(token)))
    : [];
  if (!token || !row) throw new DeskError('not_signed_in');
  const at = now.getTime();
  if (at - row.usedAt.getTime() > IDLE_MS || at - row.openedAt.getTime() > LONGEST_MS) {
    await db.delete(adminSessions).where(eq(adminSessions.tokenHash, row.tokenHash));
    throw new DeskError('not_signed_in');
  }
  if (at - row.usedAt.getTime() > USED_EVERY_MS) {
    await db.update(adminSessions).set({ usedAt: now }).where(eq(adminSessions.tokenHash, row.tokenHash));
  }
  return { who: row.who, csrf: csrfOf(token) };
}

/** @throws DeskError `forbidden` for a change that does not come from our page's own script */
export function demandCsrf(request: Request, session: AdminSession): void {
  const given = sha256Hex(request.headers.get('x-csrf') ?? '');
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(sha256Hex(session.csrf)))) {
    throw new DeskError('forbidden', { detail: 'csrf' });
  }
}

/** Ends the session that a request bears, if any. */
export async function signOut(db: CentreDatabase, request: Request): Promise<void> {
  const token = tokenIn(request);
  if (token) await db.delete(adminSessions).where(eq(adminSessions.tokenHash, sha256Hex(token)));
}

/** @param secure behind a proxy that speaks TLS */
export function sessionCookie(token: string, secure: boolean): string {
  const life = token === '' ? 0 : LONGEST_MS / 1_000;
  return `${COOKIE}=${token}; Path=/admin; HttpOnly; SameSite=Strict; Max-Age=${life}${secure ? '; Secure' : ''}`;
}

function tokenIn(request: Request): string | null {
  const found = /(?:^|;\s*)jiesu_admin=([A-Za-z0-9_-]{43})(?:;|$)/.exec(request.headers.get('cookie') ?? '');
  return found?.[1] ?? null;
}

/** Bound to the session, and of no use to whoever has only seen it: it does not tell the token. */
function csrfOf(token: string): string {
  return sha256Hex(`jiesu-desk/csrf/1\n${token}`);
}
