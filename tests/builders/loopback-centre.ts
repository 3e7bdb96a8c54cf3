import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { ErrorBody } from '../../domain/contract/errors.ts';
import type { StationKind } from '../../domain/contract/wire.ts';
import { createCentre } from '../../server/app.ts';
import { openEmbedded } from '../../server/db/open.ts';
import type { RulebookSigner } from '../../server/rulebook-signer.ts';
import type { Published } from '../../server/rulebooks.ts';
import { ADMIN_TOKEN, inviteStation, randomOf } from './centre.ts';
import { seedPgdata } from './pgdata.ts';
import { TEST_OPENING_KEY, TEST_SEALING_KEY, testSigner } from './rulebooks.ts';

/** The real centre with its real database, listening on 127.0.0.1, by a clock that the test sets. */
export interface LoopbackCentre {
  address: string;
  signer: RulebookSigner;
  invite(code: string, kind?: StationKind, institution?: string): Promise<string>;
  /** `npm run centre -- publish`. @throws Error with code and detail */
  publish(name: string, text: string): Promise<Published>;
  /** Somebody on the way: gets what the centre answered in plain JSON to a path and gives what the station shall read. */
  between: ((path: string, answer: unknown) => unknown) | null;
  close(): Promise<void>;
}

export async function startLoopbackCentre(clock: () => Date): Promise<LoopbackCentre> {
  const folder = mkdtempSync(join(tmpdir(), 'loopback-centre-'));
  await seedPgdata(folder);
  const opened = await openEmbedded(folder);
  const signer = testSigner();
  const closing = new AbortController();
  const send = createCentre({
    db: opened.db,
    clock,
    random: randomOf,
    log: () => {},
    adminToken: ADMIN_TOKEN,
    name: '样例中心',
    signer,
    sealingKey: TEST_SEALING_KEY,
    openingKey: TEST_OPENING_KEY,
    closing: closing.signal,
  });
  const centre: LoopbackCentre = {
    address: '',
    signer,
    between: null,
    invite: (code, kind = 'hall_window', institution = 'tanghe') => inviteStation(send, { code, kind, institution }),
    async publish(name, text) {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
      const body = JSON.stringify({ name, text });
      const response = await send(new Request('http://127.0.0.1/admin/rulebooks', { method: 'POST', headers, body }));
      const answer: unknown = await response.json();
      if (response.ok) return answer as Published;
      const { code, detail } = (answer as ErrorBody).error;
      throw new Error(`${code} ${detail ?? ''}`);
    },
    async close() {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const server = createAdaptorServer({
    async fetch(request) {
      const response = await send(request);
      // The listener would say the system's time; the centre's is the one that the test sets.
      const date = clock().toUTCString();
      response.headers.set('date', date);
      if (!centre.between || !response.headers.get('content-type')?.startsWith('application/json')) return response;
      const path = new URL(request.url).pathname;
      return Response.json(centre.between(path, await response.json()), { headers: { date } });
    },
  }) as Server & { closeAllConnections(): void };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  centre.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return centre;
}
