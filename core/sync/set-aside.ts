import { prepared } from '../../db/prepared.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { FeedItem } from '../../domain/contract/wire.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';

/** What the quarantine keeps of an item of the feed, besides the columns that name it. */
interface Kept {
  /** Its position and its place in its case; null once the centre that gave them was rewound. */
  pos: number | null;
  seq: number | null;
  masked: boolean;
  caseId: string;
  /** As it came. */
  text: string;
}

/** Puts an item of the feed that does not hold beside the cases, with the reason. Coming again it changes the reason. */
export function setAside({ db, platform }: Workspace, item: FeedItem, entry: unknown, code: ErrorCode): void {
  const said = (entry ?? {}) as Partial<Record<'stationId' | 'hash' | 'stationSeq' | 'caseId', unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 100) : '');
  const { pos, seq, masked } = item;
  const kept: Kept = { pos, seq, masked, caseId: text(said.caseId), text: item.text };
  prepared(
    db.raw,
    `INSERT INTO quarantine (station_id, station_seq, hash, body, code, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET body = excluded.body, code = excluded.code`,
  ).run(
    text(said.stationId),
    Number.isSafeInteger(said.stationSeq) ? Number(said.stationSeq) : -item.pos,
    text(said.hash),
    JSON.stringify(kept),
    code,
    shanghaiIso(platform.now()),
  );
  platform.log(`feed entry set aside: pos ${item.pos} ${code}`);
}

export function countAside({ db }: Pick<Workspace, 'db'>): number {
  return prepared(db.raw, 'SELECT count(*) FROM quarantine').pluck().get() as number;
}

/** An entry that was taken after all no longer stands aside. */
export function takenAfterAll(
  { db }: Pick<Workspace, 'db'>,
  entry: { stationId: string; stationSeq: number; hash: string },
): void {
  prepared(db.raw, 'DELETE FROM quarantine WHERE station_id = ? AND station_seq = ? AND hash = ?').run(
    entry.stationId,
    entry.stationSeq,
    entry.hash,
  );
}

/** Items that stand aside and still have their place: all, or those that waited for the registration of a case. */
export function itemsAside({ db }: Pick<Workspace, 'db'>, caseIds?: readonly string[]): FeedItem[] {
  const rows = db.raw
    .prepare(
      `SELECT body FROM quarantine WHERE json_extract(body, '$.seq') IS NOT NULL AND json_extract(body, '$.text') IS NOT NULL
         AND (@caseIds IS NULL OR (code = 'entry_gap' AND json_extract(body, '$.caseId') IN
           (SELECT value FROM json_each(@caseIds))))
       ORDER BY json_extract(body, '$.pos')`,
    )
    .pluck()
    .all({ caseIds: caseIds ? JSON.stringify(caseIds) : null }) as string[];
  return rows.flatMap((row) => {
    const { pos, seq, masked, text } = JSON.parse(row) as Kept;
    return pos === null || seq === null ? [] : [{ pos, seq, masked, text }];
  });
}

/** The centre was rewound: what stands aside from after that position has no place any more, and stays. */
export function unplaceAside({ db }: Pick<Workspace, 'db'>, feedPos: number): void {
  db.raw
    .prepare(
      `UPDATE quarantine SET body = json_set(body, '$.pos', NULL, '$.seq', NULL) WHERE json_extract(body, '$.pos') > ?`,
    )
    .run(feedPos);
}
