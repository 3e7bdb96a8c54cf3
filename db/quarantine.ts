import type { StationDb } from './open.ts';

/** What stands aside, oldest first, at most 500. `body` is the entry, or JSON that holds it as `text` with its place. */
export function quarantineRows(
  db: StationDb,
): { stationId: string; stationSeq: number; hash: string; body: string; code: string; at: string }[] {
  return db.raw
    .prepare(
      'SELECT station_id AS stationId, station_seq AS stationSeq, hash, body, code, at FROM quarantine ORDER BY at, rowid LIMIT 500',
    )
    .all() as ReturnType<typeof quarantineRows>;
}
