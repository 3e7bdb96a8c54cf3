import type { Database, Statement } from 'better-sqlite3';
import type { Orm } from './open.ts';

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

const built = new WeakMap<Orm, Map<unknown, unknown>>();

/**
 * The same for a query in drizzle's words, whose building costs several times what running it does.
 *
 * @param build a function of the module's own, for it is what the query is known by; ends in `.prepare()`
 */
export function builtOnce<Query>(orm: Orm, build: (orm: Orm) => Query): Query {
  let queries = built.get(orm);
  if (!queries) {
    queries = new Map();
    built.set(orm, queries);
  }
  if (!queries.has(build)) queries.set(build, build(orm));
  return queries.get(build) as Query;
}
