import type { FoundPrinter } from '../domain/contract/printing.ts';
import { discover } from '../printing/discover/index.ts';
import { EXIT } from './help.ts';
import type { Outcome } from './outcome.ts';

const KINDS: Record<FoundPrinter['kind'], string> = {
  usb: 'USB 打印机',
  serial: '串口',
  cups: '系统打印队列（CUPS）',
  spooler: 'Windows 打印机',
};

/** `printer list`: what this system offers to print on. Nothing is printed, and no printer is opened. */
export async function runPrinterList(): Promise<Outcome> {
  const printers = await discover();
  const lines = printers.map((one) => [KINDS[one.kind], whereOf(one), one.name, one.detail].filter(Boolean).join('　'));
  const text = printers.length > 0 ? lines.join('\n') : '没有找到。网络打印机不用找，在设置里直接填地址';
  return { text, data: { printers }, exit: EXIT.ok };
}

/** What goes into the settings. */
function whereOf(found: FoundPrinter): string {
  if (found.kind === 'usb') return found.device;
  return found.kind === 'serial' ? found.port : found.queue;
}
