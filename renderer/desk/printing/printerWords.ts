import type {
  PaperWidth,
  PrinterConfig,
  PrinterProfileView,
  PrintersConfig,
} from '../../../domain/contract/printing.ts';

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

/** What each of a station's printers is for: its heading, and on one short line what stands in a table. */
export const USES: Record<keyof PrintersConfig, { title: string; short: string }> = {
  slip: { title: '小票打印机', short: '小票' },
  a4: { title: 'A4 打印机', short: 'A4 文书' },
  spare: { title: '备用小票打印机', short: '备用小票' },
};

const WITHOUT_MODEL: readonly PrinterConfig['kind'][] = ['folder', 'screen'];

/** Whether a model is asked for: A4 and what gives no paper have none. */
export function hasModel(kind: PrinterConfig['kind'], width: PaperWidth): boolean {
  return width !== 'a4' && !WITHOUT_MODEL.includes(kind);
}

/** The model a printer is taken for, and whether it tells what it does; empty where there is none. */
export function profileWords(printer: PrinterConfig, profiles: readonly PrinterProfileView[]): string {
  const profile = profiles.find(({ id }) => id === printer.profile);
  if (!profile || !hasModel(printer.kind, printer.width)) return '';
  return profile.answers ? profile.name : `${profile.name}，不报告结果`;
}

/** Where the paper comes out, on one line. */
export function placeOf(printer: PrinterConfig): string {
  if (printer.kind === 'tcp') return `${printer.host}:${printer.port}`;
  if (printer.kind === 'usb') return printer.device;
  if (printer.kind === 'serial') return `${printer.port}，${printer.baudRate} 波特`;
  if (printer.kind === 'cups' || printer.kind === 'spooler') return printer.queue;
  return printer.kind === 'folder' ? printer.path : '不出纸';
}
