import { sqliteError } from '../db/open.ts';
import { DeskError, type ErrorBody, type ErrorCode, messageOf } from '../domain/contract/errors.ts';
import { UsageError } from './command-line.ts';
import { EXIT } from './help.ts';

/** What a command ends with: a text for people, the same as data for programs, and the exit code. */
export interface Outcome {
  text: string;
  data: unknown;
  exit: number;
}

/** The station could not be opened; nothing was changed. */
export class CannotOpen extends Error {
  readonly error: DeskError;

  constructor(error: DeskError) {
    super(error.code);
    this.error = error;
  }
}

/** A file outside the database that could not be read or written, in one Chinese sentence. */
export class FileError extends Error {}

/** How a failed command answers: one line, one JSON document, one exit code. Never a stack, never what a citizen said. */
export function answerOf(thrown: unknown): { exit: number; sentence: string; body: { error: ErrorBody['error'] } } {
  if (thrown instanceof UsageError) return plain(EXIT.usage, 'bad_request', thrown.message);
  if (thrown instanceof FileError) return plain(EXIT.failed, 'invalid', thrown.message);
  const opening = thrown instanceof CannotOpen;
  const error = opening ? thrown.error : sqliteError(thrown);
  if (!(error instanceof DeskError)) return plain(EXIT.failed, 'internal', messageOf('internal'));
  const fields = error.fields.map((field) => ({ ...field, message: messageOf(field.code) }));
  const detail = error.detail === undefined ? '' : `（${error.detail}）`;
  const beside = fields.map((field) => `${field.path}：${field.message} [${field.code}]`).join('；');
  return {
    exit: opening ? EXIT.cannotOpen : EXIT.failed,
    sentence: beside === '' ? `${messageOf(error.code)}${detail} [${error.code}]` : `${beside}${detail}`,
    body: {
      error: {
        code: error.code,
        message: messageOf(error.code),
        ...(error.detail === undefined ? {} : { detail: error.detail }),
        ...(fields.length > 0 ? { fields } : {}),
      },
    },
  };
}

function plain(exit: number, code: ErrorCode, message: string) {
  return { exit, sentence: message, body: { error: { code, message } } };
}
