import Database from 'better-sqlite3';

/**
 * Loaded into a desk before its program (`--import`): every transaction is answered as done while its commit is still to
 * come. A process that is killed in between forgets what it told an officer.
 */
const LATE_MS = 250;

type Transaction = ReturnType<Database.Database['transaction']>;

const { transaction, pragma } = Database.prototype;
const waiting = new WeakMap<Database.Database, NodeJS.Timeout>();
/** Databases in the midst of a transaction of the program's. */
const working = new WeakSet<Database.Database>();

/** What is written from now on is one transaction, until the time is up. */
function begin(db: Database.Database): void {
  if (db.inTransaction || db.readonly) return;
  db.exec('BEGIN IMMEDIATE');
  waiting.set(
    db,
    setTimeout(() => commit(db), LATE_MS),
  );
}

function commit(db: Database.Database): void {
  const timer = waiting.get(db);
  if (!timer) return;
  clearTimeout(timer);
  waiting.delete(db);
  if (db.open && db.inTransaction) db.exec('COMMIT');
}

Database.prototype.transaction = function lateTransaction(this: Database.Database, work: () => unknown) {
  const inner = transaction.call(this, work) as Transaction;
  const late = (...values: unknown[]) => {
    if (working.has(this)) return inner(...values);
    begin(this);
    working.add(this);
    try {
      // Within the one that was begun it is a savepoint.
      return inner(...values);
    } finally {
      working.delete(this);
    }
  };
  return Object.assign(late, { default: late, deferred: late, immediate: late, exclusive: late, database: this });
} as typeof transaction;

/** SQLite changes most of its settings between transactions only. */
Database.prototype.pragma = function pragmaAfterCommit(this: Database.Database, ...words) {
  if (!working.has(this)) commit(this);
  return pragma.apply(this, words);
} as typeof pragma;
