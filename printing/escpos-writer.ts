import { command } from '@node-escpos/core';
import type { Bitmap } from './bitmap.ts';
import type { CharacterSet } from './character-set.ts';

/**
 * Writes ESC/POS commands into one growing block of bytes. The bytes of initialise, justify, bold, size, line spacing,
 * raster and cut come from the command table of @node-escpos/core, read once; what that library does beyond its table is
 * left alone (docs/decisions/0009-escpos-encoding.md). `FS &`, `FS !` and `ESC J` are not in it: Epson's ESC/POS command
 * reference.
 */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const { ESC, FS, GSV0_FORMAT, HARDWARE, LINE_SPACING, PAPER, TEXT_FORMAT } = command;
const INIT = bytesOf(HARDWARE.HW_INIT);
const ALIGN = {
  left: bytesOf(TEXT_FORMAT.TXT_ALIGN_LT),
  center: bytesOf(TEXT_FORMAT.TXT_ALIGN_CT),
  right: bytesOf(TEXT_FORMAT.TXT_ALIGN_RT),
} as const;
const BOLD = [bytesOf(TEXT_FORMAT.TXT_BOLD_OFF), bytesOf(TEXT_FORMAT.TXT_BOLD_ON)] as const;
/** By width × 2 + height − 3, each 1 or 2. */
const SIZE = [1, 2].flatMap((width) => [1, 2].map((height) => bytesOf(TEXT_FORMAT.TXT_CUSTOM_SIZE(width, height))));
const SPACING = bytesOf(LINE_SPACING.LS_SET);
const RASTER = bytesOf(GSV0_FORMAT.GSV0_NORMAL);
const CUT = { partial: bytesOf(`${PAPER.PAPER_CUT_B}\0`), full: bytesOf(`${PAPER.PAPER_CUT_A}\0`) } as const;
const CHINESE_ON = bytesOf(`${FS}&`);
const CHINESE_SIZE = bytesOf(`${FS}!`);
const FEED = bytesOf(`${ESC}J`);

const LF = 0x0a;
const DLE = 0x10;

type Align = keyof typeof ALIGN;

/** Whether a byte behind DLE makes a real-time command (DLE EOT, DLE ENQ, DLE DC4), which printers obey even inside pictures. */
const endsRealTime = (byte: number | undefined): boolean => byte === 0x04 || byte === 0x05 || byte === 0x14;

/** What was last set, so that nothing is sent twice. */
interface Style {
  align: Align;
  bold: boolean;
  size: number;
  chineseSize: number;
  /** Dots from line to line; 0 = as the printer has it. */
  spacing: number;
}

const AFTER_INIT: Style = { align: 'left', bold: false, size: 0, chineseSize: 0, spacing: 0 };

export class EscposWriter {
  private bytes = new Uint8Array(8_192);
  private length = 0;
  private style: Style = { ...AFTER_INIT };

  /** Forgets what was written; the block of bytes stays, as large as it has grown. */
  begin(): void {
    this.length = 0;
    this.style = { ...AFTER_INIT };
  }

  private room(more: number): Uint8Array {
    if (this.length + more > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    return this.bytes;
  }

  private command(bytes: Uint8Array, parameter?: number): void {
    const to = this.room(bytes.length + 1);
    for (let at = 0; at < bytes.length; at += 1) to[this.length + at] = bytes[at] ?? 0;
    this.length += bytes.length;
    if (parameter !== undefined) to[this.length++] = parameter;
  }

  /** `ESC @`: what was set before is forgotten. */
  init(): void {
    this.command(INIT);
    this.style = { ...AFTER_INIT };
  }

  /** `FS &` */
  chineseMode(): void {
    this.command(CHINESE_ON);
  }

  align(align: Align): void {
    if (this.style.align === align) return;
    this.style.align = align;
    this.command(ALIGN[align]);
  }

  bold(bold: boolean): void {
    if (this.style.bold === bold) return;
    this.style.bold = bold;
    this.command(bold ? BOLD[1] : BOLD[0]);
  }

  /** `GS !`. */
  size(scaleX: 1 | 2, scaleY: 1 | 2): void {
    const size = scaleX * 2 + scaleY - 3;
    if (this.style.size === size) return;
    this.style.size = size;
    this.command(SIZE[size] ?? INIT);
  }

  /** `FS !` (bit 2 = double width, bit 3 = double height), for printers whose Chinese characters do not follow `GS !`. */
  chineseSize(scaleX: 1 | 2, scaleY: 1 | 2): void {
    const size = (scaleX === 2 ? 4 : 0) | (scaleY === 2 ? 8 : 0);
    if (this.style.chineseSize === size) return;
    this.style.chineseSize = size;
    this.command(CHINESE_SIZE, size);
  }

  /** `ESC 3`: dots from line to line. */
  spacing(dots: number): void {
    if (this.style.spacing === dots) return;
    this.style.spacing = dots;
    this.command(SPACING, dots);
  }

  /** One line of text and LF. What the set does not hold, control characters above all, is left out. */
  line(text: string, set: CharacterSet): void {
    const { codes } = set;
    const to = this.room(text.length * 2 + 1);
    let { length } = this;
    for (let at = 0; at < text.length; at += 1) {
      const code = codes[text.charCodeAt(at)] ?? 0;
      if (code === 0) continue;
      if (code >= 0x100) to[length++] = code >> 8;
      to[length++] = code & 0xff;
    }
    to[length++] = LF;
    this.length = length;
  }

  /** A picture in bands of at most `bandRows` rows, free of real-time commands. */
  picture(bitmap: Bitmap, bandRows: number): void {
    this.align('left');
    for (let top = 0; top < bitmap.height; top += bandRows) {
      const rows = Math.min(bandRows, bitmap.height - top);
      this.command(RASTER);
      const { rowBytes } = bitmap;
      const to = this.room(4 + rows * rowBytes);
      to[this.length++] = rowBytes & 0xff;
      to[this.length++] = rowBytes >> 8;
      to[this.length++] = rows & 0xff;
      to[this.length++] = rows >> 8;
      const from = this.length;
      to.set(bitmap.data.subarray(top * rowBytes, (top + rows) * rowBytes), from);
      this.length += rows * rowBytes;
      this.breakRealTime(from);
    }
  }

  /** Breaks up real-time commands from `from` on by one extra dot in the byte that would complete them. */
  private breakRealTime(from: number): void {
    const { bytes, length } = this;
    for (let at = from; at < length; at += 1) {
      if (bytes[at - 1] === DLE && endsRealTime(bytes[at])) bytes[at] = (bytes[at] ?? 0) | 0x02;
    }
  }

  /** `ESC J`, as often as it needs. */
  feed(dots: number): void {
    for (let left = dots; left > 0; left -= 255) this.command(FEED, Math.min(left, 255));
  }

  /** Cuts, or does nothing where there is no knife. `GS V 65/66 0` moves the paper to the knife by itself. */
  cut(cutter: 'partial' | 'full' | 'none'): void {
    if (cutter !== 'none') this.command(CUT[cutter]);
  }

  /** NULs: what a printer passes over, or takes for the rest of a picture. */
  nothing(count: number): void {
    this.room(count).fill(0, this.length, this.length + count);
    this.length += count;
  }

  lineEnd(): void {
    this.room(1)[this.length++] = LF;
  }

  /** A copy of what was written since `begin`. */
  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
