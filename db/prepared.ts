import type { Database, Statement } from 'better-sqlite3';

const known = new WeakMap<Database, Map<string, Statement>>();

/** A statement of the hot path, compiled once a database: compiling costs more than running it. */
export function prepared(raw: Database, sql: string): Statement {
  let statements = known.get(raw);
  if (!statements) {
    statements = new Map();
    known.set(raw, statements);
  }
  let statement = statements.get(sql);
  if (!statement) {
    statement = raw.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}
