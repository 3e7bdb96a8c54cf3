import { applyEntry } from '../../domain/case-file/apply.ts';
import { checkChain } from '../../domain/case-file/chain.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import { sha256 } from '../builders/entries.ts';

export interface CentreRow {
  station: string;
  seq: number;
  id: string;
  caseId: string | null;
  caseSeq: number | null;
  hash: string;
  body: string;
  refused: string | null;
}

/** One case as the centre holds it. */
export interface TrueCase {
  entries: Entry[];
  /** After the first, the second … entry. */
  states: CaseState[];
}

/** What the centre holds, read from its tables and not through its program. */
export interface Truth {
  rows: CentreRow[];
  byPlace: Map<string, CentreRow>;
  cases: Map<string, TrueCase>;
}

export const placeOf = (station: string, seq: number): string => `${station} ${seq}`;

/** @param ask puts a question to the centre's database */
export async function readTruth(ask: (sql: string) => Promise<unknown[]>): Promise<Truth> {
  const rows = (await ask(
    `SELECT station, station_seq AS seq, id, case_id AS "caseId", case_seq AS "caseSeq", hash, body, refused
     FROM entries ORDER BY station, station_seq`,
  )) as CentreRow[];
  const cases = new Map<string, TrueCase>();
  const placed = rows.filter((row) => row.refused === null);
  for (const [caseId, ofCase] of Map.groupBy(placed, (row) => row.caseId ?? '')) {
    const entries = ofCase
      .sort((a, b) => (a.caseSeq ?? 0) - (b.caseSeq ?? 0))
      .map((row) => JSON.parse(row.body) as Entry);
    const states: CaseState[] = [];
    for (const entry of entries) states.push(applyEntry(states.at(-1) ?? null, entry));
    cases.set(caseId, { entries, states });
  }
  return { rows, byPlace: new Map(rows.map((row) => [placeOf(row.station, row.seq), row])), cases };
}

/** What is wrong with the centre's own rows. */
export function faultsOfTruth({ rows }: Truth): string[] {
  const faults: string[] = [];
  for (const [station, chain] of Map.groupBy(rows, (row) => row.station)) {
    const broken = checkChain(
      chain.map((row) => JSON.parse(row.body) as Entry),
      sha256,
    );
    for (const { seq, code } of broken) faults.push(`centre: chain of ${station} at ${seq}: ${code}`);
  }
  const ids = new Set<string>();
  const numbers = new Set<string>();
  for (const { id, body, refused } of rows) {
    if (ids.has(id)) faults.push(`centre: entry ${id} is there twice`);
    ids.add(id);
    const entry = JSON.parse(body) as Entry;
    if (refused !== null || entry.kind !== 'registered') continue;
    if (numbers.has(entry.payload.number)) faults.push(`centre: number ${entry.payload.number} is given twice`);
    numbers.add(entry.payload.number);
  }
  for (const [caseId, ofCase] of Map.groupBy(rows, (row) => (row.refused === null ? row.caseId : null))) {
    if (caseId === null) continue;
    const places = ofCase.map((row) => row.caseSeq ?? 0).sort((a, b) => a - b);
    if (places.some((place, index) => place !== index + 1)) faults.push(`centre: case ${caseId} has places ${places}`);
  }
  return faults;
}
