import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { DeskError } from '../../domain/contract/errors.ts';
import type { CentreDatabase } from './open.ts';

const FOLDER = join(import.meta.dirname, 'migrations');
/** Any fixed number: two centre processes that start together take turns. */
const MIGRATION_LOCK = 5_187_001;

/**
 * Brings the schema up to this program's version, all steps in one transaction.
 *
 * @throws DeskError `database_newer` when the database was written by a later program; nothing is touched then
 */
export async function migrate(db: CentreDatabase): Promise<void> {
  const steps = readSteps();
  await db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await tx.execute(sql`CREATE TABLE IF NOT EXISTS centre_schema (version integer PRIMARY KEY)`);
    const result = await tx.execute<{ version: number }>(
      sql`SELECT coalesce(max(version), 0)::integer AS version FROM centre_schema`,
    );
    const version = result.rows[0]?.version ?? 0;
    if (version > steps.length) throw new DeskError('database_newer');
    for (const step of steps.slice(version)) {
      for (const statement of step.statements) await tx.execute(sql.raw(statement));
      await tx.execute(sql`INSERT INTO centre_schema (version) VALUES (${step.version})`);
    }
  });
}

/** Files `0001-….sql`, `0002-….sql` …; a statement ends with a semicolon at the end of a line. */
function readSteps(): { version: number; statements: string[] }[] {
  const names = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = Number(name.slice(0, 4));
    if (version !== index + 1) throw new Error(`migration ${name} is out of order`);
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const statements = text.split(/;\s*$/m).map((statement) => statement.trim());
    return { version, statements: statements.filter((statement) => statement !== '') };
  });
}
