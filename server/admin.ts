import { timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { DeskError } from '../domain/contract/errors.ts';
import { invitationSchema } from '../domain/contract/wire.ts';
import type { CentreDeps, Origin } from './app.ts';
import { type BodyLimits, parseJson, readBody } from './body.ts';
import { sha256Hex } from './digest.ts';
import { invite, listStations } from './enrol.ts';
import { publish } from './rulebooks.ts';

/** A rule file as JSON: 200,000 characters of three bytes each, with room for escapes. */
const RULEBOOK_BODY_BYTES = 1024 * 1024;

const ruleFileSchema = z.object({ name: z.string().min(1).max(300), text: z.string().min(1) });

/**
 * What the administrator may ask, from this machine and with the token.
 *
 * @param ringAll tells every open feed that there is something new for all
 */
export function administer(
  app: Hono<{ Bindings: Origin }>,
  { db, clock, log, random, signer, adminToken }: CentreDeps,
  small: BodyLimits,
  ringAll: () => void,
): void {
  const expected = Buffer.from(sha256Hex(`Bearer ${adminToken}`));
  app.use('/admin/*', async (context, next) => {
    if (!context.env.loopback) throw new DeskError('not_found');
    const given = Buffer.from(sha256Hex(context.req.header('authorization') ?? ''));
    if (!timingSafeEqual(given, expected)) throw new DeskError('forbidden');
    await next();
  });

  app.post('/admin/invitations', async (context) => {
    const invitation = invitationSchema.parse(parseJson(await readBody(context.req.raw, small)));
    const enrolCode = await invite(db, invitation, clock(), random);
    log({ event: 'invited', station: invitation.code });
    return context.json({ code: invitation.code, enrolCode }, 201);
  });

  app.post('/admin/rulebooks', async (context) => {
    const body = await readBody(context.req.raw, { ...small, bytes: RULEBOOK_BODY_BYTES });
    const published = await publish(db, signer, ruleFileSchema.parse(parseJson(body)), clock());
    log({ event: 'published', rulebook: `${published.kind} ${published.id} ${published.version}` });
    ringAll();
    return context.json(published, published.already ? 200 : 201);
  });

  app.get('/admin/stations', async (context) => context.json({ stations: await listStations(db) }));
}
