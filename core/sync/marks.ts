import { prepared } from '../../db/prepared.ts';
import type { Workspace } from '../workspace.ts';

/** Where this station stands with its centre; one `meta` row each, written in the transaction of what it speaks of. */
export interface Marks {
  /** Last position of its feed that it holds. */
  'feed cursor': number;
  /** How often the feed was gone back in: positions of before and after do not compare. */
  'feed went back': number;
  /** Life of the centre's database that all placements are of; empty before the centre has said. */
  'centre epoch': string;
  /** Last entry of its own chain that a receipt vouches for. */
  'centre head': number;
  /** Up to here its own chain is in the centre's backup. */
  'centre backed': number;
  /** When something last succeeded, ISO 8601; null before. */
  'sync success': string | null;
  /** When a centre restored from a backup was noticed, and how many own entries it asked for again. */
  'centre restored': { at: string; again: number } | null;
}

const NONE: Marks = {
  'feed cursor': 0,
  'feed went back': 0,
  'centre epoch': '',
  'centre head': 0,
  'centre backed': 0,
  'sync success': null,
  'centre restored': null,
};

type Holder = Pick<Workspace, 'db'>;

export function readMark<K extends keyof Marks>({ db }: Holder, key: K): Marks[K] {
  const row = prepared(db.raw, 'SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
  return row ? (JSON.parse(row.value) as Marks[K]) : NONE[key];
}

/** Writes a mark where it is another than before: a page of the database less is encrypted and synced. */
export function writeMark<K extends keyof Marks>({ db }: Holder, key: K, value: Marks[K]): void {
  prepared(
    db.raw,
    `INSERT INTO meta (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  ).run(key, JSON.stringify(value));
}
