import type { Hono } from 'hono';
import { PATHS } from '../domain/contract/wire.ts';
import { MAX_BUNDLE_BYTES } from '../wire/bundle.ts';
import type { CentreDeps, Origin, SignedBy } from './app.ts';
import type { BodyLimits } from './body.ts';
import { takeBundle } from './bundles.ts';
import { ownPage } from './own.ts';
import type { PushDeps } from './push.ts';

/** What reaches the centre by a detour, and what goes back to a desk that lost it. */
export function serveRelay(
  app: Hono<{ Bindings: Origin }>,
  { db, clock, log, openingKey, limits: given }: CentreDeps,
  limits: BodyLimits,
  signedBy: SignedBy,
  pushing: PushDeps,
): void {
  const own = { ...limits, bytes: Math.min(MAX_BUNDLE_BYTES, given?.bytes ?? MAX_BUNDLE_BYTES) };

  app.post(PATHS.bundles, async (context) => {
    const { station, body } = await signedBy(context.req.raw, own);
    const { author, woken, rejected } = await takeBundle(db, pushing, openingKey, body, clock());
    pushing.direct.bells.ring([...woken, author]);
    log({ event: 'bundle', station: author, by: station.code });
    for (const code of rejected) log({ event: 'rejected', station: author, code });
    return context.body(null, 204);
  });

  app.get(PATHS.own, async (context) => {
    const { station } = await signedBy(context.req.raw);
    const page = await ownPage(db, station, context.req.query('after') ?? '0');
    return new Response(page as Uint8Array<ArrayBuffer>);
  });
}
