import { sqliteError } from '../../db/open.ts';
import { DeskError, type ErrorBody, type ErrorCode, messageOf } from '../../domain/contract/errors.ts';

/** Status of each code that is not a plain refusal (422). */
const STATUS: Partial<Record<ErrorCode, number>> = {
  not_signed_in: 401,
  not_configured: 409,
  already_configured: 409,
  case_changed: 409,
  already_done: 409,
  draft_changed: 409,
  signing_busy: 409,
  role_not_allowed: 403,
  forbidden: 403,
  not_found: 404,
  too_large: 413,
  file_too_large: 413,
  bad_request: 400,
  pin_locked: 429,
  disk_full: 507,
  internal: 500,
};

/** The one place where an error becomes an answer. Anything not on the closed list is logged by name and says `internal`. */
export function errorResponse(thrown: unknown, log: (line: string) => void): Response {
  const error = sqliteError(thrown);
  if (!(error instanceof DeskError)) {
    const known = error as { name?: string; code?: string; stack?: string };
    log(`internal error: ${known?.name ?? 'unknown'} ${known?.code ?? ''} ${stackLines(known?.stack)}`);
    return Response.json(bodyOf('internal', {}), { status: 500 });
  }
  return Response.json(bodyOf(error.code, error), { status: STATUS[error.code] ?? 422 });
}

function bodyOf(code: ErrorCode, error: Pick<Partial<DeskError>, 'detail' | 'fields'>): ErrorBody {
  const fields = (error.fields ?? []).map((field) => ({ ...field, message: messageOf(field.code) }));
  return {
    error: {
      code,
      message: messageOf(code),
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      ...(fields.length > 0 ? { fields } : {}),
    },
  };
}

/** Where it happened, without the message: a message may quote what a citizen said. */
function stackLines(stack: string | undefined): string {
  return (stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' | ');
}
