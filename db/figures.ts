import type { CaseFigures } from '../domain/counting/figures.ts';
import { touchedDates } from '../domain/counting/sums.ts';
import type { StationDb } from './open.ts';

/** Writes what a case gives to the statistics. Call after `saveProjection`, inside the same transaction. */
export function saveFigures(db: StationDb, figures: CaseFigures): void {
  const { from, to } = touchedDates(figures);
  db.raw
    .prepare(
      `INSERT OR REPLACE INTO case_figures (seq, first_on, last_on, figures)
       SELECT seq, ?, ?, ? FROM cases WHERE case_id = ?`,
    )
    .run(from, to, JSON.stringify(figures), figures.caseId);
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
 * database is free for others.
 *
 * @param period local dates, both included; null for all cases
 * @param size   rows a slice
 */
export function* figureSlices(
  db: StationDb,
  period: { from: string; to: string } | null,
  size: number,
): Generator<CaseFigures[]> {
  const { from, to } = period ?? { from: '', to: '9999' };
  const statement = db.raw.prepare(
    'SELECT seq, figures FROM case_figures WHERE seq > ? AND last_on >= ? AND first_on <= ? ORDER BY seq LIMIT ?',
  );
  for (let after = 0; ; ) {
    const rows = statement.all(after, from, to, size) as { seq: number; figures: string }[];
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => JSON.parse(row.figures) as CaseFigures);
    after = last.seq;
  }
}

/** How many cases there are to be read for a period: for saying how far the work is. */
export function figuresCount(db: StationDb, period: { from: string; to: string } | null): number {
  const { from, to } = period ?? { from: '', to: '9999' };
  const row = db.raw
    .prepare('SELECT count(*) AS n FROM case_figures WHERE last_on >= ? AND first_on <= ?')
    .get(from, to) as { n: number };
  return row.n;
}
