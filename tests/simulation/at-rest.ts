import { mayReport } from '../../core/backup/standing.ts';
import type { StationDb } from '../../db/open.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedStation } from './station.ts';

/**
 * Whether nothing is left to do: each station has sent all that it would send, holds its feed to the end, and knows the
 * present life of the centre. One that still waits after a failure may not have heard of the last restore: what it believes
 * is of a life that is over. Every station must be running.
 */
export async function isAtRest(ledger: Ledger, stations: readonly SimulatedStation[]): Promise<boolean> {
  const heads = await ledger.rows<{ station: string; pos: number }>('SELECT station, pos FROM feed_heads');
  const ends = new Map(heads.map(({ station, pos }) => [station, pos]));
  const [present] = await ledger.rows<{ epoch: string }>('SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1');
  return stations.every(({ part, life }) => {
    const { epoch, cursor } = standingOf(life.db);
    const isThere = epoch === present?.epoch && cursor === (ends.get(part.code) ?? 0);
    return isThere && mayReport(life.db.orm) && life.engine.status().pending === 0;
  });
}

/** Where a station believes that it stands with its centre, read from its table and not through its program. */
function standingOf({ raw }: StationDb): { epoch: unknown; cursor: unknown } {
  const rows = raw.prepare("SELECT key, value FROM meta WHERE key IN ('feed cursor', 'centre epoch')").all();
  const marks = new Map((rows as { key: string; value: string }[]).map(({ key, value }) => [key, JSON.parse(value)]));
  return { epoch: marks.get('centre epoch'), cursor: marks.get('feed cursor') ?? 0 };
}
