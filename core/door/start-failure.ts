import { DeskError, messageOf } from '../../domain/contract/errors.ts';

/** Why the desk did not start, in one sentence for people. */
export function startFailure(error: unknown): string {
  if (error instanceof DeskError)
    return error.detail ? `${messageOf(error.code)}（${error.detail}）` : messageOf(error.code);
  return `启动失败：${error instanceof Error ? error.message : String(error)}`;
}
