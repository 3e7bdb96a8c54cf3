import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScreens, buildShell, screensAreStale, shellIsStale } from '../../scripts/build.ts';
import { findElectron } from '../../scripts/find-electron.ts';
import { openDouble, openReal, type Shell, startDouble } from './shells.ts';

const samples = JSON.parse(readFileSync(new URL('../samples/complaints.json', import.meta.url), 'utf8'));
const record = samples[0];

beforeAll(async () => {
  if (screensAreStale()) await buildScreens();
  if (shellIsStale()) await buildShell();
});

/** Asks the core from inside the page, as the page's own code does. */
function call(page: Page, name: string, input: unknown, session?: string): Promise<{ status: number; body: never }> {
  return page.evaluate(
    async ([path, body, token]) => {
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      if (token) headers['x-desk-session'] = token;
      const response = await fetch(path as string, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as never };
    },
    [`/api/${name}`, input, session] as const,
  );
}

const real = findElectron();
if (real === null) console.info('not run: the shell in real Electron, because its runtime is not installed');

const kinds: [name: string, open: (dataDir: string) => Promise<Shell>][] = [['the double', openDouble]];
if (real !== null) kinds.push(['real Electron', (dataDir) => openReal(real, dataDir)]);

describe.each(kinds)('the built shell on %s', (_name, open) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jiesu-shell-'));
  let shell: Shell;
  let session: string;

  beforeAll(async () => {
    shell = await open(dataDir);
  });
  afterAll(async () => {
    await shell?.kill();
    rmSync(dataDir, { recursive: true });
  });

  it('shows the first start', async () => {
    await shell.desk.getByText('试用演示站点').first().waitFor();
    expect(await shell.desk.evaluate(() => (globalThis as { jiesuShell?: { name: string } }).jiesuShell?.name)).toBe(
      'electron',
    );
    expect(await shell.desk.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  });

  it('gives the page nothing to run but its own files', async () => {
    const policy = await shell.desk.evaluate(async () =>
      (await fetch('/desk/')).headers.get('content-security-policy'),
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    const ran = await shell.desk.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.planted = true';
      document.head.append(script);
      return (globalThis as { planted?: boolean }).planted === true;
    });
    expect(ran).toBe(false);
  });

  it('reaches the core: a demonstration station, a sign-in', async () => {
    const demo = await call(shell.desk, 'setup.demo', {});
    const { officers } = demo.body as { officers: { id: string; pin: string }[] };
    const signedIn = await call(shell.desk, 'session.signIn', { officerId: officers[0]?.id, pin: officers[0]?.pin });
    session = (signedIn.body as { token: string }).token;
    expect([demo.status, signedIn.status]).toEqual([200, 200]);
    expect(existsSync(join(dataDir, 'keys/device-system'))).toBe(true);
  });

  it('streams events while the stream stays open', async () => {
    const event = await shell.desk.evaluate(
      async ([token, given]) => {
        const headers = { 'x-desk-session': token as string, 'content-type': 'application/json' };
        const left = new AbortController();
        const response = await fetch('/events', { headers, signal: left.signal });
        const reader = response.body?.getReader();
        const post = (name: string, input: unknown) =>
          fetch(`/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) }).then((answer) =>
            answer.json(),
          );
        await post('draft.save', { draftId: 'd-1', record: given });
        const begun = { purpose: 'registration', draftId: 'd-1', lan: false };
        const { taskId } = (await post('signing.start', begun)) as { taskId: string };
        await post('signing.cancel', { taskId });
        let text = '';
        while (!text.includes('"signing"')) {
          const piece = await reader?.read();
          if (piece === undefined || piece.done) break;
          text += new TextDecoder().decode(piece.value);
        }
        left.abort();
        return text;
      },
      [session, record] as const,
    );
    expect(event).toContain('"type":"signing"');
  });

  it('carries a file to the core and back, byte for byte', async () => {
    const same = await shell.desk.evaluate(async (token) => {
      const bytes = new Uint8Array(3_000_000);
      // The head of a PDF, then every byte value.
      bytes.set(new TextEncoder().encode('%PDF-1.4\n'));
      for (let i = 9; i < bytes.length; i += 1) bytes[i] = (i * 7 + (i >> 8)) % 256;
      const headers = { 'x-desk-session': token, 'content-type': 'application/pdf', 'x-file-name': 'a.pdf' };
      const stored = await fetch('/files', { method: 'POST', headers, body: bytes });
      const { sha256 } = await stored.json();
      const back = new Uint8Array(await (await fetch(`/files/${sha256}`, { headers })).arrayBuffer());
      return back.length === bytes.length && back.every((byte, i) => byte === bytes[i]);
    }, session);
    expect(same).toBe(true);
  });

  it('opens the signing page in its own window, and nothing else', async () => {
    const begun = await call(
      shell.desk,
      'signing.start',
      { purpose: 'registration', draftId: 'd-1', lan: false },
      session,
    );
    const { localUrl } = begun.body as { localUrl: string };
    const signing = await shell.open(localUrl);
    expect(signing?.url()).toBe(localUrl);
    expect(await signing?.evaluate(() => 'jiesuShell' in globalThis)).toBe(false);
    expect(await shell.open('https://evil.example/')).toBeNull();
    expect(await shell.open('http://127.0.0.1:9/api/status')).toBeNull();
    expect(await shell.mayNavigate('https://evil.example/')).toBe(false);
  });

  it('survives the death of the core with everything saved', async () => {
    await shell.killCore();
    // Until the new core is ready the shell keeps the request waiting, or says 503 for those that were under way.
    await expect
      .poll(async () => (await call(shell.desk, 'setup.status', {}).catch(() => null))?.body, { timeout: 30_000 })
      .toMatchObject({ configured: true });
    expect((await call(shell.desk, 'status', {}, session)).body).toMatchObject({ error: { code: 'not_signed_in' } });
  });

  it('ends with its window, and starts again with the same station', async () => {
    expect(await shell.close()).toBe(0);
    shell = await open(dataDir);
    expect((await call(shell.desk, 'setup.status', {})).body).toMatchObject({ configured: true });
  });
});

describe('the built shell on the double', () => {
  it.each(['basic_text', 'none'])('does not trust a key store that is %s', async (store) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'jiesu-shell-'));
    const { waitFor, ended } = startDouble(dataDir, { DOUBLE_KEY_STORE: store });
    const box = await waitFor('error-box');
    expect(box.text).toContain('密钥');
    expect(await ended).toBe(1);
    expect(existsSync(join(dataDir, 'keys'))).toBe(false);
    rmSync(dataDir, { recursive: true });
  });
});
