import type { Hono } from 'hono';
import { z } from 'zod';
import { DeskError } from '../../domain/contract/errors.ts';
import type { CentreDeps, Origin } from '../app.ts';
import { type BodyLimits, parseJson, readBody } from '../body.ts';
import type { CentreTransaction } from '../db/open.ts';
import { publishDirectory } from '../directory.ts';
import { demandOwnPage, PAGE_HEADERS } from './guard.ts';
import { type AdminAct, note } from './log.ts';
import { pageFile } from './pages.ts';
import { type AdminSession, demandCsrf, demandSession, sessionCookie, signIn, signOut } from './sessions.ts';

/** What a change leaves behind besides its own rows. */
export interface Done {
  act: AdminAct;
  subject: string;
  detail?: string;
  /** What the page gets back. */
  answer?: unknown;
  /** Institution whose directory may say something else now. */
  directory?: string;
  /** All stations have something to fetch, whatever the directory. */
  wakeAll?: boolean;
}

/** The page's interface to the rooms behind it: reads and changes, all for a signed-in administrator only. */
export interface Desk {
  read(path: string, work: (query: (name: string) => string, session: AdminSession) => Promise<unknown>): void;
  /**
   * A change, its line in the log and the directory that it alters stand in one transaction.
   *
   * @param bytes longest body, where it may be long
   */
  change<S extends z.ZodType>(
    path: string,
    schema: S,
    work: (tx: CentreTransaction, input: z.output<S>, now: Date) => Promise<Done>,
    bytes?: number,
  ): void;
}

const signInSchema = z.object({
  token: z.string().min(1).max(200),
  who: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .refine((name) => !/\p{C}/u.test(name)),
});

/** The page, its sign-in, and the frame in which reads and changes run. */
export function servePage(
  app: Hono<{ Bindings: Origin }>,
  deps: CentreDeps,
  small: BodyLimits,
  ringAll: () => void,
): Desk {
  const { db, clock, log, random, signer, adminToken, adminHosts = [] } = deps;
  const own = (request: Request) => demandOwnPage(request, adminHosts);
  const isSecure = (request: Request) => request.headers.get('origin')?.startsWith('https:') ?? false;
  const answer = (body: unknown, headers: Record<string, string> = {}) =>
    Response.json(body, { headers: { ...PAGE_HEADERS, ...headers } });
  const readJson = async (request: Request, bytes: number) => {
    if (!/^application\/json\b/.test(request.headers.get('content-type') ?? '')) {
      throw new DeskError('bad_request', { detail: 'content-type' });
    }
    return parseJson(await readBody(request, { ...small, bytes }));
  };

  app.get('/admin', (context) => {
    own(context.req.raw);
    return new Response(null, { status: 302, headers: { ...PAGE_HEADERS, location: '/admin/' } });
  });
  app.get('/admin/', (context) => {
    own(context.req.raw);
    return pageFile('index.html');
  });
  app.get('/admin/page/:name', (context) => {
    own(context.req.raw);
    return pageFile(context.req.param('name'));
  });

  app.post('/admin/api/sign-in', async (context) => {
    const request = context.req.raw;
    own(request);
    const given = signInSchema.parse(await readJson(request, small.bytes));
    const now = clock();
    try {
      const { token, ...session } = await signIn(db, given, adminToken, now, random);
      await signOut(db, request);
      await note(db, { at: now, who: given.who, act: 'signed_in', subject: '' });
      log({ event: 'admin_signed_in' });
      return answer(session, { 'set-cookie': sessionCookie(token, isSecure(request)) });
    } catch (error) {
      if (error instanceof DeskError && error.code === 'admin_token_wrong') {
        await note(db, { at: now, who: given.who, act: 'sign_in_refused', subject: '' });
      }
      throw error;
    }
  });
  app.post('/admin/api/sign-out', async (context) => {
    const request = context.req.raw;
    own(request);
    demandCsrf(request, await demandSession(db, request, clock()));
    await signOut(db, request);
    return answer({ ok: true }, { 'set-cookie': sessionCookie('', isSecure(request)) });
  });

  return {
    read(path, work) {
      app.get(`/admin/api/${path}`, async (context) => {
        own(context.req.raw);
        const session = await demandSession(db, context.req.raw, clock());
        return answer(await work((name) => context.req.query(name) ?? '', session));
      });
    },
    change(path, schema, work, bytes = small.bytes) {
      app.post(`/admin/api/${path}`, async (context) => {
        const request = context.req.raw;
        own(request);
        const now = clock();
        const session = await demandSession(db, request, now);
        demandCsrf(request, session);
        const input = schema.parse(await readJson(request, bytes));
        const { done, isNews } = await db.transaction(async (tx) => {
          const made = await work(tx, input, now);
          const { act, subject, detail = '', directory } = made;
          await note(tx, { at: now, who: session.who, act, subject, detail });
          const published = directory !== undefined && (await publishDirectory(tx, signer, directory, now));
          return { done: made, isNews: published || made.wakeAll === true };
        });
        log({ event: `admin_${done.act}`, subject: done.subject });
        if (isNews) ringAll();
        return answer(done.answer ?? { ok: true });
      });
    },
  };
}
