import { hash, randomBytes, sign } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { uuid7 } from '../../core/platform.ts';
import { sealedText } from '../../domain/case-file/chain.ts';
import { caseNumber } from '../../domain/case-file/number.ts';
import { type Entry, type EntryKind, GENESIS_HASH, type Payload } from '../../domain/contract/entries.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { FEED_DEFAULTS, feedPath, type HeardAnswer, PATHS, signingText } from '../../domain/contract/wire.ts';
import { newKey, type StationKey } from '../../tests/builders/centre.ts';
import { readFrames } from '../../wire/frames.ts';
import { pack } from '../../wire/pack.ts';
import { unpackPushAnswer } from '../../wire/push-answer.ts';
import { OFFICER } from '../desk.ts';

const ACTOR = { officerId: OFFICER.id, name: OFFICER.name, roles: [...OFFICER.roles] };
/** As desks make them: by time, so that what is new stands together in an index. */
const newId = () => uuid7(Date.now(), randomBytes(16));
const sha256 = (data: string | Uint8Array) => hash('sha256', data);

/** A station without a database or rules: it writes a chain as a desk does, signs, pushes, and listens to its feed. */
export class LightStation {
  readonly key: StationKey;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 2 });
  #epoch = '00000000';
  #seq = 0;
  #head = GENESIS_HASH;
  #cases = 0;

  constructor(code: string, port: number) {
    this.key = newKey(code);
    this.#port = port;
  }

  /** @throws Error when the centre does not answer 200 */
  async enrol(enrolCode: string): Promise<void> {
    const { code, publicKey, sealingKey } = this.key;
    const asked = { protocol: 2, enrolCode, station: { code, name: code }, publicKey, sealingKey };
    const answer = await this.#send('POST', PATHS.enrol, Buffer.from(JSON.stringify(asked)), false);
    this.#epoch = (JSON.parse((await bytesOf(answer)).toString('utf8')) as { epoch: string }).epoch;
  }

  /** The canonical text of the next link of its chain: a case that it opens. */
  register(record: ComplaintRecord): { caseId: string; text: string } {
    this.#cases += 1;
    const caseId = newId();
    const number = caseNumber(this.key.code, record.received_at.slice(0, 10), this.#cases);
    const regime = { id: record.regime, version: '1' };
    const payload = { number, regime, stationName: this.key.code, record };
    return { caseId, text: this.#link('registered', caseId, payload, 0, record.received_at) };
  }

  note(caseId: string, text: string, seen: number): string {
    return this.#link('noted', caseId, { text }, seen, '2026-11-02T10:00:00+08:00');
  }

  /** @throws Error when the centre does not answer 200 */
  async push(texts: readonly string[]): Promise<HeardAnswer[]> {
    const answer = await this.#send('POST', PATHS.entries, await pack(texts.join('\n')), true);
    return (await unpackPushAnswer(await bytesOf(answer))).answers;
  }

  /** Reads its feed from a position until `stop`; waits for news as long as the protocol lets it. */
  async *feed(after: number, live: number, stop: AbortSignal): AsyncGenerator<{ items: number; last: string }> {
    const question = { ...FEED_DEFAULTS, after, epoch: this.#epoch, live };
    const answer = await this.#send('GET', feedPath(question), null, true);
    stop.addEventListener('abort', () => answer.destroy(), { once: true });
    if (answer.statusCode === 204) answer.resume();
    else {
      for await (const frame of readFrames(answer)) {
        if (frame.kind === 'page') yield { items: frame.items.length, last: frame.items.at(-1)?.text ?? '' };
      }
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #link<K extends EntryKind>(kind: K, caseId: string, payload: Payload<K>, seen: number, wallTime: string): string {
    const place = { id: newId(), caseId, stationId: this.key.code, stationSeq: this.#seq + 1 };
    const envelope = { ...place, actor: ACTOR, wallTime, baseRevision: seen, prevHash: this.#head };
    const sealed = sealedText({ ...envelope, kind, payload } as unknown as Omit<Entry, 'hash'>, sha256);
    this.#seq += 1;
    this.#head = sealed.hash;
    return sealed.text;
  }

  #send(method: string, path: string, body: Uint8Array | null, signed: boolean): Promise<IncomingMessage> {
    const time = Date.now().toString(36);
    const text = signingText(method, path, time, sha256(body ?? ''));
    const signature = sign(null, Buffer.from(text), this.key.privateKey).toString('base64url');
    const authorization = `JD2 ${this.key.code} ${time} ${signature}`;
    const headers = {
      ...(signed ? { authorization } : {}),
      ...(body === null ? {} : { 'content-length': `${body.length}` }),
    };
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: this.#port, method, path, headers, agent: this.#agent });
      asked.once('error', reject);
      asked.once('response', (answer) => {
        if (answer.statusCode === 200 || answer.statusCode === 204) return resolve(answer);
        bytesOf(answer).then((said) => reject(new Error(`${path}: ${answer.statusCode} ${said}`)), reject);
      });
      asked.end(body ?? undefined);
    });
  }
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
