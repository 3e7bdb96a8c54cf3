import { createCentre } from '../../server/app.ts';
import type { OpenCentre } from '../../server/db/open.ts';
import type { RulebookSigner } from '../../server/rulebook-signer.ts';
import { ADMIN_TOKEN, CENTRE, newKey, randomOf, type Send } from './centre.ts';
import { testSigner } from './rulebooks.ts';

/** The centre with its clock in the test's hand, and a browser at its administration's page. */
export interface AdminCentre {
  send: Send;
  opened: OpenCentre;
  signer: RulebookSigner;
  clock: { now: Date };
  logged: string[];
}

export function adminCentre(opened: OpenCentre, adminHosts: string[] = []): AdminCentre {
  const clock = { now: new Date() };
  const logged: string[] = [];
  const signer = testSigner();
  const send = createCentre({
    db: opened.db,
    clock: () => clock.now,
    random: randomOf,
    log: (line) => logged.push(JSON.stringify(line)),
    adminToken: ADMIN_TOKEN,
    name: '样例中心',
    signer,
    sealingKey: newKey('CENTRE').sealingKey,
    adminHosts,
  });
  return { send, opened, signer, clock, logged };
}

export interface Reply<T> {
  status: number;
  body: T;
  /** Error code, empty for none. */
  code: string;
  detail: string;
  headers: Headers;
}

/** What a browser sends from the page; headers may be changed or, with `null`, left out. */
export async function fromPage<T = unknown>(
  send: Send,
  method: 'GET' | 'POST',
  path: string,
  options: { body?: unknown; headers?: Record<string, string | null>; base?: string } = {},
): Promise<Reply<T>> {
  const base = options.base ?? CENTRE;
  const usual = {
    'sec-fetch-site': 'same-origin',
    ...(method === 'POST' ? { origin: base, 'content-type': 'application/json' } : {}),
  };
  const given = Object.entries({ ...usual, ...options.headers }).filter((pair) => pair[1] !== null);
  const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body ?? {});
  const response = await send(
    new Request(`${base}/admin/${path}`, {
      method,
      headers: given as [string, string][],
      ...(method === 'POST' ? { body } : {}),
    }),
  );
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const read = isJson ? JSON.parse(text) : text;
  const error = (isJson ? read.error : undefined) as { code?: string; detail?: string } | undefined;
  const { status, headers } = response;
  return { status, body: read as T, code: error?.code ?? '', detail: error?.detail ?? '', headers };
}

/** A signed-in administrator. */
export interface Administrator {
  cookie: string;
  csrf: string;
  read<T>(path: string): Promise<T>;
  /** @throws Error with the code and detail of a refusal */
  change<T>(path: string, body: unknown): Promise<T>;
}

export async function signInAsAdmin(send: Send, who = '钟管理'): Promise<Administrator> {
  const signedIn = await fromPage<{ csrf: string }>(send, 'POST', 'api/sign-in', { body: { token: ADMIN_TOKEN, who } });
  if (signedIn.status !== 200) throw new Error(`sign-in: ${signedIn.status} ${signedIn.code}`);
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { csrf } = signedIn.body;
  const demand = <T>(reply: Reply<T>): T => {
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.code} ${reply.detail}`);
    return reply.body;
  };
  return {
    cookie,
    csrf,
    read: async <T>(path: string) => demand(await fromPage<T>(send, 'GET', `api/${path}`, { headers: { cookie } })),
    change: async <T>(path: string, body: unknown) =>
      demand(await fromPage<T>(send, 'POST', `api/${path}`, { body, headers: { cookie, 'x-csrf': csrf } })),
  };
}
