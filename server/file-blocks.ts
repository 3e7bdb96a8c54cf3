import { and, asc, between, eq, inArray, sql } from 'drizzle-orm';
import { DeskError } from '../domain/contract/errors.ts';
import type { CentreDatabase } from './db/open.ts';
import { fileBlocks, files, fileUploads } from './db/schema.ts';
import { FILE_BLOCK_BYTES } from './file-uploads.ts';

/** Blocks per query of a download: a quarter of a megabyte in memory. */
const BLOCKS_AT_ONCE = 4;

/**
 * A file's length, when one of these stations has itself sent its bytes: to write somebody else's hash into an entry of
 * one's own opens nothing.
 *
 * @param authors of the entries by which the reader knows the file
 * @throws DeskError `not_found`
 */
export async function sentSize(db: CentreDatabase, sha256: string, authors: readonly string[]): Promise<number> {
  const [file] = await db
    .select({ size: files.size })
    .from(files)
    .innerJoin(fileUploads, eq(fileUploads.sha256, files.sha256))
    .where(and(eq(files.sha256, sha256), inArray(fileUploads.station, [...authors])))
    .limit(1);
  if (!file) throw new DeskError('not_found');
  return file.size;
}

/** The bytes from `start` to before `end`, read as the reader takes them. */
export function readBlocks(
  db: CentreDatabase,
  sha256: string,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = start;
  return new ReadableStream(
    {
      async pull(controller) {
        const first = Math.floor(at / FILE_BLOCK_BYTES);
        const rows = await db
          .select({ base64: sql<string>`encode(${fileBlocks.content}, 'base64')` })
          .from(fileBlocks)
          .where(and(eq(fileBlocks.sha256, sha256), between(fileBlocks.number, first, first + BLOCKS_AT_ONCE - 1)))
          .orderBy(asc(fileBlocks.number));
        const bytes = Buffer.concat(rows.map((row) => Buffer.from(row.base64, 'base64')));
        const from = at - first * FILE_BLOCK_BYTES;
        const taken = bytes.subarray(from, from + end - at);
        // Fewer bytes than promised must break the answer off, not end it.
        if (taken.length === 0) throw new Error(`file ${sha256} lacks block ${first}`);
        at += taken.length;
        controller.enqueue(new Uint8Array(taken));
        if (at === end) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}
