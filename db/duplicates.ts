import type { ComplaintRecord } from '../domain/contract/record.ts';
import type { CaseStatus } from '../domain/contract/words.ts';
import { REGISTRATION } from './case-states.ts';
import type { StationDb } from './open.ts';
import { idNoTag, phoneTag } from './search-tags.ts';
import { codesOf } from './search-tokens.ts';

/** Pairs asked of the index, spread over the whole text. */
const MOST_PAIRS = 36;
/** Newest cases taken of one pair; a pair that more cases hold tells little. */
const OF_ONE_PAIR = 40;
/** Cases that share most, of which the record is read and compared. */
const COMPARED = 30;
/** Earlier cases of the same person that are compared, newest first. */
const OF_ONE_PERSON = 20;

/** What is shown of an earlier case, and what it is compared by. */
export interface EarlierCase {
  caseId: string;
  number: string;
  status: CaseStatus;
  complainantName: string;
  summary: string;
  registeredAt: string;
  record: ComplaintRecord;
}

/**
 * Earlier cases that may be the same matter or of the same person: by phone, by identity number, and those that share
 * most of the rarest pairs of characters. Bounded whatever the number of cases.
 *
 * @param asked.pairs   pairs of neighbouring characters of the matter
 * @param asked.since   ISO 8601: cases registered before it are too old
 * @param asked.officerId cases from which this officer has withdrawn (回避) are not there for them
 */
export function duplicateCandidates(
  db: StationDb,
  asked: { phones: readonly string[]; idNo: string; pairs: readonly string[]; since: string; officerId: string },
): EarlierCase[] {
  const seqs = new Set([...ofSamePerson(db, asked), ...sharingPairs(db, asked.pairs)]);
  if (seqs.size === 0) return [];
  const rows = db.raw
    .prepare(
      `SELECT case_id AS caseId, number, status, complainant_name AS complainantName, summary,
         registered_at AS registeredAt, json_extract(${REGISTRATION}, '$.payload.record') AS record
       FROM json_each(?) AS asked JOIN cases ON seq = asked.value
       WHERE registered_at >= ? AND instr(recused, ?) = 0`,
    )
    .all(JSON.stringify([...seqs]), asked.since, `,${asked.officerId},`) as (Omit<EarlierCase, 'record'> & {
    record: string;
  })[];
  return rows.map((row) => ({ ...row, record: JSON.parse(row.record) as ComplaintRecord }));
}

function ofSamePerson(db: StationDb, { phones, idNo }: { phones: readonly string[]; idNo: string }): number[] {
  const newest = newestWith(db, OF_ONE_PERSON);
  return [...phones.map(phoneTag), idNoTag(idNo)].filter((tag) => tag !== '').flatMap(newest);
}

/** Rows of the newest cases that hold a word of the index, so many at most. */
function newestWith(db: StationDb, most: number): (word: string) => number[] {
  const found = db.raw
    .prepare(`SELECT rowid FROM case_search WHERE case_search MATCH ? ORDER BY rowid DESC LIMIT ${most}`)
    .pluck();
  return (word) => found.all(word) as number[];
}

/** Cases that hold most of the pairs, the rarer a pair the more it says. */
function sharingPairs(db: StationDb, pairs: readonly string[]): number[] {
  const stride = Math.max(1, pairs.length / MOST_PAIRS);
  const newest = newestWith(db, OF_ONE_PAIR);
  const weights = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += stride) {
    const seqs = newest(tokenOf(pairs[Math.floor(i)] ?? ''));
    const weight = Math.log2((2 * OF_ONE_PAIR) / Math.max(1, seqs.length)) / 2;
    for (const seq of seqs) weights.set(seq, (weights.get(seq) ?? 0) + weight);
  }
  return [...weights]
    .sort((a, b) => b[1] - a[1] || b[0] - a[0])
    .slice(0, COMPARED)
    .map(([seq]) => seq);
}

/** The index's token of a pair; see `search-tokens.ts`. */
function tokenOf(pair: string): string {
  const [a, b] = codesOf(pair);
  return `"${a}x${b}"`;
}
