import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { previewPng } from '../index.ts';
import { faultFrom } from './faults.ts';
import type { Delivery, Paper, Transport } from './transport.ts';

const ENDINGS = { 'application/pdf': '.pdf', 'application/vnd.escpos': '.bin' } as const;

/**
 * Papers as files: PDF for A4, the printer's bytes and their picture for a receipt. Each appears whole or not at all: all is
 * written and on the disk under another name before the job begins, so that a full disk or a folder that nobody may write to
 * leaves the job waiting.
 */
export function folderTransport(path: string, width: '58' | '80' | 'a4'): Transport {
  return {
    async deliver(paper, steps): Promise<Delivery> {
      const fresh: string[] = [];
      const name = paper.name + ENDINGS[paper.mime];
      try {
        try {
          await mkdir(path, { recursive: true });
          if (width !== 'a4') await writeFresh(path, `${paper.name}.png`, await previewPng(paper.bytes, width), fresh);
          await writeFresh(path, name, paper.bytes, fresh);
        } catch (error) {
          return { outcome: 'before', error: faultFrom(error, 'printer_error') };
        }
        steps.begin();
        for (const one of fresh) await rename(hidden(path, one), join(path, one));
        return { outcome: 'confirmed' };
      } finally {
        // What was renamed is not there any more.
        for (const one of fresh) await rm(hidden(path, one), { force: true }).catch(() => {});
      }
    },
    async status() {
      try {
        await mkdir(path, { recursive: true });
        await access(path, constants.W_OK);
        return null;
      } catch (error) {
        return faultFrom(error, 'printer_error');
      }
    },
  };
}

const hidden = (folder: string, name: string): string => join(folder, `.${name}.new`);

async function writeFresh(folder: string, name: string, bytes: Uint8Array, written: string[]): Promise<void> {
  const file = await open(hidden(folder, name), 'w');
  written.push(name);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Kept for showing by the queue itself; nothing leaves the desk. */
export const screenTransport: Transport = {
  async deliver(_paper: Paper, steps) {
    steps.begin();
    return { outcome: 'confirmed' };
  },
  status: async () => null,
};
