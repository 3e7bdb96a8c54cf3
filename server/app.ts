import type { KeyObject } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { DeskError } from '../domain/contract/errors.ts';
import {
  type EnrolResponse,
  enrolRequestSchema,
  type FeedQuestion,
  MAX_INTEGER,
  PATHS,
  PROTOCOL,
} from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { packPushAnswer } from '../wire/push-answer.ts';
import { administer } from './admin/administer.ts';
import { answerError, type Log } from './answers.ts';
import {
  authenticate,
  authenticateByMemory,
  authenticateHead,
  type SignedRequest,
  type StationRow,
} from './authenticate.ts';
import { serveBackups } from './backup-routes.ts';
import { type BodyLimits, DEFAULT_LIMITS, parseJson, readBody } from './body.ts';
import { CaseCache } from './case-cache.ts';
import { directOf } from './db/direct.ts';
import type { CentreDatabase } from './db/open.ts';
import { stations } from './db/schema.ts';
import { enrol } from './enrol.ts';
import { commonFeed, ensureEpoch, presentEpoch, standingOf } from './epochs.ts';
import { readFeed } from './feed.ts';
import { answerFeed, readQuestion } from './feed-route.ts';
import { serveFiles } from './file-routes.ts';
import { FreshPages } from './fresh-pages.ts';
import { type Author, AuthorChanged, type Memory } from './ingest.ts';
import type { Regimes } from './profiles.ts';
import { push } from './push.ts';
import { serveRelay } from './relay-routes.ts';
import { OfficerRoles } from './remembered.ts';
import type { RulebookSigner } from './rulebook-signer.ts';
import { readRulebooks } from './rulebooks.ts';
import { SightsByInstitution } from './sights.ts';
import { systemTimers, type Timers } from './timers.ts';
import { Turns } from './turns.ts';
import { Waiting } from './waiting.ts';

/** How often "last seen" is written at most, ms: a waiting station asks all day. */
const SEEN_EVERY_MS = 60_000;
const SMALL_BODY_BYTES = 64 * 1024;

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
  /** Signs rulebooks and receipts; stations get its public key when they enrol. */
  signer: RulebookSigner;
  /** Raw 32-byte X25519 key, base64: bundles and recovery copies for the centre are sealed to it. */
  sealingKey: string;
  /** Its private half; without it bundles are refused as not for this centre. */
  openingKey?: KeyObject;
  /** The procedures that entries are judged by; left out, chain, disclosure and exclusivity alone decide. */
  regimes?: Regimes;
  /** Smaller ones in tests. */
  limits?: Partial<BodyLimits>;
  /** Left out: the system's. */
  timers?: Timers;
  /** Aborted when the process is about to end: open feeds end at once. */
  closing?: AbortSignal;
  /** Names, as in `Host`, under which a reverse proxy passes the administration's page on; this machine's own are known. */
  adminHosts?: readonly string[];
}

/** Where a request came from: `/admin` answers this machine only. */
export interface Origin {
  loopback: boolean;
}

/** Establishes which station asks, and notes that it was seen. */
export type SignedBy = (request: Request, limits?: BodyLimits) => Promise<SignedRequest>;
/** The same where the signature leaves the body out, which is then still to be read. */
export type SignedHead = (request: Request) => Promise<Viewer>;

/**
 * The centre as one function. Stateless but for the feeds that are open: all else is in the database.
 *
 * The origin may be left out by a caller in the same process.
 */
