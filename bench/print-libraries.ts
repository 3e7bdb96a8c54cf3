import { Adapter } from '@node-escpos/adapter';
import { Printer as EscposPrinter } from '@node-escpos/core';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { Align, Printer as BufferPrinter, InMemory, Style } from 'escpos-buffer';
import { CharacterSet, ThermalPrinter, types } from 'node-thermal-printer';
import receiptline from 'receiptline';
import type { TextLine } from '../printing/layout.ts';

/**
 * The same lines of text through other libraries, each used as its own documentation shows: justify, bold, size, line.
 * All give back the bytes of the whole job.
 */
export interface Library {
  name: string;
  encode(lines: readonly TextLine[]): Uint8Array | Promise<Uint8Array>;
}

class Memory extends Adapter<[]> {
  readonly chunks: Buffer[] = [];
  open(callback?: (error: Error | null) => void): this {
    callback?.(null);
    return this;
  }
  write(data: Buffer | string, callback?: (error: Error | null) => void): this {
    this.chunks.push(Buffer.from(data));
    callback?.(null);
    return this;
  }
  close(callback?: (error: Error | null) => void): this {
    callback?.(null);
    return this;
  }
  read(): void {}
}

const ALIGN = { left: 'lt', center: 'ct', right: 'rt' } as const;

async function nodeEscpos(lines: readonly TextLine[]): Promise<Uint8Array> {
  const memory = new Memory();
  const printer = new EscposPrinter(memory, { encoding: 'GB18030' });
  printer.hardware('init');
  for (const line of lines) {
    printer
      .align(ALIGN[line.align])
      .style(line.bold ? 'b' : 'normal')
      .size(line.scaleX, line.scaleY)
      .text(line.text);
  }
  printer.cut(true, 3);
  await printer.flush();
  return Buffer.concat(memory.chunks);
}

function thermalPrinter(lines: readonly TextLine[]): Uint8Array {
  const printer = new ThermalPrinter({
    type: types.EPSON,
    interface: 'tcp://127.0.0.1:1',
    width: 48,
    characterSet: CharacterSet.CHINA,
  });
  for (const line of lines) {
    if (line.align === 'left') printer.alignLeft();
    else if (line.align === 'center') printer.alignCenter();
    else printer.alignRight();
    printer.bold(line.bold);
    printer.setTextSize(line.scaleY - 1, line.scaleX - 1);
    printer.println(line.text);
  }
  printer.cut();
  return printer.getBuffer() ?? new Uint8Array();
}

/** Its document language: a line is `text|` (left), `text` (centre) or `|text` (right); `^` wide, `"` bold. */
function receiptLine(lines: readonly TextLine[]): Uint8Array {
  const document = lines.map(({ text, align, bold, scaleX, scaleY }) => {
    const escaped = text.replaceAll(/[\\|{}~_"`^-]/g, (sign) => `\\${sign}`);
    const size = scaleX === 2 && scaleY === 2 ? '^^^' : scaleY === 2 ? '^^' : '';
    const styled = `${size}${bold ? `"${escaped}"` : escaped}${size && !bold ? size : ''}`;
    return align === 'left' ? `${styled}|` : align === 'right' ? `|${styled}` : styled;
  });
  const command = receiptline.transform(document.join('\n'), { cpl: 48, encoding: 'gb18030', command: 'escpos' });
  return Buffer.from(command, 'binary');
}

function pointOfSale(lines: readonly TextLine[]): Uint8Array {
  const encoder = new ReceiptPrinterEncoder({ language: 'esc-pos', columns: 48, errors: 'relaxed' }).initialize();
  for (const { text, align, bold, scaleX, scaleY } of lines)
    encoder.align(align).bold(bold).size(scaleX, scaleY).line(text);
  return encoder.cut('partial').encode();
}

const BUFFER_ALIGN = { left: Align.Left, center: Align.Center, right: Align.Right } as const;

async function escposBuffer(lines: readonly TextLine[]): Promise<Uint8Array> {
  const memory = new InMemory();
  const printer = await BufferPrinter.CONNECT('TM-T20', memory);
  for (const { text, align, bold, scaleX, scaleY } of lines) {
    const style =
      (bold ? Style.Bold : 0) | (scaleX === 2 ? Style.DoubleWidth : 0) | (scaleY === 2 ? Style.DoubleHeight : 0);
    await printer.writeln(text, style, BUFFER_ALIGN[align]);
  }
  await printer.cutter();
  return memory.buffer();
}

export const LIBRARIES: readonly Library[] = [
  { name: '@node-escpos/core 0.6.0', encode: nodeEscpos },
  { name: 'receiptline 4.0.4', encode: receiptLine },
  { name: 'node-thermal-printer 4.6.1', encode: thermalPrinter },
  { name: 'escpos-buffer 4.1.0', encode: escposBuffer },
  { name: '@point-of-sale/receipt-printer-encoder 4.0.1', encode: pointOfSale },
];
