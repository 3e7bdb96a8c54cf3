import type { z } from 'zod';
import { DeskError, ERROR_MESSAGES, type ErrorCode, type FieldError } from '../../domain/contract/errors.ts';

/** Fields named in one refusal; a body that is wrong throughout is not answered at length. */
const MOST = 50;

/** What a schema refused, as the closed list says it: `invalid`, or `too_long`, with every field that does not fit. */
export function refusalOf(issues: readonly z.core.$ZodIssue[]): DeskError {
  const fields: FieldError[] = issues.slice(0, MOST).map((issue) => ({
    path: issue.path
      .map(String)
      .join('.')
      .replace(/^record\./, ''),
    code: codeOf(issue.message, issue.code),
  }));
  return new DeskError(fields[0]?.code === 'too_long' ? 'too_long' : 'invalid', { fields });
}

function codeOf(message: string, issue: string | undefined): ErrorCode {
  if (Object.hasOwn(ERROR_MESSAGES, message)) return message as ErrorCode;
  return issue === 'too_big' ? 'too_long' : 'invalid';
}
