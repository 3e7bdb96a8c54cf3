import { type CaseFigures, packFigures, unpackFigures } from '../domain/counting/figures.ts';
import { touchedDates } from '../domain/counting/sums.ts';
import type { StationDb } from './open.ts';
import { prepared } from './prepared.ts';

/** Writes what a case gives to the statistics, in the transaction that wrote its row. `seq` is that row's number. */
export function saveFigures(db: StationDb, figures: CaseFigures, seq: number): void {
  const { from, to } = touchedDates(figures);
  prepared(
    db.raw,
    `INSERT INTO case_figures (seq, first_on, last_on, figures) VALUES (?, ?, ?, ?)
     ON CONFLICT (seq) DO UPDATE SET first_on = excluded.first_on, last_on = excluded.last_on, figures = excluded.figures
     WHERE figures <> excluded.figures OR first_on <> excluded.first_on OR last_on <> excluded.last_on`,
  ).run(seq, from, to, packFigures(figures));
}

/** The stored figures of a case as text, or null when there are none. */
export function storedFigures(db: StationDb, seq: number): string | null {
  const row = db.raw.prepare('SELECT figures FROM case_figures WHERE seq = ?').get(seq) as
    | { figures: string }
    | undefined;
  return row?.figures ?? null;
}

/**
 * Figures of the cases that give anything to a period, in order of arrival, a slice at a time: between two slices the
 * database is free for others. A case whose row goes meanwhile is left out.
 *
 * @param period local dates, both included; null for all cases
 * @param size   cases a slice
 */
export function* figureSlices(
  db: StationDb,
  period: { from: string; to: string } | null,
  size: number,
): Generator<CaseFigures[]> {
  const { from, to } = period ?? { from: '', to: '9999' };
  const seqs = db.raw
    .prepare('SELECT seq FROM case_figures WHERE last_on >= ? AND first_on <= ?')
    .pluck()
    .all(from, to) as number[];
  seqs.sort((a, b) => a - b);
  const read = db.raw
    .prepare('SELECT figures FROM json_each(?) AS asked JOIN case_figures ON seq = asked.value')
    .pluck();
  for (let first = 0; first < seqs.length; first += size) {
    const packed = read.all(JSON.stringify(seqs.slice(first, first + size))) as string[];
    yield packed.map(unpackFigures);
  }
}
