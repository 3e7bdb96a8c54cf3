import type { ErrorBody, ErrorCode } from '../../domain/contract/errors.ts';
import { messageOf } from '../../domain/contract/errors.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import type { BundleTaken } from '../../domain/contract/views/keeping.ts';
import type { DeskEvent } from '../../domain/contract/views/station.ts';
import type { FileWhereabouts } from '../../domain/contract/views/sync.ts';

/**
 * The screen's only way to the core: `POST /api/<name>`, files, papers and one event stream. The launch token comes once
 * in the address (`#token=…`), is taken out of the address bar at once and kept for this window only.
 */
const LAUNCH_TOKEN = 'desk-launch-token';
const SESSION_TOKEN = 'desk-session-token';

/** `unreachable` is this side's own: the core did not answer at all, so nobody knows more than that. */
export type CallErrorCode = ErrorCode | 'unreachable';
export type CallErrorField = { path: string; code: ErrorCode; message: string };

/** A refusal of the core, with the Chinese sentence for people and, where it has them, the fields it is about. */
export class CallError extends Error {
  readonly code: CallErrorCode;
  readonly detail: string | undefined;
  readonly fields: readonly CallErrorField[];

  constructor(code: CallErrorCode, message: string, detail?: string, fields: readonly CallErrorField[] = []) {
    super(message);
    this.name = 'CallError';
    this.code = code;
    this.detail = detail;
    this.fields = fields;
  }
}

/** @returns whether the address held a token */
export function takeLaunchToken(): boolean {
  const found = /^#token=([^&/]+)/.exec(location.hash);
  if (!found?.[1]) return false;
  sessionStorage.setItem(LAUNCH_TOKEN, decodeURIComponent(found[1]));
  history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  return true;
}

export function setSession(token: string | null): void {
  if (token === null) sessionStorage.removeItem(SESSION_TOKEN);
  else sessionStorage.setItem(SESSION_TOKEN, token);
}

export function hasSession(): boolean {
  return sessionStorage.getItem(SESSION_TOKEN) !== null;
}

function credentials(): Record<string, string> {
  const launch = sessionStorage.getItem(LAUNCH_TOKEN);
  const session = sessionStorage.getItem(SESSION_TOKEN);
  return { ...(launch ? { 'x-desk-token': launch } : {}), ...(session ? { 'x-desk-session': session } : {}) };
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { ...credentials(), ...init.headers } });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new CallError('unreachable', '接诉台主程序没有应答，请稍候；一直如此请重新启动接诉台');
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response: Response): Promise<CallError> {
  try {
    const { error } = (await response.json()) as ErrorBody;
    return new CallError(error.code, error.message, error.detail, error.fields ?? []);
  } catch {
    return new CallError('internal', messageOf('internal'));
  }
}

/** Asks the core for `name`. Throws {@link CallError}. */
export async function call<N extends ProcedureName>(
  name: N,
  input: InputOf<N>,
  signal?: AbortSignal,
): Promise<OutputOf<N>> {
  const response = await ask(`/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
    ...(signal ? { signal } : {}),
  });
  return (await response.json()) as OutputOf<N>;
}

/** A paper or file as a `blob:` address for `<img>` or `<iframe>`; the caller revokes it. */
export async function fetchBlobUrl(path: string, signal?: AbortSignal): Promise<{ url: string; mime: string }> {
  const response = await ask(path, { method: 'GET', ...(signal ? { signal } : {}) });
  const blob = await response.blob();
  return { url: URL.createObjectURL(blob), mime: blob.type };
}

/** Where a file is. `want` asks the core to fetch it from the centre, or to go on with that. */
export async function fileWhereabouts(sha256: string, want: boolean, signal?: AbortSignal): Promise<FileWhereabouts> {
  const [path, method] = want ? [`/files/${sha256}/fetch`, 'POST'] : [`/files/${sha256}/whereabouts`, 'GET'];
  return (await (await ask(path, { method, ...(signal ? { signal } : {}) })).json()) as FileWhereabouts;
}

export interface StoredFile {
  sha256: string;
  size: number;
  mime: string;
}

/** Stores a file content-addressed on this PC. Throws {@link CallError} `file_too_large` or `file_type`. */
export async function upload(file: File): Promise<StoredFile> {
  const response = await ask('/files', {
    method: 'POST',
    headers: {
      'content-type': file.type || 'application/octet-stream',
      'x-file-name': encodeURIComponent(file.name),
    },
    body: file,
  });
  return (await response.json()) as StoredFile;
}

/** Hands a relay bundle to the core. Throws {@link CallError} with one of the `bundle_*` codes; nothing is taken then. */
export async function takeBundle(file: File): Promise<BundleTaken> {
  const response = await ask('/bundles', { method: 'POST', body: file });
  return (await response.json()) as BundleTaken;
}

/**
 * The window's one event stream; `EventSource` cannot send headers, so the stream is read by hand.
 * Reconnects after 0.5 s, doubling up to 10 s.
 *
 * @returns a function that ends it
 */
export function events(onEvent: (event: DeskEvent) => void, onUp: (up: boolean) => void): () => void {
  const control = new AbortController();
  void (async () => {
    let wait = 500;
    while (!control.signal.aborted) {
      try {
        const response = await ask('/events', { method: 'GET', signal: control.signal });
        if (!response.body) throw new Error('no body');
        onUp(true);
        wait = 500;
        await readLines(response.body, onEvent);
      } catch {
        // Expected whenever the core restarts: the loop below tries again.
      }
      if (control.signal.aborted) return;
      onUp(false);
      await new Promise((done) => window.setTimeout(done, wait));
      wait = Math.min(wait * 2, 10_000);
    }
  })();
  return () => control.abort();
}

async function readLines(body: ReadableStream<Uint8Array>, onEvent: (event: DeskEvent) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) onEvent(JSON.parse(line.slice(5)) as DeskEvent);
    }
  }
}
