import { timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { z } from 'zod';
import { DeskError } from '../domain/contract/errors.ts';
import {
  CENTRE_TIME,
  type EnrolResponse,
  enrolRequestSchema,
  invitationSchema,
  MAX_BATCH_BYTES,
  PATHS,
  PROTOCOL,
  pushRequestSchema,
} from '../domain/contract/wire1.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { answerError, type Log } from './answers.ts';
import { authenticate } from './authenticate.ts';
import { type BodyLimits, DEFAULT_LIMITS, parseJson, readBody } from './body.ts';
import type { CentreDatabase } from './db/open.ts';
import { stations } from './db/schema.ts';
import { sha256Hex } from './digest.ts';
import { enrol, invite, listStations } from './enrol.ts';
import { readFeed } from './feed.ts';
import { getFile, MAX_FILE_BYTES, putFile } from './file-uploads.ts';
import { ingest } from './ingest.ts';
import type { RulebookSigner } from './rulebook-signer.ts';
import { hasRulebooksAfter, publish, readRulebooks } from './rulebooks.ts';
import { Waiting } from './waiting.ts';

const compress = promisify(gzip);

/** Longest wait for news, seconds. */
const MAX_WAIT_S = 25;
/** How often "last seen" is written at most, ms: a waiting station asks all day. */
const SEEN_EVERY_MS = 60_000;
const SMALL_BODY_BYTES = 64 * 1024;
/** A rule file as JSON: 200,000 characters of three bytes each, with room for escapes. */
const RULEBOOK_BODY_BYTES = 1024 * 1024;
/** Answers below this many characters travel as they are: gzip would hardly shorten them. */
const COMPRESS_ABOVE = 1_000;

export interface CentreDeps {
  db: CentreDatabase;
  clock: () => Date;
  /** Cryptographically random bytes. */
  random: (bytes: number) => Uint8Array;
  log: Log;
  /** Bearer token of the administrator. */
  adminToken: string;
  /** Name of the centre that stations show. */
  name: string;
  /** Signs the rulebooks; stations get its public key when they enrol. */
  signer: RulebookSigner;
  /** Smaller ones in tests. */
  limits?: Partial<BodyLimits>;
  /** Aborted when the process is about to end: readers that wait are answered at once. */
  closing?: AbortSignal;
}

/** Where a request came from: `/admin` answers this machine only. */
export interface Origin {
  loopback: boolean;
}

/**
 * The centre as one function. Stateless but for the readers that wait: all else is in the database.
 *
 * The origin may be left out by a caller in the same process.
 */
export function createCentre(deps: CentreDeps): (request: Request, from?: Origin) => Promise<Response> {
  const { db, clock, log } = deps;
  const limits: BodyLimits = { ...DEFAULT_LIMITS, bytes: MAX_BATCH_BYTES, ...deps.limits };
  const small = { ...limits, bytes: Math.min(limits.bytes, SMALL_BODY_BYTES) };
  const waiting = new Waiting();
  const seen = new Map<string, number>();
  const app = new Hono<{ Bindings: Origin }>();
  deps.closing?.addEventListener('abort', () => waiting.close(), { once: true });

  const noteSeen = async ({ code }: Viewer) => {
    const now = clock();
    if (now.getTime() - (seen.get(code) ?? 0) < SEEN_EVERY_MS) return;
    seen.set(code, now.getTime());
    await db.update(stations).set({ lastSeenAt: now }).where(eq(stations.code, code));
  };
  const signedBy = async (request: Request, own = small, tooLarge?: 'file_too_large') => {
    const signed = await authenticate(db, request, clock(), own, tooLarge);
    await noteSeen(signed.station);
    return signed;
  };

  app.use(async (context, next) => {
    await next();
    context.header(CENTRE_TIME, clock().toISOString());
  });
  app.onError((error, context) => answerError(error, log, context.req.path));
  app.notFound((context) => answerError(new DeskError('not_found'), log, context.req.path));

  app.get(PATHS.health, (context) => context.json({ ok: true, protocol: PROTOCOL }));

  app.post(PATHS.enrol, async (context) => {
    const body = await readBody(context.req.raw, small);
    const request = enrolRequestSchema.parse(await parseJson(body, context.req.header('content-encoding'), small));
    const station = await enrol(db, request, clock());
    log({ event: 'enrolled', station: station.code });
    const answer: EnrolResponse = {
      protocol: PROTOCOL,
      centreName: deps.name,
      kind: station.kind,
      institution: station.institution,
      rulebookKey: deps.signer.publicKey,
    };
    return context.json(answer);
  });

  app.post(PATHS.entries, async (context) => {
    const { station, body } = await signedBy(context.req.raw, limits);
    const request = pushRequestSchema.parse(await parseJson(body, context.req.header('content-encoding'), limits));
    const { answers, woken } = await ingest(db, station, request.entries, clock());
    waiting.wake(woken);
    logRejected(log, station, answers);
    return json(context.req.raw, { protocol: PROTOCOL, answers });
  });

  app.get(PATHS.feed, async (context) => {
    const { station } = await signedBy(context.req.raw);
    const after = wholeNumber(context.req.query('after') ?? '0', 2_147_483_647);
    const wait = wholeNumber(context.req.query('wait') ?? '0', 1_000_000);
    // What a station has heard of; one that does not say so is not woken for rulebooks that were there before.
    const rules = wholeNumber(context.req.query('rules') ?? '2147483647', 2_147_483_647);
    const { news, stop } = waiting.listen(station.code, Math.min(wait, MAX_WAIT_S) * 1000, context.req.raw.signal);
    try {
      let page = await readFeed(db, station.code, after);
      if (page.items.length === 0 && wait > 0 && !(await hasRulebooksAfter(db, rules))) {
        await news;
        page = await readFeed(db, station.code, after);
      }
      return json(context.req.raw, { protocol: PROTOCOL, ...page });
    } finally {
      stop();
    }
  });

  app.get(PATHS.rulebooks, async (context) => {
    await signedBy(context.req.raw);
    const after = wholeNumber(context.req.query('after') ?? '0', 2_147_483_647);
    return json(context.req.raw, { protocol: PROTOCOL, ...(await readRulebooks(db, after)) });
  });

  app.put(`${PATHS.files}/:sha256{[0-9a-f]{64}}`, async (context) => {
    const own = { ...limits, bytes: Math.min(MAX_FILE_BYTES, deps.limits?.bytes ?? MAX_FILE_BYTES) };
    const { station, body } = await signedBy(context.req.raw, own, 'file_too_large');
    await putFile(db, station, context.req.param('sha256'), body, clock());
    return context.body(null, 204);
  });

  app.get(`${PATHS.files}/:sha256{[0-9a-f]{64}}`, async (context) => {
    const { station } = await signedBy(context.req.raw);
    const content = await getFile(db, station, context.req.param('sha256'));
    return new Response(content as Uint8Array<ArrayBuffer>, { headers: FILE_HEADERS });
  });

  const expected = Buffer.from(sha256Hex(`Bearer ${deps.adminToken}`));
  app.use('/admin/*', async (context, next) => {
    if (!context.env.loopback) throw new DeskError('not_found');
    const given = Buffer.from(sha256Hex(context.req.header('authorization') ?? ''));
    if (!timingSafeEqual(given, expected)) throw new DeskError('forbidden');
    await next();
  });

  app.post('/admin/invitations', async (context) => {
    const body = await readBody(context.req.raw, small);
    const invitation = invitationSchema.parse(await parseJson(body, context.req.header('content-encoding'), small));
    const enrolCode = await invite(db, invitation, clock(), deps.random);
    log({ event: 'invited', station: invitation.code });
    return context.json({ code: invitation.code, enrolCode }, 201);
  });

  app.post('/admin/rulebooks', async (context) => {
    const own = { ...limits, bytes: RULEBOOK_BODY_BYTES };
    const body = await readBody(context.req.raw, own);
    const file = ruleFileSchema.parse(await parseJson(body, context.req.header('content-encoding'), own));
    const published = await publish(db, deps.signer, file, clock());
    log({ event: 'published', rulebook: `${published.kind} ${published.id} ${published.version}` });
    // Whoever waits for news of cases looks for rulebooks first when they ask again.
    waiting.wakeAll();
    return context.json(published, published.already ? 200 : 201);
  });

  app.get('/admin/stations', async (context) => context.json({ stations: await listStations(db) }));

  return async (request, from = { loopback: true }) => app.fetch(request, from);
}

const ruleFileSchema = z.object({ name: z.string().min(1).max(300), text: z.string().min(1) });

const FILE_HEADERS = {
  'content-type': 'application/octet-stream',
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

function wholeNumber(text: string, max: number): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > max) throw new DeskError('bad_request', { detail: 'query' });
  return Number(text);
}

function logRejected(log: Log, station: Viewer, answers: readonly { result: string; code?: string }[]): void {
  for (const answer of answers) {
    if (answer.result === 'rejected') log({ event: 'rejected', station: station.code, code: answer.code ?? '' });
  }
}

async function json(request: Request, body: unknown): Promise<Response> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', vary: 'accept-encoding' };
  const accepts = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  if (!accepts || text.length < COMPRESS_ABOVE) return new Response(text, { headers });
  return new Response(await compress(text), { headers: { ...headers, 'content-encoding': 'gzip' } });
}
