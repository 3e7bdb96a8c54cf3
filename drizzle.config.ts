import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate` writes the next migration; the project's own runner applies it (db/migrate.ts says why). */
export default defineConfig({
  dialect: 'sqlite',
  schema: ['./db/schema.ts', './db/work-schema.ts'],
  out: './db/migrations',
});