export function createCentre(deps: CentreDeps): (request: Request, from?: Origin) => Promise<Response> {
  const { db, clock, log, signer, timers = systemTimers, closing } = deps;
  const limits: BodyLimits = { ...DEFAULT_LIMITS, ...deps.limits };
  const small = { ...limits, bytes: Math.min(limits.bytes, SMALL_BODY_BYTES) };
  const direct = directOf(db);
  const { query } = direct;
  const memory: Memory = {
    chains: new Map(),
    cases: new CaseCache(),
    sights: new SightsByInstitution(),
    roles: new OfficerRoles(),
    fresh: new FreshPages(),
    regimes: deps.regimes ?? null,
  };
  const authors = new Map<string, StationRow>();
  const pushing = { direct, memory, turns: new Turns(), signer };
  const waiting = new Waiting();
  const seen = new Map<string, number>();
  /** What each station said last of its feed and its chain, to this process. */
  const asked = new Map<string, { askedPos: number; ownSeq: number }>();
  const app = new Hono<{ Bindings: Origin }>();

  const noteSeen = async ({ code }: Viewer) => {
    const now = clock();
    if (now.getTime() - (seen.get(code) ?? 0) < SEEN_EVERY_MS) return;
    seen.set(code, now.getTime());
    await db.update(stations).set({ lastSeenAt: now }).where(eq(stations.code, code));
  };
  /** Both notes of a feed in one: every station comes with one when the centre has started. */
  const noteAsked = async (station: Viewer, { after, head, own }: FeedQuestion) => {
    const { code } = station;
    const before = asked.get(code);
    const said = { askedPos: after, ownSeq: Math.min(head + own, MAX_INTEGER) };
    if (before?.askedPos === said.askedPos && before.ownSeq === said.ownSeq) return noteSeen(station);
    const now = clock();
    asked.set(code, said);
    seen.set(code, now.getTime());
    await db
      .update(stations)
      .set({ ...said, lastSeenAt: now })
      .where(eq(stations.code, code));
  };
  const signedBy: SignedBy = async (request, own = small) => {
    const signed = await authenticate(query, request, clock(), own);
    await noteSeen(signed.station);
    return signed;
  };
  const signedHead: SignedHead = async (request) => {
    const station = await authenticateHead(query, request, clock());
    await noteSeen(station);
    return station;
  };

  direct.bells.hear((news) => (news === 'all' ? waiting.wakeAll() : waiting.wake(news)));

  app.onError((error, context) => answerError(error, log, context.req.path));
  app.notFound((context) => {
    const other = /^\/v\d+(?:\/|$)/.test(context.req.path) && !context.req.path.startsWith(`/v${PROTOCOL}/`);
    return answerError(new DeskError(other ? 'protocol_unknown' : 'not_found'), log, context.req.path);
  });

  app.get(PATHS.health, (context) => context.json({ ok: true, speaks: [PROTOCOL] }));

  app.post(PATHS.enrol, async (context) => {
    const request = enrolRequestSchema.parse(parseJson(await readBody(context.req.raw, small)));
    await ensureEpoch(db, { now: clock(), random: deps.random });
    const { station, isNews } = await enrol(db, signer, request, clock());
    if (isNews) direct.bells.ring('all');
    log({ event: 'enrolled', station: station.code });
    const answer: EnrolResponse = {
      protocol: PROTOCOL,
      centreName: deps.name,
      kind: station.kind,
      institution: station.institution,
      centreKey: signer.publicKey,
      centreSealingKey: deps.sealingKey,
      epoch: await presentEpoch(query),
    };
    return context.json(answer);
  });

  app.post(PATHS.entries, async (context) => {
    const { station, body, again } = await authenticateByMemory(query, context.req.raw, clock(), limits, authors);
    await noteSeen(station);
    const take = (author: Author) => push(pushing, author, body, limits.unpackedBytes, clock());
    const answer = await take(station).catch(async (error) => {
      if (error instanceof AuthorChanged) return take(await again());
      throw error;
    });
    for (const one of answer.answers) {
      if (Array.isArray(one) && one[0] === 'rejected') log({ event: 'rejected', station: station.code, code: one[1] });
    }
    return new Response((await packPushAnswer(answer)) as Uint8Array<ArrayBuffer>);
  });

  app.get(PATHS.feed, async (context) => {
    const { station } = await authenticate(query, context.req.raw, clock(), small);
    const { code, institution } = station;
    const source = {
      station: code,
      waiting,
      timers,
      closing,
      standing: () => standingOf(query, code),
      read: async (epoch: string, after: number, maxBytes: number) =>
        memory.fresh.after(epoch, code, after, maxBytes) ??
        readFeed(query, memory.cases, { station: code, institution, epoch }, after, maxBytes),
      common: (epoch: string) => commonFeed(query, code, epoch),
    };
    const question = readQuestion(context.req.query());
    await noteAsked(station, question);
    return answerFeed(source, question, context.req.raw.signal);
  });

  app.get(PATHS.rulebooks, async (context) => {
    const { station } = await signedBy(context.req.raw);
    const after = context.req.query('after') ?? '0';
    if (!/^\d{1,9}$/.test(after)) throw new DeskError('bad_request', { detail: 'query' });
    return context.json({ protocol: PROTOCOL, ...(await readRulebooks(db, station.institution, Number(after))) });
  });

  serveFiles(app, { db, clock }, signedHead);
  serveRelay(app, deps, limits, signedBy, pushing);
  administer(app, deps, small, () => direct.bells.ring('all'));
  serveBackups(app, deps);

  return async (request, from = { loopback: true }) => app.fetch(request, from);
}
