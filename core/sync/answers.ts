import { DeskError, ERROR_MESSAGES, type ErrorCode } from '../../domain/contract/errors.ts';
import { PROTOCOL } from '../../domain/contract/wire.ts';
import type { CentreResponse } from './transport.ts';

/** Longest that an answer's head, or its next piece, may take, ms: a centre that hangs is a centre that is away. */
export const ANSWER_MS = 20_000;
/** Longest answer that is read, bytes: a lying centre must not fill the memory. */
const MAX_ANSWER = 16 * 1024 * 1024;

interface Schema<T> {
  /** @throws for anything else */
  parse(value: unknown): T;
}

/**
 * The whole body of an answer.
 *
 * @throws DeskError `centre_protocol` for one that has no end, `centre_unreachable` for one that breaks off
 */
export async function readBytes(response: CentreResponse): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > MAX_ANSWER) {
      response.close();
      throw new DeskError('centre_protocol', { detail: 'answer too large' });
    }
    parts.push(part);
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

/** @throws DeskError `centre_unreachable` (also for the centre's own errors), `centre_protocol` */
export async function readJson<T>(response: CentreResponse, schema: Schema<T>): Promise<T> {
  return readAnswer(response, async (bytes) => schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))));
}

/**
 * The same for a body of any form.
 *
 * @param read whatever it throws makes the answer `centre_protocol`
 */
export async function readAnswer<T>(response: CentreResponse, read: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  await demandOk(response);
  const bytes = await readBytes(response);
  try {
    return await read(bytes);
  } catch (cause) {
    throw new DeskError('centre_protocol', { cause });
  }
}

/** @throws DeskError `centre_unreachable` for an error of the centre's own, `centre_protocol` for any other refusal */
export async function demandOk(response: CentreResponse): Promise<void> {
  if (response.status >= 200 && response.status < 300) return;
  response.close();
  const detail = `status ${response.status}`;
  throw new DeskError(response.status >= 500 ? 'centre_unreachable' : 'centre_protocol', { detail });
}

/** The code of a refusal from the closed list; null where there is none. */
export async function errorCodeOf(response: CentreResponse): Promise<ErrorCode | null> {
  const body = (await refusalOf(response)) as { error?: { code?: unknown } } | null;
  const code = body?.error?.code;
  return typeof code === 'string' && Object.hasOwn(ERROR_MESSAGES, code) ? (code as ErrorCode) : null;
}

/**
 * What 426 says: the protocols that the centre speaks are newer or older than ours. A centre of protocol 1 knows none of
 * our paths and answers 404.
 */
export async function versionTrouble(response: CentreResponse): Promise<DeskError | null> {
  if (response.status === 404) {
    response.close();
    return new DeskError('centre_older', { detail: 'status 404' });
  }
  if (response.status !== 426) return null;
  const body = (await refusalOf(response)) as {
    speaks?: unknown;
    error?: { speaks?: unknown; detail?: unknown };
  } | null;
  const said = [body?.speaks ?? body?.error?.speaks ?? Number(body?.error?.detail)].flat();
  const spoken = said.filter((one): one is number => Number.isInteger(one));
  const older = spoken.length > 0 && spoken.every((one) => one < PROTOCOL);
  return new DeskError(older ? 'centre_older' : 'centre_newer', { detail: `speaks ${spoken.join(' ')}` });
}

async function refusalOf(response: CentreResponse): Promise<unknown> {
  const bytes = await readBytes(response);
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
