import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { and, desc, eq } from 'drizzle-orm';
import { parseProfile } from '../../domain/regimes/profile.ts';
import type { UnsignedRulebook } from '../../domain/rulebook/rulebook.ts';
import type { CentreDatabase } from '../db/open.ts';
import { rulebooks } from '../db/schema.ts';

const PROFILES = join(import.meta.dirname, '../../domain/regimes/profiles');

export interface RoleChoice {
  id: string;
  name: string;
}

/**
 * Roles (岗位) to choose from for an institution: those of the regime that bears its name, published or shipped. For
 * an institution of another name, those of all shipped regimes, each once.
 */
export async function roleChoices(db: CentreDatabase, institution: string): Promise<RoleChoice[]> {
  const [published] = await db
    .select({ document: rulebooks.document })
    .from(rulebooks)
    .where(and(eq(rulebooks.kind, 'regime'), eq(rulebooks.id, institution)))
    .orderBy(desc(rulebooks.sequence))
    .limit(1);
  if (published) return rolesIn((JSON.parse(published.document) as UnsignedRulebook).body);
  const shipped = shippedTexts();
  const own = shipped.get(institution);
  if (own !== undefined) return rolesIn(own);
  const all = new Map([...shipped.values()].flatMap(rolesIn).map((role) => [role.id, role]));
  return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

let texts: ReadonlyMap<string, string> | null = null;

function shippedTexts(): ReadonlyMap<string, string> {
  texts ??= new Map(
    readdirSync(PROFILES)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [name.slice(0, -5), readFileSync(join(PROFILES, name), 'utf8')]),
  );
  return texts;
}

function rolesIn(text: string): RoleChoice[] {
  return parseProfile(text, 'profile.yaml').roles.map(({ id, name }) => ({ id, name }));
}
