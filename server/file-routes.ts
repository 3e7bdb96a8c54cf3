import type { Hono } from 'hono';
import { PATHS } from '../domain/contract/wire.ts';
import type { Origin, SignedHead } from './app.ts';
import { answerFile, type FileDoor } from './file-door.ts';

/** Attachments, resumable both ways. */
export function serveFiles(app: Hono<{ Bindings: Origin }>, door: FileDoor, signedHead: SignedHead): void {
  // Hono brings HEAD here as GET; the request itself says what it is.
  app.on(['GET', 'PATCH'], `${PATHS.files}/:sha256{[0-9a-f]{64}}`, async (context) => {
    const request = context.req.raw;
    const station = await signedHead(request);
    return answerFile(door, station, request, context.req.param('sha256'));
  });
}
