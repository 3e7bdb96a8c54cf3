import { z } from 'zod';
import { DeskError, type ErrorBody, type ErrorCode, messageOf } from '../domain/contract/errors.ts';
import { PROTOCOL } from '../domain/contract/wire.ts';

export type Log = (line: { event: string } & Record<string, string | number | boolean>) => void;

type Status = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 426 | 500 | 503;

/** HTTP status of the codes that the centre answers as a whole (an entry's own code travels inside a 200). */
const STATUS: Partial<Record<ErrorCode, Status>> = {
  bad_request: 400,
  invalid: 422,
  signature_invalid: 401,
  enrol_code_wrong: 403,
  forbidden: 403,
  not_found: 404,
  already_done: 409,
  rulebook_version: 409,
  centre_key_changed: 409,
  rulebook_invalid: 422,
  too_large: 413,
  file_too_large: 413,
  protocol_unknown: 426,
  internal: 500,
};

/**
 * The one place where an error becomes an answer. Whatever is not a `DeskError` is logged by its name only (its message
 * may quote a citizen) and answered as `internal`.
 */
export function answerError(error: unknown, log: Log, path: string): Response {
  const known = error instanceof DeskError ? error : fromZod(error);
  if (!known) log({ event: 'internal_error', path, error: describe(error) });
  const code = known?.code ?? 'internal';
  const body: ErrorBody & { speaks?: number[] } = {
    ...(code === 'protocol_unknown' ? { speaks: [PROTOCOL] } : {}),
    error: { code, message: messageOf(code), ...(known?.detail === undefined ? {} : { detail: known.detail }) },
  };
  return Response.json(body, { status: STATUS[code] ?? 500, headers: { 'cache-control': 'no-store' } });
}

function fromZod(error: unknown): DeskError | null {
  if (!(error instanceof z.ZodError)) return null;
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  return new DeskError('bad_request', { detail: path.slice(0, 100) });
}

/** Kind and place of an error. The message, which the stack repeats, is cut away. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const cause = error.cause as { code?: unknown } | undefined;
  const code = typeof cause?.code === 'string' ? cause.code : '';
  const stack = error.stack ?? '';
  const frames = stack.includes(error.message) ? stack.slice(stack.indexOf(error.message) + error.message.length) : '';
  return `${error.name} ${code} ${frames.trim().split('\n')[0] ?? ''}`;
}
