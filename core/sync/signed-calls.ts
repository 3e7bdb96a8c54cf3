import { createPrivateKey, sign } from 'node:crypto';
import { DeskError } from '../../domain/contract/errors.ts';
import {
  type FeedQuestion,
  feedPath,
  HEARTBEAT_S,
  PATHS,
  type PushResponse,
  rulebooksResponseSchema,
  signingText,
  UNSIGNED_BODY,
} from '../../domain/contract/wire.ts';
import { type PackedFrame, readPacked } from '../../wire/frames.ts';
import { unpackPushAnswer } from '../../wire/push-answer.ts';
import type { Platform } from '../options.ts';
import { ANSWER_MS, demandOk, errorCodeOf, readAnswer, readJson, versionTrouble } from './answers.ts';
import type { CentreLink } from './centre-link.ts';
import type { CentreRequest, CentreResponse, SyncOutside } from './transport.ts';

/** Thrown when the centre finds a batch too large: the caller halves it. */
export class BatchTooLarge extends Error {}

/** A request before it is signed. */
export type Call = Pick<CentreRequest, 'method' | 'path' | 'body'> & {
  headers?: Readonly<Record<string, string>>;
  /** Longest silence, ms; 20 s where nothing is said. */
  silenceMs?: number;
  /** The signature does not cover the body: a file's own name does. */
  unsignedBody?: boolean;
};

/**
 * Signs a request and sends it. Any answer that is no refusal of the station itself is the caller's to read or to close.
 *
 * @throws DeskError `centre_unreachable`, `centre_refused`, `station_revoked`, `centre_newer`, `centre_older`;
 *   BatchTooLarge for 413
 */
export type SignedCall = (call: Call) => Promise<CentreResponse>;

/** A clock that is further off than this is why a signature is refused, ms; the centre allows a day. */
const WORTH_CORRECTING = 3_600_000;

/** Signed calls of an enrolled station. `stop` ends whatever is under way; `heardTime` gets the centre's clock. */
export function createCalls(
  link: CentreLink,
  platform: Platform,
  outside: SyncOutside,
  stop: AbortSignal,
  heardTime: (time: Date) => void,
) {
  const key = createPrivateKey(link.privateKey);
  /** What is added to the station's time to sign with: a PC whose clock is wrong reports nevertheless. */
  let skew = 0;

  const signed: SignedCall = (call) => judged(call, true);

  async function judged(call: Call, mayCorrect: boolean): Promise<CentreResponse> {
    const signedAt = platform.now().getTime() + skew;
    const response = await send(call, signedAt);
    if (response.status === 413) {
      response.close();
      throw new BatchTooLarge();
    }
    if (response.status === 426) throw (await versionTrouble(response)) ?? new DeskError('centre_newer');
    if (response.status !== 401 && response.status !== 403) return response;
    const code = await errorCodeOf(response);
    if (code === 'signature_invalid' && mayCorrect && corrected(response, signedAt)) return judged(call, false);
    throw new DeskError(code === 'station_revoked' ? code : 'centre_refused', { detail: code ?? '' });
  }

  async function send(call: Call, signedAt: number): Promise<CentreResponse> {
    const { method, path, body, headers, silenceMs, unsignedBody } = call;
    const time = Math.trunc(signedAt).toString(36);
    const hash = unsignedBody ? UNSIGNED_BODY : platform.sha256(body ?? '');
    const signature = sign(null, Buffer.from(signingText(method, path, time, hash)), key).toString('base64url');
    const authorization = `JD2 ${link.stationCode} ${time} ${signature}`;
    const response = await outside.transport({
      method,
      address: link.address,
      path,
      headers: { authorization, ...headers },
      body,
      silenceMs: silenceMs ?? ANSWER_MS,
      signal: stop,
    });
    const said = centreTime(response);
    if (said) heardTime(said);
    return response;
  }

  /** Whether the time was what was wrong with a signature, and is right now. The station's clock may have heard it too. */
  function corrected(response: CentreResponse, signedAt: number): boolean {
    const said = centreTime(response)?.getTime();
    if (said === undefined || Math.abs(said - signedAt) < WORTH_CORRECTING) return false;
    const off = said - platform.now().getTime();
    skew = Math.abs(off) < WORTH_CORRECTING ? 0 : off;
    return true;
  }

  return {
    signed,
    /** Sends a packed batch. @throws BatchTooLarge */
    async push(body: Uint8Array): Promise<PushResponse> {
      const response = await signed({ method: 'POST', path: PATHS.entries, body });
      if (response.status === 404) throw (await versionTrouble(response)) ?? new DeskError('centre_older');
      return readAnswer(response, unpackPushAnswer);
    },
    /** The feed as frames; null when the centre had nothing to say and did not keep it open. */
    async feed(question: FeedQuestion): Promise<{ frames: AsyncGenerator<PackedFrame>; close(): void } | null> {
      const silenceMs = question.live > 0 ? 2 * HEARTBEAT_S * 1_000 : ANSWER_MS;
      const response = await signed({ method: 'GET', path: feedPath(question), body: null, silenceMs });
      if (response.status === 204) {
        response.close();
        return null;
      }
      if (response.status === 404) throw (await versionTrouble(response)) ?? new DeskError('centre_older');
      await demandOk(response);
      return { frames: readPacked(response.body), close: () => response.close() };
    },
    /** Rulebooks after a sequence number, as they came: each is judged by itself. */
    async rulebooks(after: number): Promise<{ items: unknown[]; more: boolean; upTo: number }> {
      const response = await signed({ method: 'GET', path: `${PATHS.rulebooks}?after=${after}`, body: null });
      return readJson(response, rulebooksResponseSchema);
    },
  };
}

export type CentreCalls = ReturnType<typeof createCalls>;

function centreTime({ headers }: CentreResponse): Date | null {
  const time = new Date(headers.date ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time;
}
