import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDesk } from '../../core/desk.ts';
import { createEvents } from '../../core/events.ts';
import { fileKeyring } from '../../core/keys/file-keyring.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import type { Core, Platform } from '../../core/options.ts';
import { systemOutside } from '../../core/sync/http-transport.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { DeskEvent } from '../../domain/contract/views/station.ts';
import { CHEAP_PINS } from '../builders/cheap-pins.ts';

/** One question to a desk, the same in both worlds. */
export interface Ask {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
}

/** A desk whose ids, tokens and clock follow from what was asked of it, so that two of them can be compared byte for byte. */
export interface World {
  /** What is done in one chapter draws ids from that chapter's own series. */
  chapter(name: string, now: string): void;
  /** Signs in the demonstration officer who holds a role; what is asked from then on is asked by them. */
  signIn(role: string): Promise<void>;
  officers: { id: string; name: string; roles: string[]; pin: string }[];
  call<T>(name: string, input: unknown): Promise<T>;
  ask(one: Ask): Promise<{ status: number; type: string; bytes: Buffer }>;
  upload(content: string): Promise<string>;
  events: DeskEvent[];
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'twin-'));
  let now = new Date('2026-03-04T09:00:00+08:00');
  let series = 'beginning';
  let drawn = 0;
  const next = () => createHash('sha256').update(`${series} ${drawn++}`).digest('hex');
  const platform: Platform = {
    ...CHEAP_PINS,
    now: () => now,
    elapsed: () => now.getTime(),
    newId: () => {
      const hex = next();
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    newToken: () => next(),
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
    log: () => {},
  };
  const events = createEvents();
  const heard: DeskEvent[] = [];
  events.subscribe((event) => heard.push(event));
  const core: Core = await createDesk({
    options: { dataDir, rendererDir: null, keyring: fileKeyring },
    platform,
    events,
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    outside: systemOutside(),
  });
  let session = '';

  async function ask({ method, path, body }: Ask) {
    const headers = { 'content-type': 'application/json', 'x-desk-session': session };
    const sent = method === 'GET' ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await core.fetch(new Request(`http://desk${path}`, sent));
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, bytes: Buffer.from(await response.arrayBuffer()) };
  }
  async function call<T>(name: string, input: unknown): Promise<T> {
    const { status, bytes } = await ask({ method: 'POST', path: `/api/${name}`, body: input });
    if (status !== 200) throw new Error(`${name}: ${bytes.toString()}`);
    return JSON.parse(bytes.toString()) as T;
  }
  const { officers } = await call<{ officers: World['officers'] }>('setup.demo', {});
  return {
    officers,
    call,
    ask,
    events: heard,
    chapter(name, at) {
      series = name;
      drawn = 0;
      now = new Date(at);
    },
    async signIn(role) {
      const officer = officers.find(({ roles }) => roles.includes(role));
      if (!officer) throw new Error(`no officer is ${role}`);
      session = (await call<{ token: string }>('session.signIn', { officerId: officer.id, pin: officer.pin })).token;
    },
    async upload(content) {
      const headers = { 'x-desk-session': session };
      const sent = await core.fetch(new Request('http://desk/files', { method: 'POST', headers, body: content }));
      return ((await sent.json()) as { sha256: string }).sha256;
    },
    async close() {
      await core.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
