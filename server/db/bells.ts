import { randomUUID } from 'node:crypto';
import pg from 'pg';

const CHANNEL = 'jiesu_news';
/** PostgreSQL takes less than 8,000 bytes. */
const MAX_PAYLOAD = 7_000;
/** A notification is a transaction too, and nothing in it is to be kept: without this it would sync the log once more. */
const NOT_SYNCED = "set_config('synchronous_commit', 'off', true)";
/** How long a lost listener waits before it connects again, ms: doubled each time, up to the second. */
const RETRY_MS = { first: 250, last: 15_000 };

/** Stations whose feeds grew, or `all` when anything may have changed. */
export type Heard = readonly string[] | 'all';

/**
 * Tells every process on a database for whom there is news. Those in this process hear it at once; the others by
 * LISTEN/NOTIFY, over one connection per process. The notification is no part of the transaction that stored the news,
 * because PostgreSQL lets only one notifying transaction commit at a time; one that is lost with its process costs the
 * others the wait for their safety look.
 */
export class Bells {
  readonly #pool: pg.Pool | null;
  readonly #hearers = new Set<(news: Heard) => void>();
  readonly #own = randomUUID();
  #listener: pg.Client | null = null;
  #retry: NodeJS.Timeout | undefined;
  #pending = new Set<string>();
  #pendingAll = false;
  #sending = false;
  #closed = false;

  /** @param pool `null` for a database that only this process has open */
  constructor(pool: pg.Pool | null) {
    this.#pool = pool;
  }

  hear(hearer: (news: Heard) => void): void {
    this.#hearers.add(hearer);
    if (this.#pool && !this.#listener && this.#hearers.size === 1) this.#connect(this.#pool, RETRY_MS.first, false);
  }

  ring(news: Heard): void {
    if (news.length === 0) return;
    this.#tell(news);
    if (!this.#pool || this.#closed) return;
    if (news === 'all') this.#pendingAll = true;
    else for (const station of news) this.#pending.add(station);
    if (this.#sending) return;
    this.#sending = true;
    const pool = this.#pool;
    // First the answers and the readers here, which are written in this turn of the event loop.
    setImmediate(() => void this.#send(pool));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#hearers.clear();
    await this.#listener?.end().catch(() => {});
  }

  #tell(news: Heard): void {
    for (const hearer of this.#hearers) hearer(news);
  }

  /** One notification at a time; what comes meanwhile goes with the next. */
  async #send(pool: pg.Pool): Promise<void> {
    while (!this.#closed && (this.#pendingAll || this.#pending.size > 0)) {
      const stations = this.#pendingAll ? '*' : [...this.#pending].join(',');
      this.#pendingAll = false;
      this.#pending = new Set();
      const payload = `${this.#own}:${stations.length > MAX_PAYLOAD ? '*' : stations}`;
      const text = `SELECT pg_notify($1, $2), ${NOT_SYNCED}`;
      await pool.query({ name: 'notify', text, values: [CHANNEL, payload] }).catch(() => {});
    }
    this.#sending = false;
  }

  #connect(pool: pg.Pool, retryMs: number, again: boolean): void {
    const listener = new pg.Client({ ...pool.options, keepAlive: true });
    this.#listener = listener;
    let lost = false;
    const reconnect = () => {
      if (lost || this.#closed) return;
      lost = true;
      listener.end().catch(() => {});
      const next = Math.min(retryMs * 2, RETRY_MS.last);
      this.#retry = setTimeout(() => this.#connect(pool, next, true), retryMs);
      this.#retry.unref();
    };
    listener.on('error', reconnect);
    listener.on('end', reconnect);
    listener.on('notification', ({ payload = '' }) => {
      const [from, stations = ''] = payload.split(':');
      if (from !== this.#own) this.#tell(stations === '*' ? 'all' : stations.split(','));
    });
    listener
      .connect()
      .then(async () => {
        await listener.query(`LISTEN ${CHANNEL}`);
        retryMs = RETRY_MS.first;
        // What was rung while nobody listened is found by looking once.
        if (again) this.#tell('all');
      })
      .catch(reconnect);
  }
}
