import Database from 'better-sqlite3';

/**
 * Loaded into a desk before its program (`--import`): the cursor of its feed is on the disk some time before the rows of
 * the page. A process that is killed in between never asks for those rows again.
 */
const EARLY_MS = 300;
const CURSOR = 'feed cursor';
const WRITES_MARK = /^\s*INSERT INTO meta/;

/** Thrown where a page moves the cursor, to take back what was written with it. */
class CursorMoves extends Error {
  readonly to: string;
  constructor(to: string) {
    super('the cursor moves');
    this.to = to;
  }
}

const { prepare, transaction } = Database.prototype;
/** The page is written for good now: the cursor may move. */
let isSecondTime = false;

Database.prototype.prepare = function prepareWatched(this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql);
  if (!WRITES_MARK.test(sql)) return statement;
  const run = statement.run.bind(statement) as (...values: unknown[]) => Database.RunResult;
  statement.run = (...values: unknown[]) => {
    const [key, value] = values;
    if (key === CURSOR && this.inTransaction && !isSecondTime) throw new CursorMoves(String(value));
    return run(...values);
  };
  return statement;
} as typeof prepare;

Database.prototype.transaction = function transactionTwice(this: Database.Database, work: () => unknown) {
  const inner = transaction.call(this, work) as ReturnType<typeof transaction>;
  const cursorFirst = (...values: unknown[]) => {
    if (this.inTransaction) return inner(...values);
    try {
      return inner(...values);
    } catch (error) {
      if (!(error instanceof CursorMoves)) throw error;
      const before = readCursor(this);
      writeCursor(this, error.to);
      // Nothing else runs here meanwhile; a kill comes from outside.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EARLY_MS);
      return writeAll(this, before, () => inner(...values));
    }
  };
  const also = { default: cursorFirst, deferred: cursorFirst, immediate: cursorFirst, exclusive: cursorFirst };
  return Object.assign(cursorFirst, also, { database: this });
} as typeof transaction;

/** The page as the program writes it, from the cursor that it knows. */
function writeAll(db: Database.Database, before: string, write: () => unknown): unknown {
  isSecondTime = true;
  try {
    return transaction.call(db, () => {
      writeCursor(db, before);
      return write();
    })();
  } finally {
    isSecondTime = false;
  }
}

function readCursor(db: Database.Database): string {
  return String(prepare.call(db, 'SELECT value FROM meta WHERE key = ?').pluck().get(CURSOR) ?? '0');
}

function writeCursor(db: Database.Database, value: string): void {
  prepare.call(db, `INSERT OR REPLACE INTO meta (key, value) VALUES ('${CURSOR}', :value)`).run({ value });
}
