import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundPrinter } from '../../domain/contract/printing.ts';

/**
 * Printers on device files of Linux (drivers `usblp` and `lp`), with what sysfs tells of them.
 *
 * @param root of the file system, for tests
 */
export async function usbPrinters(root = '/'): Promise<FoundPrinter[]> {
  const found: FoundPrinter[] = [];
  for (const folder of ['dev/usb', 'dev']) {
    const names = await readdir(join(root, folder)).catch(() => []);
    for (const name of names.filter((one) => /^lp\d{1,3}$/.test(one)).sort()) {
      const id = ieee1284(await text(root, `sys/class/usbmisc/${name}/device/ieee1284_id`));
      const maker = id.MFG ?? id.MANUFACTURER ?? (await text(root, `sys/class/usbmisc/${name}/device/../manufacturer`));
      const model = id.MDL ?? id.MODEL ?? (await text(root, `sys/class/usbmisc/${name}/device/../product`));
      const device = `/${folder}/${name}`;
      found.push({ kind: 'usb', device, name: [maker, model].filter(Boolean).join(' ') || device, detail: device });
    }
  }
  return found;
}

async function text(root: string, path: string): Promise<string> {
  // Not `join`: `device` is a link, and `..` is what stands above its target.
  return (await readFile(`${root}/${path}`, 'utf8').catch(() => '')).trim();
}

/** A device id as of IEEE 1284: `MFG:Gprinter;MDL:GP-80;…`. */
function ieee1284(id: string): Partial<Record<string, string>> {
  const pairs = id.split(';').map((pair) => pair.split(/:(.*)/, 2).map((part) => part.trim()));
  return Object.fromEntries(pairs.filter(([key, value]) => key && value));
}
