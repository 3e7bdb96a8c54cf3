import type { StationKind } from '../domain/contract/wire.ts';
import type { Query } from './db/direct.ts';
import { listOf } from './db/lists.ts';
import type { Author, Memory } from './ingest.ts';
import { LEARN, type LearntRow } from './push-statements.ts';

/**
 * Makes this process know a station's chain, who sees what in its institution, and the roles of the officers, as if it had
 * stored something there before. One question and no transaction: after a start every station comes with its first push,
 * and the connections are few.
 */
export async function learn(
  query: Query,
  memory: Memory,
  { code, institution }: Author,
  officers: ReadonlySet<string>,
): Promise<void> {
  const rows = await query<LearntRow>(LEARN, [code, institution, listOf([...officers], (officer) => officer)]);
  const chain = rows.find(({ what }) => what === 'chain');
  if (!chain) return;
  const { version, more: epoch, n: seq, word: hash } = chain;
  memory.chains.set(code, { epoch, version, head: { seq, hash } });
  if (!memory.sights.remembered(institution, version)) {
    const viewers = rows.filter(({ what }) => what === 'viewer').sort((a, b) => (a.word < b.word ? -1 : 1));
    const stations = viewers.map(({ word, more, units }) => ({
      code: word,
      kind: more as StationKind,
      units: units ?? [],
    }));
    memory.sights.keep(institution, version, stations);
  }
  const roles = new Map<string, Set<string>>();
  for (const { what, word, more } of rows)
    if (what === 'role') roles.set(word, (roles.get(word) ?? new Set()).add(more));
  memory.roles.keep(institution, version, officers, roles);
}
