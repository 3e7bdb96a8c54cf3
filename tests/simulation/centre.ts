import { createHash, sign } from 'node:crypto';
import { keyIdOf } from '../../domain/rulebook/rulebook.ts';
import { createCentre } from '../../server/app.ts';
import { drawEpoch } from '../../server/epochs.ts';
import { Regimes } from '../../server/profiles.ts';
import type { RulebookSigner } from '../../server/rulebook-signer.ts';
import type { Dice } from '../random-commands/dice.ts';
import { fixedKey, publicOf } from './keys.ts';
import { type Backup, type Ledger, mortal, overClient } from './ledger.ts';
import type { FarEnd } from './line.ts';
import { WORLD_BEGINS } from './station.ts';
import type { VirtualTime } from './virtual-time.ts';

export const CENTRE_ADDRESS = 'http://127.0.0.1:1';
export const ADMIN_TOKEN = 'admin-token-of-the-simulation';
const KEY = fixedKey('ed25519', 'centre');
const SEALING = fixedKey('x25519', 'centre');
/** Read once: a version stands for one text for ever. */
const REGIMES = new Regimes();

export const SIGNER: RulebookSigner = {
  keyId: keyIdOf(Buffer.from(publicOf(KEY), 'base64'), (data) => createHash('sha256').update(data).digest('hex')),
  publicKey: publicOf(KEY),
  sign: (text) => sign(null, Buffer.from(text, 'utf8'), KEY).toString('base64'),
};
export const SEALING_KEY = publicOf(SEALING);

/** One process of the centre, from its start to its death. */
interface Process {
  alive: boolean;
  handle: (request: Request) => Promise<Response>;
  died: Promise<void>;
  die: () => void;
}

/** The centre: processes that come and go, on one database that stays. */
export class SimulatedCentre implements FarEnd {
  /** How far the centre's clock is from the truth, ms. */
  clockOff = 0;
  /** How many more calls to the database until the process dies; null: it lives. */
  diesIn: number | null = null;
  /** For planted bugs: called before a push is handled, and rows of the database that are not seen. */
  beforePush: (() => Promise<void>) | null = null;
  overlooks: ((row: unknown) => boolean) | null = null;
  readonly log: string[] = [];
  readonly #ledger: Ledger;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  #process: Process | null = null;

  constructor(ledger: Ledger, time: VirtualTime, dice: Dice) {
    this.#ledger = ledger;
    this.#time = time;
    this.#dice = dice;
  }

  get running(): boolean {
    return this.#process !== null;
  }

  start(): void {
    if (this.#process) return;
    const { promise: died, resolve } = Promise.withResolvers<void>();
    const own: Process = {
      alive: true,
      died,
      die: () => {
        own.alive = false;
        if (this.#process === own) this.#process = null;
        closing.abort();
        resolve();
      },
      handle: () => Promise.reject(new Error('not yet')),
    };
    const closing = new AbortController();
    const step = () => {
      if (own.alive && this.diesIn !== null) {
        this.diesIn -= 1;
        if (this.diesIn <= 0) {
          this.diesIn = null;
          own.die();
        }
      }
      if (!own.alive) throw new Error('this process of the centre is dead');
    };
    own.handle = createCentre({
      db: overClient(mortal(this.#ledger, step, (row) => this.overlooks?.(row) ?? false)),
      clock: () => this.now(),
      random: (count) => this.#random(count),
      log: (line) => this.log.push(JSON.stringify(line)),
      adminToken: ADMIN_TOKEN,
      name: '样例中心',
      signer: SIGNER,
      sealingKey: SEALING_KEY,
      regimes: REGIMES,
      timers: { after: (ms, task) => this.#time.after(ms, () => own.alive && task()) },
      closing: closing.signal,
    });
    this.#process = own;
  }

  /** SIGKILL: whoever waits for an answer waits for nothing, what is not committed is gone. */
  kill(): void {
    this.diesIn = null;
    this.#process?.die();
  }

  async answer(request: Request): Promise<Response> {
    const process = this.#process;
    if (!process) throw new Error('connection refused');
    if (request.method === 'POST') await this.beforePush?.();
    const response = await Promise.race([process.handle(request), process.died]);
    if (!response || !process.alive) throw new Error('connection reset');
    response.headers.set('date', this.now().toUTCString());
    return response;
  }

  died(): Promise<void> {
    return this.#process?.died ?? Promise.resolve();
  }

  /** The database of an older day is put back, as the administrator's handbook says: it begins a new life. */
  async rollBack(backup: Backup): Promise<void> {
    this.kill();
    await this.#ledger.putBack(backup);
    await drawEpoch(overClient(this.#ledger.pg), { now: this.now(), random: (count) => this.#random(count) });
  }

  now(): Date {
    return new Date(WORLD_BEGINS + this.#time.elapsed() + this.clockOff);
  }

  #random(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.#dice.below(256));
  }
}
