import { desc } from 'drizzle-orm';
import { adminLog } from '../db/admin-schema.ts';
import type { CentreDatabase, CentreTransaction } from '../db/open.ts';

/** Lines that the page shows at once. */
const LATEST = 200;

export type AdminAct =
  | 'signed_in'
  | 'sign_in_refused'
  | 'invited'
  | 'invitation_cancelled'
  | 'reissued'
  | 'revoked'
  | 'officer_saved'
  | 'unit_saved'
  | 'unit_removed'
  | 'window_saved'
  | 'window_removed'
  | 'published';

export interface LogLine {
  at: string;
  who: string;
  act: string;
  subject: string;
  detail: string;
}

/** Writes what was done into the transaction that does it: neither is there without the other. */
export async function note(
  tx: CentreDatabase | CentreTransaction,
  line: { at: Date; who: string; act: AdminAct; subject: string; detail?: string },
): Promise<void> {
  await tx.insert(adminLog).values({ detail: '', ...line });
}

/** The latest lines, newest first. */
export async function readLog(db: CentreDatabase): Promise<LogLine[]> {
  const rows = await db.select().from(adminLog).orderBy(desc(adminLog.id)).limit(LATEST);
  return rows.map(({ at, who, act, subject, detail }) => ({ at: at.toISOString(), who, act, subject, detail }));
}
