import type { KeyObject } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { DeskError, type ErrorCode } from '../domain/contract/errors.ts';
import { MAX_BATCH_ENTRIES, type PushAnswer, type StationKind } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { openBundle, readBundleHead, TO_CENTRE } from '../wire/bundle.ts';
import type { BundleContent } from '../wire/bundle-content.ts';
import { sealingKeysOf } from '../wire/seal.ts';
import type { CentreDatabase } from './db/open.ts';
import { stations } from './db/schema.ts';
import { authorsShown } from './file-access.ts';
import { uploadWhole } from './file-uploads.ts';
import { ingest } from './ingest.ts';
import { readLink } from './links.ts';
import type { PushDeps } from './push.ts';

/** What was done with a bundle; whoever carried it learns no more than that it arrived. */
export interface BundleTakenIn {
  author: string;
  woken: string[];
  rejected: ErrorCode[];
}

/**
 * Takes in a bundle as if its author had pushed what is in it: the same rules, the same answers, which the author gets
 * when it has a line itself and sends the same again.
 *
 * @param openingKey private half of the key that stations seal to; without it nothing is for this centre
 * @throws DeskError `bundle_damaged`, `bundle_newer`, `bundle_not_for_us`, `bundle_untrusted`; `entry_gap` when what comes
 *   before has not arrived: nothing is taken, and it is to be brought again
 */
export async function takeBundle(
  db: CentreDatabase,
  { direct, memory, turns }: Pick<PushDeps, 'direct' | 'memory' | 'turns'>,
  openingKey: KeyObject | undefined,
  bytes: Uint8Array,
  now: Date,
): Promise<BundleTakenIn> {
  const named = readBundleHead(bytes);
  if (!openingKey) throw new DeskError('bundle_not_for_us');
  const author = await authorOf(db, named.from);
  const { content } = await openBundle(bytes, {
    keys: sealingKeysOf(openingKey),
    name: TO_CENTRE,
    authorKey: () => author?.publicKey ?? null,
  });
  if (!author || content.kind !== 'chain') throw new DeskError('bundle_damaged', { detail: 'kind' });
  const { viewer } = author;
  const lines = content.entries.map(({ text }) => text);
  const woken = new Set<string>();
  const rejected: ErrorCode[] = [];
  for (let from = 0; from < lines.length; from += MAX_BATCH_ENTRIES) {
    const links = lines.slice(from, from + MAX_BATCH_ENTRIES).map((line) => readLink(line));
    const taken = await turns.take(viewer.code, async (mine) => {
      await mine;
      return ingest(direct, memory, { ...viewer, version: null }, links, now);
    });
    const codes = taken.answers.flatMap((answer) => rejection(answer) ?? []);
    // A gap is at the beginning or nowhere: the rest would be answered the same, and nothing of it was stored.
    if (from === 0 && codes.length === taken.answers.length && codes.every((code) => code === 'entry_gap'))
      throw new DeskError('entry_gap');
    rejected.push(...codes);
    for (const code of taken.grown.keys()) woken.add(code);
  }
  await keepFiles(db, viewer, content, now);
  return { author: viewer.code, woken: [...woken], rejected };
}

async function authorOf(db: CentreDatabase, code: string): Promise<{ viewer: Viewer; publicKey: string } | null> {
  const [row] = await db.select().from(stations).where(eq(stations.code, code));
  // A lost PC's key counts for nothing from the moment it is put out of use.
  if (!row?.publicKey || row.revokedAt !== null) return null;
  const { institution, units } = row;
  return { viewer: { code, kind: row.kind as StationKind, institution, units }, publicKey: row.publicKey };
}

const rejection = (answer: PushAnswer): ErrorCode | null =>
  Array.isArray(answer) && answer[0] === 'rejected' ? answer[1] : null;

/** A file that no stored entry names (its entry was rejected) is nobody's. */
async function keepFiles(db: CentreDatabase, author: Viewer, { files }: BundleContent, now: Date): Promise<void> {
  for (const { sha256, content } of files) {
    const isNamed = (await authorsShown(db, author, sha256)).length > 0;
    if (isNamed) await uploadWhole(db, { station: author.code, sha256 }, content, now);
  }
}
