import type { ErrorBody, ErrorCode } from '../../domain/contract/errors.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import { type Running, startProcess } from './processes.ts';

/** A refusal as a program sees it. */
export class Refused extends Error {
  readonly code: ErrorCode;
  readonly fields: { path: string; code: ErrorCode }[];

  constructor(body: ErrorBody) {
    super(`${body.error.code} ${(body.error.fields ?? []).map((f) => `${f.path}:${f.code}`).join(' ')}`);
    this.code = body.error.code;
    this.fields = body.error.fields ?? [];
  }
}

/** A desk process and a client at its door. */
export interface Desk {
  /** Address with the launch token, as a window opens it. */
  url: string;
  origin: string;
  running: Running<{ url: string }>;
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  bytes(path: string): Promise<{ status: number; type: string; content: Uint8Array }>;
  signIn(officerId: string, pin: string): Promise<void>;
}

/**
 * Starts a desk process. `npm test` names the bundled core that `npm start` runs (`JIESU_CORE`); without it the sources
 * run as they are. `JIESU_RENDERER` names another build of the screens.
 *
 * @param env what its environment has beyond ours
 */
export async function startDesk(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<Desk> {
  const { JIESU_CORE: script = 'core/standalone.ts', JIESU_RENDERER: renderer = 'dist/renderer' } = process.env;
  const args = ['--data', dataDir, '--json', '--renderer', renderer, '--signing-host', '127.0.0.1'];
  const running = await startProcess<{ url: string }>(script, args, env);
  const { url } = running.ready;
  const origin = new URL(url).origin;
  const token = /token=(.+)$/.exec(url)?.[1] ?? '';
  let session = '';
  const headers = () => ({ 'x-desk-token': token, ...(session === '' ? {} : { 'x-desk-session': session }) });

  const desk: Desk = {
    url,
    origin,
    running,
    async call(name, input) {
      const response = await fetch(`${origin}/api/${name}`, {
        method: 'POST',
        headers: { ...headers(), 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      const body: unknown = await response.json();
      if (!response.ok) throw new Refused(body as ErrorBody);
      return body as OutputOf<typeof name>;
    },
    async bytes(path) {
      const response = await fetch(`${origin}${path}`, { headers: headers() });
      const content = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, type: response.headers.get('content-type') ?? '', content };
    },
    async signIn(officerId, pin) {
      session = (await desk.call('session.signIn', { officerId, pin })).token;
    },
  };
  return desk;
}

/** Signs a task as the citizen's page does: reads the text, sends strokes back. */
export async function signAt(localUrl: string, satisfaction: string | null = null): Promise<{ text: string }> {
  const task = (await (await fetch(`${localUrl}/task`)).json()) as { text: string; textHash: string };
  const points = Array.from({ length: 40 }, (_, i) => ({
    x: 40 + i * 8,
    y: 60 + ((i * 37) % 50),
    t: i * 12,
    pressure: 0.5,
  }));
  const response = await fetch(`${localUrl}/signature`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      textHash: task.textHash,
      satisfaction,
      signature: { width: 600, height: 240, strokes: [points] },
    }),
  });
  if (!response.ok) throw new Refused((await response.json()) as ErrorBody);
  return task;
}
