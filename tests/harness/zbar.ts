import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bitmap } from '../../printing/bitmap.ts';

/** A bar code or QR code as zbar reads it. */
export interface ReadCode {
  type: 'QR-Code' | 'CODE-128';
  data: string;
}

/** Pictures as portable bitmaps with white around: the plainest file there is. */
function pbm({ width, height, rowBytes, data }: Bitmap): Buffer {
  const margin = 4;
  const wide = rowBytes + 2 * margin;
  const out = Buffer.alloc(wide * (height + 2 * 8 * margin));
  for (let y = 0; y < height; y += 1)
    out.set(data.subarray(y * rowBytes, (y + 1) * rowBytes), (y + 8 * margin) * wide + margin);
  if (width !== rowBytes * 8) throw new Error('whole bytes only');
  return Buffer.concat([Buffer.from(`P4\n${wide * 8} ${height + 2 * 8 * margin}\n`), out]);
}

/** What zbar (`zbarimg`, an independent decoder) finds in each picture. Many pictures in one call, because each call takes long to begin. */
export function readCodes(pictures: readonly Bitmap[]): ReadCode[][] {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-zbar-'));
  try {
    const files = pictures.map((picture, at) => {
      const file = join(dir, `${at}.pbm`);
      writeFileSync(file, pbm(picture));
      return file;
    });
    const found: ReadCode[][] = pictures.map(() => []);
    for (let from = 0; from < files.length; from += 200) {
      const only = ['-Sdisable', '-Sqrcode.enable', '-Scode128.enable'];
      const { stdout, error } = spawnSync(
        'zbarimg',
        ['-q', '--nodbus', '--xml', ...only, ...files.slice(from, from + 200)],
        { encoding: 'utf8', maxBuffer: 64_000_000 },
      );
      if (error) throw error;
      for (const [, href, inside] of stdout.matchAll(/<source href='[^']*\/(\d+)\.pbm'>(.*?)<\/source>/gs)) {
        for (const [, type, data] of (inside ?? '').matchAll(
          /<symbol type='([^']+)'.*?<data[^>]*><!\[CDATA\[(.*?)\]\]>/gs,
        ))
          found[Number(href)]?.push({ type: type as ReadCode['type'], data: data ?? '' });
      }
    }
    return found;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
