import { and, eq } from 'drizzle-orm';
import { DeskError } from '../domain/contract/errors.ts';
import { maySee, seesMasked, type Viewer } from '../domain/disclosure/see.ts';
import type { CentreDatabase } from './db/open.ts';
import { fileNames, files, fileUploads } from './db/schema.ts';
import { sha256Hex } from './digest.ts';
import { foldAllStored } from './stored-case.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/**
 * Keeps a file that an entry names. Sending it again changes nothing.
 *
 * @throws DeskError `not_found` when no entry that this station wrote or may see names it, `bad_request` when the bytes
 *   are not those of the name
 */
export async function putFile(
  db: CentreDatabase,
  station: Viewer,
  sha256: string,
  content: Uint8Array,
  now: Date,
): Promise<void> {
  const namedBy = await authorsShown(db, station, sha256);
  if (namedBy.size === 0) throw new DeskError('not_found');
  if (sha256Hex(content) !== sha256) throw new DeskError('bad_request', { detail: 'sha256' });
  await db.transaction(async (tx) => {
    await tx.insert(files).values({ sha256, size: content.length, content, receivedAt: now }).onConflictDoNothing();
    await tx.insert(fileUploads).values({ sha256, station: station.code }).onConflictDoNothing();
  });
}

/**
 * A file's bytes, for a station that may see an entry naming it whose author has itself sent those bytes: to write
 * somebody else's hash into an entry of one's own opens nothing.
 *
 * @throws DeskError `not_found`, whether it is absent or not for this station
 */
export async function getFile(db: CentreDatabase, station: Viewer, sha256: string): Promise<Uint8Array> {
  const authors = await authorsShown(db, station, sha256);
  const uploads = await db.select().from(fileUploads).where(eq(fileUploads.sha256, sha256));
  if (!uploads.some((upload) => authors.has(upload.station))) throw new DeskError('not_found');
  const [file] = await db.select({ content: files.content }).from(files).where(eq(files.sha256, sha256));
  if (!file) throw new DeskError('not_found');
  return file.content;
}

/** Authors of the entries naming this file that the station wrote itself or sees unmasked. */
async function authorsShown(db: CentreDatabase, station: Viewer, sha256: string): Promise<Set<string>> {
  const names = await db
    .select({ author: fileNames.station, caseId: fileNames.caseId })
    .from(fileNames)
    .where(and(eq(fileNames.sha256, sha256)));
  const known = await foldAllStored(db, [...new Set(names.map((name) => name.caseId))]);
  const shown = names.filter(({ author, caseId }) => {
    const facts = known.get(caseId)?.facts;
    if (author === station.code) return true;
    return facts !== undefined && maySee(station, facts) && !seesMasked(station, facts);
  });
  return new Set(shown.map((name) => name.author));
}
