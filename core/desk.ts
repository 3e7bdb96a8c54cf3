import { Hono } from 'hono';
import { databaseExists, sqliteError } from '../db/open.ts';
import { bytesRoutes } from './api/bytes.ts';
import type { DeskContext } from './api/context.ts';
import { dispatch } from './api/dispatch.ts';
import { errorResponse } from './api/errors.ts';
import { eventStream } from './api/event-stream.ts';
import { forgetHalfRestore } from './backup/restore.ts';
import { hasDataKey } from './keys/data-key.ts';
import type { Core } from './options.ts';
import { openDatabase, type StationParts, startStation } from './station.ts';

/**
 * The application as one web-standard function. Transports put it behind a door (127.0.0.1, Electron's bridge) that has
 * already checked who knocks; it checks who is signed in.
 */
export async function createDesk(parts: StationParts): Promise<Core> {
  const context: DeskContext = { parts, db: null, station: null, settingUp: null, enrolment: null };
  forgetHalfRestore(parts.options.dataDir);
  // A database whose keys are gone is not a first start: it is refused by name, and nothing is written.
  if (hasDataKey(parts.options.dataDir) || databaseExists(parts.options.dataDir)) {
    try {
      context.db = await openDatabase(parts.options);
      context.station = startStation(parts, context.db);
    } catch (error) {
      context.db?.close();
      throw sqliteError(error);
    }
  }

  const app = new Hono();
  app.post('/api/:name', (c) => dispatch(context, c.req.param('name'), c.req.raw));
  app.get('/events', (c) => eventStream(context, c.req.raw));
  app.route('/', bytesRoutes(context));
  app.notFound(() => Response.json({ error: { code: 'not_found', message: '没有找到' } }, { status: 404 }));
  app.onError((error) => errorResponse(error, parts.platform.log));

  return {
    fetch: async (request) => app.fetch(request),
    async close() {
      if (context.station) await context.station.close();
      else context.db?.close();
    },
  };
}
