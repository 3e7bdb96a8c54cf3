import type { Workspace } from '../core/workspace.ts';
import { REGISTRATION } from '../db/case-states.ts';
import { searchCases } from '../db/search.ts';
import { compare, type Figure } from './statistics.ts';

/** Typed words by how often they occur in the invented cases. */
const QUERIES = [
  { name: 'two characters, one case in 1,400', typed: '员秋', runs: 15 },
  { name: 'two characters, in a tenth of the cases', typed: '户口', runs: 15 },
  { name: 'five characters', typed: '身份证补领', runs: 15 },
  { name: 'one character, in every case', typed: '员', runs: 15 },
  { name: 'two characters, nowhere', typed: '飞机', runs: 5 },
];

/**
 * The newest 20 cases that hold what was typed, the rows of the list included, beside LIKE over the records alone: a
 * table of its own with nothing but them, in the same encrypted database.
 */
export async function benchSearch(workspace: Workspace, quick: boolean): Promise<Figure[]> {
  const { db } = workspace;
  db.raw.exec('CREATE TABLE plain_text (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  db.raw.exec(`INSERT INTO plain_text SELECT seq, json_extract(${REGISTRATION}, '$.payload.record') FROM cases`);
  const like = db.raw.prepare('SELECT seq, text FROM plain_text WHERE text LIKE ? ORDER BY seq DESC LIMIT 20');
  const figures: Figure[] = [];
  for (const { name, typed, runs } of QUERIES) {
    const found = searchCases(db, typed, '', { offset: 0, limit: 20 }).slice(0, 20);
    const plain = like.all(`%${typed}%`);
    if (found.length !== plain.length) throw new Error(`${typed}: ${found.length} found, LIKE ${plain.length}`);
    figures.push(
      await compare(
        `${name}（${typed}）`,
        () => searchCases(db, typed, '', { offset: 0, limit: 20 }),
        { what: 'LIKE, newest 20', run: () => like.all(`%${typed}%`) },
        { runs: quick ? 5 : runs },
      ),
    );
  }
  return figures;
}
