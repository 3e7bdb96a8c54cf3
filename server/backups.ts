import { DeskError } from '../domain/contract/errors.ts';
import type { Direct, Statement } from './db/direct.ts';
import { presentEpoch } from './epochs.ts';

/** Snapshots that were never confirmed are forgotten after this many days. */
const KEEP_DAYS = 30;
const TOKEN_BYTES = 8;

const FORGET_OLD: Statement = {
  name: 'snapshot_forget',
  text: 'DELETE FROM snapshots WHERE taken_at < $1::timestamptz',
};
const TAKE: Statement = {
  name: 'snapshot_take',
  text: `WITH s AS (INSERT INTO snapshots (token, epoch, taken_at) VALUES ($1, $2, $3::timestamptz) RETURNING token)
    INSERT INTO snapshot_heads (token, station, head_seq) SELECT s.token, c.station, c.head_seq FROM s CROSS JOIN chains c`,
};
const MARK: Statement = {
  name: 'snapshot_mark',
  text: `WITH gone AS (DELETE FROM snapshots WHERE token = $1 AND epoch = $2 RETURNING token)
    UPDATE chains SET backed_seq = greatest(chains.backed_seq, h.head_seq)
    FROM gone JOIN snapshot_heads h ON h.token = gone.token WHERE chains.station = h.station RETURNING chains.station`,
};

/**
 * Notes where every chain stands. Whatever copies the database after this returns holds at least that.
 *
 * @returns the token under which a verified copy is reported
 */
export async function takeSnapshot(
  { transaction }: Direct,
  now: Date,
  random: (bytes: number) => Uint8Array,
): Promise<string> {
  const token = Buffer.from(random(TOKEN_BYTES)).toString('hex');
  await transaction(async (query) => {
    await query(FORGET_OLD, [new Date(now.getTime() - KEEP_DAYS * 86_400_000).toISOString()]);
    await query(TAKE, [token, await presentEpoch(query), now.toISOString()]);
  });
  return token;
}

/**
 * A verified copy holds what stood at that snapshot: stations may from now on rely on it.
 *
 * @returns how many chains that concerns
 * @throws DeskError `not_found` for a token that is used, unknown or from before a restore
 */
export async function markBackedUp({ transaction }: Direct, token: string): Promise<number> {
  return transaction(async (query) => {
    const marked = await query<{ station: string }>(MARK, [token, await presentEpoch(query)]);
    if (marked.length === 0) throw new DeskError('not_found', { detail: 'snapshot' });
    return marked.length;
  });
}
