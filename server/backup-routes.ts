import type { Hono } from 'hono';
import type { CentreDeps, Origin } from './app.ts';
import { markBackedUp, takeSnapshot } from './backups.ts';
import { directOf } from './db/direct.ts';

/** What an administrator's backup script asks, behind the guard of `/admin`. */
export function serveBackups(
  app: Hono<{ Bindings: Origin }>,
  { db, clock, random, log }: Pick<CentreDeps, 'db' | 'clock' | 'random' | 'log'>,
): void {
  const direct = directOf(db);

  app.post('/admin/snapshots', async (context) => {
    const token = await takeSnapshot(direct, clock(), random);
    log({ event: 'snapshot' });
    return context.json({ token }, 201);
  });

  app.post('/admin/snapshots/:token{[0-9a-f]{16}}/backed-up', async (context) => {
    const stations = await markBackedUp(direct, context.req.param('token'));
    log({ event: 'backed_up', stations });
    direct.bells.ring('all');
    return context.json({ stations });
  });
}
