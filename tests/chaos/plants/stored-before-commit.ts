import pg from 'pg';

/**
 * Loaded into the centre before its program (`--import`): what a push writes is answered as stored while its commit is
 * still to come. A process that is killed in between has acknowledged what its database never keeps.
 */
const LATE_MS = 250;
/** The statement that writes a batch (`server/push-statements.ts`). */
const WRITES_BATCH = 'push_write';
const NOTHING = { rows: [] };

type Ask = (this: pg.Client, ...words: unknown[]) => unknown;

const ask = pg.Client.prototype.query as Ask;
/** Connections in a transaction of the program's. */
const begun = new WeakSet<pg.Client>();
/** Connections whose transaction is over for the program and open for the database. */
const late = new WeakSet<pg.Client>();

function send(client: pg.Client, text: string): void {
  // A transaction that failed ends with its commit all the same.
  (ask.call(client, text) as Promise<unknown>).catch(() => {});
}

function commitLater(client: pg.Client): void {
  late.add(client);
  setTimeout(() => {
    late.delete(client);
    begun.delete(client);
    send(client, 'COMMIT');
  }, LATE_MS);
}

pg.Client.prototype.query = function lateQuery(this: pg.Client, ...words: unknown[]) {
  const [first] = words;
  const { name, text } = (typeof first === 'string' ? { text: first } : first) as { name?: string; text: string };
  const begins = text === 'BEGIN';
  const ends = text === 'COMMIT' || text === 'ROLLBACK';
  // What follows on this connection becomes a part of the transaction that is late.
  if (late.has(this) && (begins || ends)) return Promise.resolve(NOTHING);
  if (begins) begun.add(this);
  if (ends) begun.delete(this);
  if (name === WRITES_BATCH && !late.has(this)) {
    if (!begun.has(this)) send(this, 'BEGIN');
    commitLater(this);
  }
  return ask.apply(this, words);
} as typeof pg.Client.prototype.query;
