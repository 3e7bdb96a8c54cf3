import { type FoundPrinter, printerConfigSchema } from '../../domain/contract/printing.ts';
import { cupsQueues } from './cups.ts';
import { serialPorts } from './serial.ts';
import { usbPrinters } from './usb.ts';
import { spoolerPrinters } from './windows.ts';

/** For each source, in ms. */
const LIMIT = 2_000;
/** Longest name or detail shown; more is no name. */
const LONGEST = 120;

type Source = () => Promise<FoundPrinter[]>;

const SOURCES: readonly Source[] =
  process.platform === 'win32' ? [spoolerPrinters, serialPorts] : [usbPrinters, serialPorts, () => cupsQueues(LIMIT)];

/**
 * What this system offers to print on. Every source is asked at the same time and has its own limit: one that fails or
 * hangs hides none of the others. What it offers passes for a setting; names are data and are made harmless.
 */
export async function discover(sources: readonly Source[] = SOURCES, ms = LIMIT): Promise<FoundPrinter[]> {
  const lists = await Promise.all(sources.map((source) => limited(source, ms)));
  return lists
    .flat()
    .map((one) => ({ ...one, name: harmless(one.name), detail: harmless(one.detail) }))
    .filter((one) => printerConfigSchema.safeParse({ id: 'found', width: '80', ...one }).success);
}

function limited(source: Source, ms: number): Promise<FoundPrinter[]> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve([]), ms);
    Promise.resolve()
      .then(source)
      .catch(() => [])
      .then((found) => {
        clearTimeout(timer);
        resolve(found);
      });
  });
}

/** Without controls and marks that turn the direction of writing, and not too long. */
function harmless(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...shown].slice(0, LONGEST).join('');
}
