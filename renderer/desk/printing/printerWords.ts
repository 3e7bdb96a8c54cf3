import type { PaperWidth, PrinterConfig } from '../../../domain/contract/printing.ts';

export const WIDTH_WORDS: Record<PaperWidth, string> = { '58': '58 毫米小票', '80': '80 毫米小票', a4: 'A4' };

export const KIND_OF_PRINTER: Record<PrinterConfig['kind'], string> = {
  tcp: '网络打印机',
  usb: 'USB 打印机',
  serial: '串口打印机',
  cups: '系统打印队列',
  spooler: 'Windows 打印机',
  folder: '存到文件夹',
  screen: '显示在屏幕上',
};

/** Where the paper comes out, on one line. */
export function placeOf(printer: PrinterConfig): string {
  if (printer.kind === 'tcp') return `${printer.host}:${printer.port}`;
  if (printer.kind === 'usb') return printer.device;
  if (printer.kind === 'serial') return `${printer.port}，${printer.baudRate} 波特`;
  if (printer.kind === 'cups' || printer.kind === 'spooler') return printer.queue;
  return printer.kind === 'folder' ? printer.path : '不出纸';
}
