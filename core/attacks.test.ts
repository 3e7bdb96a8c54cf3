import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDb } from '../db/open.ts';
import { readMeta, writeMeta } from '../db/settings.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import { openDemoDesk, type TestDesk } from '../tests/builders/desk.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { createDesk } from './desk.ts';
import { createEvents } from './events.ts';
import { loadDataKey } from './keys/data-key.ts';
import { fileKeyring } from './keys/file-keyring.ts';
import { loadProfiles } from './load-profiles.ts';
import type { Core } from './options.ts';
import { systemPlatform } from './platform.ts';
import { PROJECTION_VERSION } from './services/project-case.ts';
import { IDLE_MS } from './sessions.ts';
import { systemOutside } from './sync/http-transport.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-attack-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const openCore = (log: (line: string) => void = () => {}): Promise<Core> =>
  createDesk({
    options: { dataDir: dir, rendererDir: null, keyring: fileKeyring },
    platform: systemPlatform(log),
    events: createEvents(),
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    outside: systemOutside(),
  });
const ask = async (core: Core, name: string, body: unknown = {}, session = '') => {
  const headers = { 'content-type': 'application/json', 'x-desk-session': session };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await core.fetch(new Request(`http://desk/api/${name}`, { method: 'POST', headers, body: text }));
  return { status: response.status, body: (await response.json()) as { error?: { code: string } } };
};
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  );
const byPhone = (): ComplaintRecord => ({ ...sampleRecord('tanghe-04'), channel: 'phone' });

