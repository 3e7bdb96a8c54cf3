import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AdminCentre,
  type Administrator,
  adminCentre,
  fromPage,
  signInAsAdmin,
} from '../../tests/builders/admin.ts';
import { ADMIN_TOKEN, CENTRE } from '../../tests/builders/centre.ts';
import { engines } from '../../tests/builders/engines.ts';
import { createCentre } from '../app.ts';

const MINUTE = 60_000;

describe.each(engines())('who knocks at the administration on $name', ({ open }) => {
  let centre: AdminCentre;
  let admin: Administrator;
  beforeAll(async () => {
    centre = adminCentre(await open(), ['centre.example.gov.cn']);
    admin = await signInAsAdmin(centre.send);
  }, 60_000);

  const invitation = { code: 'ZZ01', kind: 'hall_window', institution: 'z', units: [] };
  const asAdmin = () => ({ cookie: admin.cookie, 'x-csrf': admin.csrf });
  const inviteWith = (headers: Record<string, string | null>, base?: string, body: unknown = invitation) =>
    fromPage(centre.send, 'POST', 'api/invite', {
      body,
      headers: { ...asAdmin(), ...headers },
      ...(base ? { base } : {}),
    });
  const signIn = (token: string, more: Parameters<typeof fromPage>[3] = {}) =>
    fromPage<{ csrf: string }>(centre.send, 'POST', 'api/sign-in', { body: { token, who: '钟管理' }, ...more });

  it('serves nothing of it to another machine, and the page to a name that is ours only', async () => {
    for (const path of ['', 'api/session', 'page/admin.js', 'stations']) {
      const response = await createCentreElsewhere(path);
      expect(response.status).toBe(404);
    }
    const rebound = 'http://rebound.attacker.example';
    for (const path of ['', 'page/admin.js', 'api/stations']) {
      const headers = { cookie: admin.cookie };
      expect(await fromPage(centre.send, 'GET', path, { base: rebound, headers })).toMatchObject({ code: 'forbidden' });
      // The name in the request line and the one in the header must agree too.
      const mixed = { ...headers, host: 'rebound.attacker.example' };
      expect(await fromPage(centre.send, 'GET', path, { headers: mixed })).toMatchObject({ detail: 'host' });
    }
    expect(await inviteWith({}, rebound)).toMatchObject({ code: 'forbidden', detail: 'host' });
    expect(await inviteWith({}, 'http://127.0.0.1.attacker.example')).toMatchObject({ detail: 'host' });
    for (const base of [CENTRE, 'http://localhost:8700', 'http://[::1]:8700', 'https://centre.example.gov.cn']) {
      expect((await fromPage(centre.send, 'GET', '', { base })).status).toBe(200);
    }
    expect((await fromPage(centre.send, 'GET', '', { base: 'https://centre.example.gov.cn:8443' })).status).toBe(403);
  });

  it.each(['snapshots', 'snapshots/0123456789abcdef/backed-up', 'invitations', 'rulebooks'])(
    'wants the token for %s, which no session of the page replaces',
    async (path) => {
      for (const headers of [{}, asAdmin(), { authorization: 'Bearer wrong' }, { authorization: ADMIN_TOKEN }]) {
        expect(await fromPage(centre.send, 'POST', path, { headers })).toMatchObject({
          status: 403,
          code: 'forbidden',
        });
      }
      const known = await fromPage(centre.send, 'POST', path, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
      expect(known.status).not.toBe(403);
    },
  );

  const createCentreElsewhere = (path: string) =>
    createCentre({
      db: centre.opened.db,
      clock: () => new Date(),
      random: (bytes) => new Uint8Array(bytes),
      log: () => {},
      adminToken: ADMIN_TOKEN,
      name: '样例中心',
      signer: centre.signer,
      sealingKey: '',
    })(new Request(`${CENTRE}/admin/${path}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } }), {
      loopback: false,
    });

  it.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another name of this site', { 'sec-fetch-site': 'same-site' }],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }],
    ['with another origin', { origin: 'http://attacker.example' }],
    ['from a page on another port', { origin: 'http://127.0.0.1:3000' }],
    ['with an opaque origin', { origin: 'null' }],
    ['without an origin', { origin: null }],
    ['without the token of the page', { 'x-csrf': null }],
    ['with a wrong token of the page', { 'x-csrf': 'f'.repeat(64) }],
    ['as a plain form sends it', { 'content-type': 'text/plain' }],
    ['without a session', { cookie: null }],
    ['with somebody’s guess of a session', { cookie: `jiesu_admin=${'A'.repeat(43)}` }],
  ])('takes no change that comes %s', async (_how, headers) => {
    const before = await admin.read('stations');
    expect((await inviteWith(headers)).status).toBeGreaterThanOrEqual(400);
    expect(await admin.read<object>('stations')).toMatchObject({
      stations: (before as { stations: unknown }).stations,
    });
  });

  it('reads nothing out to other pages', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { cookie: admin.cookie, 'sec-fetch-site': site };
      expect((await fromPage(centre.send, 'GET', 'api/stations', { headers })).status).toBe(403);
    }
    const headers = { cookie: admin.cookie, origin: 'http://attacker.example' };
    expect((await fromPage(centre.send, 'GET', 'api/stations', { headers })).status).toBe(403);
    for (const path of ['session', 'stations', 'roster', 'rulebooks', 'trouble', 'backup', 'log']) {
      expect((await fromPage(centre.send, 'GET', `api/${path}`)).code).toBe('not_signed_in');
    }
  });

  it('never takes up a session that the browser brought along, and ends the one before', async () => {
    const planted = `jiesu_admin=${'B'.repeat(43)}`;
    const first = await signIn(ADMIN_TOKEN, { headers: { cookie: planted } });
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).not.toBe(planted);
    expect((await fromPage(centre.send, 'GET', 'api/session', { headers: { cookie: planted } })).status).toBe(401);
    const second = await signIn(ADMIN_TOKEN, { headers: { cookie } });
    expect(second.status).toBe(200);
    expect((await fromPage(centre.send, 'GET', 'api/session', { headers: { cookie } })).status).toBe(401);
    expect(first.headers.get('set-cookie')).toMatch(/; Path=\/admin; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    const overTls = await signIn(ADMIN_TOKEN, { base: 'https://centre.example.gov.cn' });
    expect(overTls.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('ends a session after a pause, after its longest time, and on leaving', async () => {
    const started = centre.clock.now;
    const alive = async (one: Administrator) =>
      (await fromPage(centre.send, 'GET', 'api/session', { headers: { cookie: one.cookie } })).status === 200;
    const idle = await signInAsAdmin(centre.send);
    centre.clock.now = new Date(started.getTime() + 21 * MINUTE);
    expect(await alive(idle)).toBe(false);
    const busy = await signInAsAdmin(centre.send);
    let lasted = 0;
    for (; lasted < 10 * 60 && (await alive(busy)); lasted += 15) {
      centre.clock.now = new Date(centre.clock.now.getTime() + 15 * MINUTE);
    }
    expect(lasted).toBe(4 * 60 + 15);
    const leaving = await signInAsAdmin(centre.send);
    await leaving.change('sign-out', {});
    expect(await alive(leaving)).toBe(false);
    centre.clock.now = started;
    admin = await signInAsAdmin(centre.send);
  });

  it('looks at no token for a while after ten wrong ones, however many come at once', async () => {
    const tries = await Promise.all(Array.from({ length: 40 }, (_, n) => signIn(`guess-${n}`)));
    const wrong = tries.filter((one) => one.code === 'admin_token_wrong').length;
    expect(wrong).toBeLessThanOrEqual(10);
    expect(tries.filter((one) => one.code === 'too_many_tries')).toHaveLength(40 - wrong);
    for (let n = wrong; n < 10; n += 1) await signIn('one more');
    expect((await signIn(ADMIN_TOKEN)).status).toBe(429);
    // Who is signed in stays so, and the way of the command line is another one.
    expect((await admin.read<{ who: string }>('session')).who).toBe('钟管理');
    const started = centre.clock.now;
    centre.clock.now = new Date(started.getTime() + 10 * MINUTE + 1);
    expect((await signIn(ADMIN_TOKEN)).status).toBe(200);
    centre.clock.now = started;
    admin = await signInAsAdmin(centre.send);
  });

  it('refuses what is too large, too long, or bears control characters', async () => {
    expect(await inviteWith({}, undefined, JSON.stringify({ ...invitation, pad: 'x'.repeat(70_000) }))).toMatchObject({
      status: 413,
    });
    expect((await inviteWith({}, undefined, '[')).code).toBe('bad_request');
    expect((await inviteWith({}, undefined, { ...invitation, days: 31 })).code).toBe('bad_request');
    const file = { name: 'a.yaml', text: 'x'.repeat(200_001) };
    const tooLong = await fromPage(centre.send, 'POST', 'api/publish', { body: file, headers: asAdmin() });
    expect(tooLong.status).toBe(413);
    const name = '安\u0007若素';
    const officer = { id: 'o', name, roles: [], stations: [], active: true };
    const rung = await fromPage(centre.send, 'POST', 'api/officer', {
      body: { institution: 'z', officer },
      headers: asAdmin(),
    });
    expect(rung.code).toBe('bad_request');
    expect(await signIn(ADMIN_TOKEN, { body: { token: ADMIN_TOKEN, who: '钟\n管理' } })).toMatchObject({ status: 400 });
  });

  it('serves its own files and no others, under a policy that runs nothing else', async () => {
    const page = await fromPage<string>(centre.send, 'GET', '');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.body).not.toMatch(/<script(?![^>]*src=)|<style| on[a-z]+=| style=/);
    for (const name of ['..%2fguard.ts', '%2e%2e%2fguard.ts', 'constructor', 'admin.js%00', '../guard.ts']) {
      const found = await fromPage(centre.send, 'GET', `page/${name}`);
      expect([403, 404], name).toContain(found.status);
    }
    const log = centre.logged.join('\n');
    for (const secret of [ADMIN_TOKEN, admin.cookie, admin.csrf]) expect(log).not.toContain(secret);
  });
});
