import type { ErrorBody, ErrorCode } from '../../domain/contract/errors.ts';
import { messageOf } from '../../domain/contract/errors.ts';
import type { Strokes } from '../../domain/contract/signature.ts';
import type { Satisfaction } from '../../domain/contract/words.ts';

/** What one citizen is asked to read and sign; the only data this page ever holds. */
export interface SigningTask {
  purpose: 'registration' | 'feedback';
  title: string;
  stationName: string;
  text: string;
  textHash: string;
  askSatisfaction: boolean;
  signerName: string;
}

export type Answer = Satisfaction | 'declined';

/** A refusal of the signing door; `unreachable` when nothing answered. */
export class SigningError extends Error {
  readonly code: ErrorCode | 'unreachable';

  constructor(code: ErrorCode | 'unreachable', message: string) {
    super(message);
    this.code = code;
  }
}

/** The task's own address is the page's: `/s/TOKEN`. */
const base = location.pathname.replace(/\/+$/, '');

async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${base}${path}`, { ...init, cache: 'no-store' });
  } catch {
    throw new SigningError('unreachable', '暂时连不上受理台，请稍候再试');
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  throw new SigningError(body?.error.code ?? 'internal', body?.error.message ?? messageOf('internal'));
}

export async function fetchTask(): Promise<SigningTask> {
  return (await (await ask('/task', { method: 'GET' })).json()) as SigningTask;
}

export async function sendSignature(textHash: string, signature: Strokes, satisfaction: Answer | null): Promise<void> {
  await ask('/signature', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ textHash, signature, satisfaction }),
  });
}
