import { sql } from 'drizzle-orm';
import type { CentreDatabase } from '../db/open.ts';

export interface BackupMarks {
  /** Up to where each station's chain is here, and in a verified backup. */
  stations: { code: string; head: number; backed: number }[];
  /** Backups that have begun and are not verified yet. */
  snapshots: { takenAt: string }[];
  /** The lives of this database, the present one first. */
  epochs: { number: number; epoch: string; drawnAt: string }[];
}

export async function backupMarks(db: CentreDatabase): Promise<BackupMarks> {
  const stations = await db.execute<{ code: string; head: number; backed: number }>(
    sql`SELECT station AS code, head_seq AS head, backed_seq AS backed FROM chains ORDER BY station`,
  );
  const snapshots = await db.execute<{ taken: string | Date }>(
    sql`SELECT taken_at AS taken FROM snapshots ORDER BY taken_at DESC LIMIT 50`,
  );
  const epochs = await db.execute<{ number: number; epoch: string; drawn: string | Date }>(
    sql`SELECT number, epoch, drawn_at AS drawn FROM epochs ORDER BY number DESC LIMIT 50`,
  );
  return {
    stations: stations.rows,
    snapshots: snapshots.rows.map(({ taken }) => ({ takenAt: new Date(taken).toISOString() })),
    epochs: epochs.rows.map(({ number, epoch, drawn }) => ({ number, epoch, drawnAt: new Date(drawn).toISOString() })),
  };
}
