import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderTransport } from './folder.ts';

describe('papers as files', () => {
  const paper = { bytes: Uint8Array.from(Buffer.from('abc\n')), mime: 'application/vnd.escpos' as const, name: 'slip' };
  let dir: string;
  let begun: string[][];
  /** What lay in the folder when the job began. */
  const steps = { begin: () => void begun.push(readdirSync(dir).sort()), sent() {} };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-folder-'));
    begun = [];
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('are written under other names before the job begins, and only renamed then', async () => {
    expect(await folderTransport(dir, '80').deliver(paper, steps)).toEqual({ outcome: 'confirmed' });
    expect(begun).toEqual([['.slip.bin.new', '.slip.png.new']]);
    expect(readdirSync(dir).sort()).toEqual(['slip.bin', 'slip.png']);
  });

  // A link to the device that is always full stands for a full disk.
  it.skipIf(!existsSync('/dev/full')).each(['png', 'bin'])(
    'leave the job waiting on a disk that is full at the %s',
    async (ending) => {
      symlinkSync('/dev/full', join(dir, `.slip.${ending}.new`));
      const transport = folderTransport(dir, '80');
      expect(await transport.deliver(paper, steps)).toEqual({ outcome: 'before', error: 'disk_full' });
      expect(begun).toEqual([]);
      expect(readdirSync(dir)).toEqual([]);
      expect(await transport.deliver(paper, steps)).toEqual({ outcome: 'confirmed' });
    },
  );

  it('leave the job waiting where no folder can be', async () => {
    const path = join(dir, 'file');
    writeFileSync(path, '');
    const transport = folderTransport(path, '80');
    expect(await transport.deliver(paper, steps)).toEqual({ outcome: 'before', error: 'printer_error' });
    expect(await transport.status()).toBe('printer_error');
    expect(begun).toEqual([]);
  });

  it('are not there when the job was taken back while they were written', async () => {
    const begin = () => {
      throw new Error('taken back');
    };
    await expect(folderTransport(dir, '80').deliver(paper, { ...steps, begin })).rejects.toThrow('taken back');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('may be there when it failed after the job began: nobody says that nothing came', async () => {
    mkdirSync(join(dir, 'slip.bin'));
    await expect(folderTransport(dir, '80').deliver(paper, steps)).rejects.toThrow();
    expect(begun).toHaveLength(1);
  });
});
