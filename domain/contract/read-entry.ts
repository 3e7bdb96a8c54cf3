import { type Entry, entrySchema } from './entries.ts';
import { fitsOf } from './fits.ts';

const fits = fitsOf(entrySchema);

/**
 * An entry as its schema makes it, without members that the schema does not name.
 *
 * @param raw what `JSON.parse` made; it is the entry itself when nothing of it had to be dropped
 * @returns null when it breaks the schema
 */
export function readEntry(raw: unknown): Entry | null {
  if (fits(raw)) return raw as Entry;
  const read = entrySchema.safeParse(raw);
  return read.success ? (read.data as Entry) : null;
}
