import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { codeSlotSchema } from './backup-file.ts';
import type { CodeSlot } from './recovery-code.ts';

/**
 * A file beside a backup (`NAME.jsk.key`): the backup's data key sealed under another recovery code than the one it was
 * made with. Whoever can open one of the backup's other slots, the centre for example, can make it; the backup itself stays
 * as it is. It may lie on the same stick: without the code it opens nothing.
 */
const spareSchema = z.strictObject({
  format: z.literal('jiesu-desk/backup-key/1'),
  /** Id of the backup that it is for. */
  backup: z.string().max(40),
  slot: codeSlotSchema,
});

/** Longest file that is read, bytes. */
const MAX_BYTES = 4 * 1024;

export const sparePath = (backupFile: string): string => `${backupFile}.key`;

export function spareText(backup: string, slot: CodeSlot): string {
  const spare: z.output<typeof spareSchema> = { format: 'jiesu-desk/backup-key/1', backup, slot };
  return `${JSON.stringify(spare, null, 2)}\n`;
}

/** The other slot that lies beside a backup; null where there is none for this backup. */
export function readSpare(backupFile: string, backup: string): CodeSlot | null {
  try {
    const text = readFileSync(sparePath(backupFile));
    if (text.length > MAX_BYTES) return null;
    const spare = spareSchema.parse(JSON.parse(text.toString('utf8')));
    return spare.backup === backup ? spare.slot : null;
  } catch {
    return null;
  }
}