describe('keys and set-up under attack', () => {
  it('makes one station when two set-ups come at once, and opens it again after a restart', async () => {
    const core = await openCore();
    const answers = await Promise.all([1, 2, 3].map(() => ask(core, 'setup.demo')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    await core.close();
    const again = await openCore();
    expect((await ask(again, 'setup.status')).body).toMatchObject({ configured: true });
    await again.close();
  });

  it('opens with one damaged slot; refuses two, and writes nothing over what might still be saved', async () => {
    await (await openDemoDesk(dir)).close();
    const slots = ['slot-a', 'slot-b'].map((name) => join(dir, 'keys', name));
    const whole = slots.map((file) => readFileSync(file));
    writeFileSync(slots[0] ?? '', 'damaged');
    await (await openCore()).close();
    writeFileSync(slots[1] ?? '', 'damaged');
    await expect(openCore()).rejects.toMatchObject({ code: 'database_key' });
    expect(slots.map((file) => readFileSync(file, 'utf8'))).toEqual(['damaged', 'damaged']);
    slots.forEach((file, index) => {
      writeFileSync(file, whole[index] ?? '');
    });
    await (await openCore()).close();
  });

  it('does not take a database whose keys are gone for a first start', async () => {
    await (await openDemoDesk(dir)).close();
    rmSync(join(dir, 'keys'), { recursive: true });
    await expect(openCore()).rejects.toMatchObject({ code: 'database_key' });
    expect(existsSync(join(dir, 'keys'))).toBe(false);
  });

  it('goes on with a set-up that was killed after its keys, and after its empty database', async () => {
    const key = await loadDataKey(dir, fileKeyring);
    const core = await openCore();
    expect((await ask(core, 'setup.status')).body).toMatchObject({ configured: false });
    await core.close();
    openStationDb({ dataDir: dir, key }).close();
    const again = await openCore();
    expect((await ask(again, 'setup.demo')).status).toBe(200);
    await again.close();
  });

  it('notices damaged bytes in the database', async () => {
    const desk = await openDemoDesk(dir);
    await desk.signInAs('intake_officer');
    await desk.register('d', byPhone());
    await desk.close();
    const file = join(dir, 'station.db');
    const bytes = readFileSync(file);
    for (let at = 4_096 + 2_000; at < bytes.length; at += 4_096) bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const said = await openCore().then(
      async (core) => {
        const officers = await ask(core, 'session.officers');
        await core.close();
        return officers.body.error?.code;
      },
      (error: { code: string }) => error.code,
    );
    expect(said).toBe('database_damaged');
  });
});

describe('the core under attack', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDemoDesk(dir);
    await desk.signInAs('intake_officer');
  });
  afterEach(() => desk.close());

  const pass = (ms: number) => {
    desk.clock.now = new Date(desk.clock.now.getTime() + ms);
  };
  const accept = async (caseId: string, requestId: string) => ({
    caseId,
    baseRevision: (await desk.call('case.get', { caseId })).state.revision,
    requestId,
    command: { type: 'accept', category: 'general' } as const,
  });

  it('counts PINs that are guessed all at once, at sign-in, at a handover and at a change of PIN', async () => {
    const officers = await desk.call('session.officers', {});
    const of = (role: string) => officers.find((one) => one.roles.includes(role))?.id ?? '';
    const judged = (said: string[]) => said.filter((one) => one.includes('pin_wrong')).length;
    const guesses = (guess: (pin: string) => Promise<unknown>) =>
      Promise.all(Array.from({ length: 12 }, (_, i) => refusal(guess(String(135_790 + i)))));
    expect(judged(await guesses((pin) => desk.call('session.signIn', { officerId: of('leader'), pin })))).toBe(5);
    const handOver = { toOfficerId: of('ducha'), note: '', seenCases: [] };
    expect(judged(await guesses((toPin) => desk.call('duty.handOver', { ...handOver, toPin })))).toBe(5);
    const change = (oldPin: string) => desk.call('settings.changePin', { oldPin, newPin: '864209' });
    expect(judged(await guesses(change))).toBe(5);
    // Locked at one place is locked at all; a clock that is set back does not lock for ever.
    expect(await refusal(desk.call('session.signIn', { officerId: of('ducha'), pin: '246803' }))).toContain(
      'pin_locked',
    );
    pass(-86_400_000);
    expect(await refusal(desk.call('session.signIn', { officerId: of('ducha'), pin: '246803' }))).toBe('done');
  });

  it('asks for the PIN again after a pause; what the screen asks by itself does not count, what a person does counts', async () => {
    const { caseId } = await desk.register('d', byPhone());
    for (let i = 0; i < 3; i += 1) {
      pass(IDLE_MS - 1_000);
      await desk.call('draft.save', { draftId: 'typing', record: byPhone() });
    }
    await desk.call('case.get', { caseId });
    await desk.call('status', {});
    await desk.call('search', { query: '投诉' });
    for (let i = 0; i < 4; i += 1) {
      pass(IDLE_MS / 5);
      for (const offset of [0, 50]) await desk.call('search', { query: '投诉', offset });
      await desk.call('case.get', { caseId });
      await desk.call('status', {});
    }
    pass(IDLE_MS / 5);
    expect(await refusal(desk.call('status', {}))).toContain('not_signed_in');
    expect(await refusal(desk.call('case.get', { caseId }))).toContain('not_signed_in');
    await desk.signInAs('intake_officer');
    expect((await desk.call('draft.get', { draftId: 'typing' })).record).toEqual(byPhone());
    pass(-86_400_000);
    await desk.call('status', {});
  });

  it('answers a request id for its own question only', async () => {
    const [one, two] = [await desk.register('1', byPhone()), await desk.register('2', byPhone())];
    await desk.call('case.act', await accept(one.caseId, 'r'));
    expect(await refusal(desk.call('case.act', await accept(two.caseId, 'r')))).toContain('bad_request');
    expect(
      await refusal(
        desk.call('case.act', { ...(await accept(one.caseId, 'r')), command: { type: 'note', text: '另一件事' } }),
      ),
    ).toContain('bad_request');
    expect((await desk.call('case.get', { caseId: two.caseId })).state.status).toBe('registered');

    const paper = { document: 'registration_slip', width: null, requestId: 'p' } as const;
    const job = await desk.call('print.enqueue', { caseId: one.caseId, ...paper });
    expect((await desk.call('print.enqueue', { caseId: one.caseId, ...paper })).id).toBe(job.id);
    expect(await refusal(desk.call('print.enqueue', { caseId: two.caseId, ...paper }))).toContain('bad_request');
  });

  it('does not answer a second complaint under a used draft id with the first one’s number', async () => {
    const record = byPhone();
    await desk.register('d', record);
    const other = { ...record, narrative: '完全不同的另一件事。' };
    const ask_ = { draftId: 'd', record: other, signingTaskId: null, print: false };
    expect(await refusal(desk.call('case.register', ask_))).toContain('already_done');
  });

  it('forgets what the citizen read once the case holds it, and takes an open page off their screen', async () => {
    const record = sampleRecord('tanghe-01');
    await desk.call('draft.save', { draftId: 's', record });
    const begin = () => desk.call('signing.start', { purpose: 'registration', draftId: 's', lan: false });
    const [first, second] = [await begin(), await begin()];
    expect((await fetch(`${second.localUrl}/task`)).status).toBe(200);
    await desk.call('case.register', {
      draftId: 's',
      record: { ...record, channel: 'phone' },
      signingTaskId: null,
      print: false,
    });
    expect((await fetch(`${second.localUrl}/task`)).status).toBe(410);
    for (const { taskId } of [first, second])
      expect(await refusal(desk.call('signing.get', { taskId }))).toContain('not_found');

    await desk.call('draft.save', { draftId: 't', record });
    const task = await desk.call('signing.start', { purpose: 'registration', draftId: 't', lan: false });
    await desk.call('draft.discard', { draftId: 't' });
    expect((await fetch(`${task.localUrl}/task`)).status).toBe(410);
    await desk.call('draft.save', { draftId: 'u', record });
    await desk.call('signing.start', { purpose: 'registration', draftId: 'u', lan: false });
  });

  it('lets only those who look after the station change its settings, and everybody read them', async () => {
    const settings = await desk.call('settings.get', {});
    const { officers, printers, units, windows, station } = settings;
    const acts = () => [
      desk.call('settings.savePrinters', { printers }),
      desk.call('settings.saveStation', { ...station, units, windows }),
      desk.call('settings.addOfficer', { name: '外人', roles: ['leader'], pin: '135246' }),
      desk.call('settings.setOfficerActive', { officerId: officers[4]?.id ?? '', active: false }),
      desk.call('sync.configure', { address: 'http://127.0.0.1:9', enrolCode: 'x' }),
    ];
    for (const act of acts()) expect(await refusal(act)).toMatch(/role_not_allowed.*设置由本站管理员更改：牛穗丰/);
    expect((await desk.call('settings.get', {})).officers).toHaveLength(officers.length);
    await desk.signInAs('ducha');
    const said = await Promise.all(acts().map(refusal));
    expect(said.slice(0, 4)).toEqual(['done', 'done', 'done', 'done']);
    expect(said[4]).toContain('centre_unreachable');
  });

  it('ends the other windows of an officer whose PIN was changed, and what they were told', async () => {
    const old = desk.session();
    await desk.signInAs('intake_officer');
    const listen = (token: string) =>
      desk.fetch(new Request('http://desk/events', { headers: { 'x-desk-session': token } }));
    const [before, now] = [await listen(old), await listen(desk.session())];
    await desk.call('settings.changePin', { oldPin: '246801', newPin: '864209' });
    expect((await listen(old)).status).toBe(401);
    await desk.register('d', byPhone());
    const told = await before.text();
    expect(told).toBe(': here\n\n');
    await now.body?.cancel();
  });

  it('answers names, fields and numbers that no honest screen would send', async () => {
    await desk.close();
    const core = await openCore();
    const officers = (await ask(core, 'session.officers')).body as unknown as { id: string }[];
    const { token } = (await ask(core, 'session.signIn', { officerId: officers[0]?.id, pin: '246801' }))
      .body as unknown as {
      token: string;
    };
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '%00', 'case.get%2f'])
      expect((await ask(core, name, {}, token)).status, name).toBe(404);
    const odd = byPhone();
    const fields = JSON.stringify({ ...odd, fields: {} }).replace(
      '"fields":{}',
      '"fields":{"__proto__":"x","constructor":"y"}',
    );
    for (const body of [
      'null',
      '[]',
      '"x"',
      '{"caseId":{"$ne":1}}',
      '{"caseId":"\\ud800"}',
      '{"caseId":"\\u0000"}',
      `{"caseId":"${'x'.repeat(100_000)}"}`,
      '{"caseId":',
      `${'['.repeat(50_000)}`,
    ])
      expect((await ask(core, 'case.get', body, token)).status, body.slice(0, 30)).toBeLessThan(500);
    expect((await ask(core, 'draft.save', `{"draftId":"__proto__","record":${fields}}`, token)).status).toBe(200);
    const said = await ask(
      core,
      'case.register',
      `{"draftId":"__proto__","record":${fields},"signingTaskId":null,"print":true}`,
      token,
    );
    expect(said.status).toBe(422);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    const weird = { ...odd, narrative: `半个字\ud83d，空字符\u0000，反向\u202e../../etc`, request: '\udc00' };
    const saved = await ask(
      core,
      'case.register',
      { draftId: 'w', record: weird, signingTaskId: null, print: true },
      token,
    );
    expect(saved.status).toBe(200);
    const { caseId } = saved.body as unknown as { caseId: string };
    const file = (await ask(core, 'case.get', { caseId }, token)).body as unknown as {
      state: { record: ComplaintRecord };
    };
    expect(file.state.record).toEqual(weird);
    for (const name of ['worklist', 'status', 'case.get', 'settings.get', 'draft.list'])
      expect((await ask(core, name, { view: 'all', caseId })).status, name).toBe(401);
    await core.close();
    desk = await openDemoDesk(mkdtempSync(join(dir, 'next-')));
  });

  it('projects a database anew that another version projected, once', async () => {
    const { caseId } = await desk.register('d', byPhone());
    await desk.close();
    const key = await loadDataKey(dir, fileKeyring);
    const old = openStationDb({ dataDir: dir, key });
    old.raw.prepare("UPDATE cases SET state = ?, summary = 'alt'").run('{"round":7}');
    writeMeta(old.orm, 'projection version', PROJECTION_VERSION - 1);
    old.close();
    const log: string[] = [];
    await (await openCore((line) => log.push(line))).close();
    expect(log).toEqual([`projections: 1 of 1 made anew, version ${PROJECTION_VERSION}`]);
    const now = openStationDb({ dataDir: dir, key });
    const row = now.raw.prepare('SELECT state, summary FROM cases WHERE case_id = ?').get(caseId) as {
      state: string;
      summary: string;
    };
    expect(JSON.parse(row.state)).not.toHaveProperty('round');
    expect(row.summary).not.toBe('alt');
    expect(readMeta(now.orm, 'projection version')).toBe(PROJECTION_VERSION);
    now.close();
    await (await openCore((line) => log.push(line))).close();
    expect(log).toHaveLength(1);
    desk = await openDemoDesk(mkdtempSync(join(dir, 'next-')));
  });

  it('leaves no plain word of a citizen in any file of the folder', async () => {
    await desk.register('d', { ...byPhone(), narrative: '独一无二的叙述记号' });
    const found = readdirSync(dir).filter((name) => {
      try {
        return readFileSync(join(dir, name)).includes('独一无二的叙述记号');
      } catch {
        return false;
      }
    });
    expect(found).toEqual([]);
  });
});
