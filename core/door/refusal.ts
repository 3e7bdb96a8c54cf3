import { type ErrorBody, type ErrorCode, messageOf } from '../../domain/contract/errors.ts';

/** What a door answers instead of letting a request in. */
export interface Refusal {
  status: 400 | 403 | 404 | 405 | 408 | 413 | 415 | 500;
  code: ErrorCode;
}

/** The body of a refusal, in the one shape every program of ours reads. */
export function refusalBody(refusal: Refusal): string {
  const body: ErrorBody = { error: { code: refusal.code, message: messageOf(refusal.code) } };
  return JSON.stringify(body);
}

/** A refusal as a web response. */
export function refusalResponse(refusal: Refusal): Response {
  return new Response(refusalBody(refusal), {
    status: refusal.status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}
