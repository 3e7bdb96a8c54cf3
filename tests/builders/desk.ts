import { createDesk } from '../../core/desk.ts';
import { createEvents, type Events } from '../../core/events.ts';
import { fileKeyring } from '../../core/keys/file-keyring.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import type { Platform } from '../../core/options.ts';
import { systemPlatform } from '../../core/platform.ts';
import { systemOutside } from '../../core/sync/http-transport.ts';
import type { SyncOutside } from '../../core/sync/transport.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { CHEAP_PINS } from './cheap-pins.ts';

/** The real core over a real, encrypted database, with a clock that the test sets. */
export interface TestDesk {
  /** `now` moves on with the time; what it moved by itself, without time passing, is `leapt`, in ms. */
  clock: { now: Date; leapt?: number };
  officers: DemoOfficers;
  /** What windows are told. */
  events: Events;
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  /** Signs in the demonstration officer who holds a role. */
  signInAs(role: string): Promise<void>;
  fetch(request: Request): Promise<Response>;
  /** Token of whoever is signed in. */
  session(): string;
  /** Puts a file onto the desk, as a drop on the form does. */
  upload(content: string): Promise<{ sha256: string }>;
  /** Registers a record; one that wants a signature gets a drawn one. */
  register(draftId: string, record: ComplaintRecord): Promise<{ caseId: string; number: string }>;
  close(): Promise<void>;
}

type DemoOfficers = OutputOf<'setup.demo'>['officers'];

/**
 * Makes the demonstration station in an empty folder.
 *
 * @param known officers of a station that is there already: it is opened as it was left
 */
export function openDemoDesk(
  dataDir: string,
  now = new Date('2026-03-04T09:00:00+08:00'),
  known?: DemoOfficers,
  outside: SyncOutside = systemOutside(),
): Promise<TestDesk> {
  return openTestDesk({ dataDir, now, outside }, async (call) => known ?? (await call('setup.demo', {})).officers);
}

/** Makes another station of the demonstration's institution, with one officer who looks after it. */
export function openOtherDesk(dataDir: string, code: string, roles: string[], now: Date): Promise<TestDesk> {
  return openTestDesk({ dataDir, now, outside: systemOutside() }, async (call) => {
    const officer = { name: '员样例', roles, screenRole: '', pin: '246802' };
    const station = { code, name: `样例${code}`, organisation: '', phone: '' };
    const printers = { slip: null, a4: null };
    const { officerId } = await call('setup.create', { station, regime: 'tanghe', officer, printers, centre: null });
    return [{ ...officer, id: officerId, admin: true } as unknown as DemoOfficers[number]];
  });
}

type Call = TestDesk['call'];

async function openTestDesk(
  { dataDir, now, outside }: { dataDir: string; now: Date; outside: SyncOutside },
  officersOf: (call: Call) => Promise<DemoOfficers>,
): Promise<TestDesk> {
  const clock: TestDesk['clock'] = { now };
  const platform: Platform = {
    ...systemPlatform(() => {}),
    ...CHEAP_PINS,
    now: () => clock.now,
    elapsed: () => clock.now.getTime() - (clock.leapt ?? 0),
  };
  const events = createEvents();
  const core = await createDesk({
    options: { dataDir, rendererDir: null, keyring: fileKeyring },
    platform,
    events,
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    outside,
  });
  let session = '';

  async function call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const headers = { 'content-type': 'application/json', 'x-desk-session': session };
    const request = new Request(`http://desk/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
    const response = await core.fetch(request);
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    return (await response.json()) as OutputOf<N>;
  }

  const officers = await officersOf(call);
  return {
    clock,
    officers,
    events,
    call,
    async signInAs(role) {
      const officer = officers.find((o) => o.roles.includes(role));
      if (!officer) throw new Error(`no officer is ${role}`);
      session = (await call('session.signIn', { officerId: officer.id, pin: officer.pin })).token;
    },
    fetch: core.fetch,
    session: () => session,
    async upload(content) {
      const headers = { 'x-desk-session': session };
      const response = await core.fetch(new Request('http://desk/files', { method: 'POST', headers, body: content }));
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as { sha256: string };
    },
    async register(draftId, record) {
      await call('draft.save', { draftId, record });
      const signingTaskId = record.channel === 'in_person' ? await sign(draftId) : null;
      return call('case.register', { draftId, record, signingTaskId, print: true });
    },
    close: () => core.close(),
  };

  async function sign(draftId: string): Promise<string> {
    const { taskId, localUrl } = await call('signing.start', { purpose: 'registration', draftId, lan: false });
    const { textHash } = (await (await fetch(`${localUrl}/task`)).json()) as { textHash: string };
    const stroke = Array.from({ length: 20 }, (_, i) => ({ x: 10 + i * 8, y: 40 + (i % 5) * 6, t: i, pressure: 0.5 }));
    const body = { textHash, signature: { width: 400, height: 200, strokes: [stroke] }, satisfaction: null };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${localUrl}/signature`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return taskId;
  }
}
