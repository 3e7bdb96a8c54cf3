import type { Hono } from 'hono';
import { PATHS } from '../domain/contract/wire.ts';
import type { CentreDeps, Origin, SignedBy } from './app.ts';
import type { BodyLimits } from './body.ts';
import { getFile, MAX_FILE_BYTES, putFile } from './files.ts';

const FILE_HEADERS = {
  'content-type': 'application/octet-stream',
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** Attachments, whole. */
export function serveFiles(
  app: Hono<{ Bindings: Origin }>,
  { db, clock, limits: given }: CentreDeps,
  limits: BodyLimits,
  signedBy: SignedBy,
): void {
  const own = { ...limits, bytes: Math.min(MAX_FILE_BYTES, given?.bytes ?? MAX_FILE_BYTES) };

  app.put(`${PATHS.files}/:sha256{[0-9a-f]{64}}`, async (context) => {
    const { station, body } = await signedBy(context.req.raw, own, 'file_too_large');
    await putFile(db, station, context.req.param('sha256'), body, clock());
    return context.body(null, 204);
  });

  app.get(`${PATHS.files}/:sha256{[0-9a-f]{64}}`, async (context) => {
    const { station } = await signedBy(context.req.raw);
    const content = await getFile(db, station, context.req.param('sha256'));
    return new Response(content as Uint8Array<ArrayBuffer>, { headers: FILE_HEADERS });
  });
}
