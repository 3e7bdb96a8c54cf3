import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { previewPng } from '../index.ts';
import type { Delivery, Paper, Transport } from './transport.ts';

const ENDINGS = { 'application/pdf': '.pdf', 'application/vnd.escpos': '.bin' } as const;

/** Papers as files: PDF for A4, the printer's bytes and their picture for a receipt. Each appears whole or not at all. */
export function folderTransport(path: string, width: '58' | '80' | 'a4'): Transport {
  return {
    async deliver(paper, steps): Promise<Delivery> {
      try {
        await mkdir(path, { recursive: true });
        const picture = width === 'a4' ? null : await previewPng(paper.bytes, width);
        steps.begin();
        await writeWhole(path, paper.name + ENDINGS[paper.mime], paper.bytes);
        if (picture) await writeWhole(path, `${paper.name}.png`, picture);
        return { outcome: 'confirmed' };
      } catch (error) {
        // Files are written by rename, so a failure left nothing; the same name is written again at the next try.
        return {
          outcome: 'before',
          error: (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk_full' : 'printer_error',
        };
      }
    },
    async status() {
      try {
        await mkdir(path, { recursive: true });
        return null;
      } catch {
        return 'printer_error';
      }
    },
  };
}

async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const fresh = join(folder, `.${name}.new`);
  const file = await open(fresh, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, join(folder, name));
}

/** Kept for showing by the queue itself; nothing leaves the desk. */
export const screenTransport: Transport = {
  async deliver(_paper: Paper, steps) {
    steps.begin();
    return { outcome: 'confirmed' };
  },
  status: async () => null,
};
