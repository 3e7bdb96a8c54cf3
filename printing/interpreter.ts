import type { Bitmap } from './bitmap.ts';
import { CHARACTER_DOTS, COLUMN_DOTS, RECEIPT, type ReceiptWidth } from './columns.ts';
import { drawPage, type PlacedCharacter, type PrintedPicture } from './printed-page.ts';
import { type RomCharacter, romCharacters } from './printer-rom.ts';
import { type PrinterProfile, USUAL } from './printers/profile.ts';
import { type Token, tokenize } from './tokens.ts';

/** A line set in the printer's own font; dots from the top and left of the paper. */
export interface PrintedLine {
  text: string;
  top: number;
  left: number;
  width: number;
  height: number;
  bold: boolean;
}

/**
 * The project's own reading of an ESC/POS stream: what a printer of a profile would put on paper. It shares no code with
 * the encoder but the dot sizes, so the two can catch each other's mistakes. Used by the preview, the printer shown on
 * screen, the simulator and the tests.
 */
export interface InterpretedReceipt {
  /** Text set in the printer's own font, line by line. */
  text: string[];
  lines: PrintedLine[];
  pictures: PrintedPicture[];
  /** Feeds by `ESC J`, in dots. */
  feeds: number[];
  /** Heights (dots from the top) at which the paper was cut. */
  cuts: number[];
  /** Height of everything that came out, in dots. */
  height: number;
  /**
   * Faults: bytes that are no command this project sends, truncated commands, real-time commands hidden in pictures,
   * characters that the printer's font does not have, Chinese text outside Chinese mode.
   */
  unknown: string[];
  /** Lines and pictures that ran over the paper's edge. */
  overflows: string[];
  /** Everything that came out, as dots, blank paper above a cut included; drawn when first asked for. */
  readonly page: Bitmap;
}

interface Size {
  x: number;
  y: number;
}

interface Modes {
  align: number;
  bold: boolean;
  size: Size;
  chineseSize: Size;
  spacing: number;
  chinese: boolean;
}

/** Dots from the print head to the knife: `GS V 65` and `66` move the paper that far. */
const HEAD_TO_KNIFE = 96;
const REAL_TIME: readonly (number | undefined)[] = [0x04, 0x05, 0x14];

class Paper {
  readonly lines: PrintedLine[] = [];
  readonly pictures: PrintedPicture[] = [];
  readonly feeds: number[] = [];
  readonly cuts: number[] = [];
  readonly unknown: string[] = [];
  readonly overflows: string[] = [];
  readonly characters: PlacedCharacter[] = [];
  y = 0;
  private readonly dots: number;
  private readonly profile: PrinterProfile;
  private modes: Modes;
  private line: Uint8Array[] = [];

  constructor(dots: number, profile: PrinterProfile) {
    this.dots = dots;
    this.profile = profile;
    this.modes = this.start();
  }

  private start(): Modes {
    const plain = { x: 1, y: 1 };
    const { chineseMode } = this.profile;
    return { align: 0, bold: false, size: plain, chineseSize: plain, spacing: 30, chinese: !chineseMode };
  }

  take(token: Token): void {
    const [n = 0] = token.args;
    switch (token.name) {
      case 'text':
        this.line.push(token.args);
        return;
      case 'LF':
        this.endLine();
        return;
      case 'ESC @':
        this.modes = this.start();
        this.line = [];
        return;
      case 'FS &':
        this.modes.chinese = true;
        return;
      case 'FS .':
        this.modes.chinese = false;
        return;
      case 'ESC a':
        this.modes.align = n;
        return;
      case 'ESC E':
        this.modes.bold = (n & 1) === 1;
        return;
      case 'ESC 3':
        this.modes.spacing = n;
        return;
      case 'GS !':
        this.modes.size = { x: (n >> 4) + 1, y: (n & 0x0f) + 1 };
        if (!this.profile.chineseSize) this.modes.chineseSize = this.modes.size;
        return;
      case 'FS !':
        this.modes.chineseSize = { x: n & 4 ? 2 : 1, y: n & 8 ? 2 : 1 };
        return;
      case 'ESC J':
        this.feeds.push(n);
        this.y += n;
        return;
      case 'GS v 0':
        this.picture(token);
        return;
      case 'GS V':
        this.cut(n);
        return;
      case 'NUL':
      case 'GS r':
      case 'DLE EOT':
        return;
      default:
        this.unknown.push(token.name);
    }
  }

  private cut(mode: number): void {
    if (this.line.length > 0) this.unknown.push('cut in the middle of a line');
    if (this.profile.cutter === 'none') return;
    if (mode >= 65) this.y += HEAD_TO_KNIFE;
    this.cuts.push(this.y);
  }

  private picture({ args, rowBytes = 0, rows = 0 }: Token): void {
    for (let at = args.indexOf(0x10); at >= 0; at = args.indexOf(0x10, at + 1)) {
      if (REAL_TIME.includes(args[at + 1])) this.unknown.push('real-time in picture');
    }
    if (this.line.length > 0) this.unknown.push('picture in the middle of a line');
    if (rowBytes * 8 > this.dots) this.overflows.push(`picture ${rowBytes * 8}`);
    if (rows > this.profile.bandRows) this.overflows.push(`picture of ${rows} rows`);
    const last = this.pictures.at(-1);
    const joins = last && last.top + last.bitmap.height === this.y && last.bitmap.rowBytes === rowBytes;
    const data = joins ? Buffer.concat([last.bitmap.data, args]) : args;
    const bitmap = { width: rowBytes * 8, height: rows + (joins ? last.bitmap.height : 0), rowBytes, data };
    if (joins) last.bitmap = bitmap;
    else if (rows > 0) this.pictures.push({ top: this.y, bitmap });
    this.y += rows;
  }

  private endLine(): void {
    const { modes, profile } = this;
    const [first = new Uint8Array()] = this.line;
    const bytes = this.line.length > 1 ? Buffer.concat(this.line) : first;
    this.line = [];
    if (!modes.chinese && bytes.some((byte) => byte >= 0x80)) this.unknown.push('Chinese text outside Chinese mode');
    const characters = romCharacters(bytes, profile.font, modes.chinese);
    const sizeOf = ({ columns }: RomCharacter) => (columns === 2 ? modes.chineseSize : modes.size);
    let text = '';
    let width = 0;
    let tallest = 1;
    for (const character of characters) {
      text += character.char;
      width += character.columns * COLUMN_DOTS * sizeOf(character).x;
      tallest = Math.max(tallest, sizeOf(character).y);
      if (!character.has && modes.chinese) this.unknown.push(`not in the printer's font: ${character.char}`);
    }
    if (width > this.dots) this.overflows.push(text);
    const free = Math.max(0, this.dots - width);
    const left = modes.align === 1 ? Math.floor(free / 2) : modes.align === 2 ? free : 0;
    let at = left;
    for (const character of characters) {
      const size = sizeOf(character);
      // Characters of different heights stand on one base line.
      const top = this.y + (tallest - size.y) * CHARACTER_DOTS;
      this.characters.push({ character, left: at, top, scaleX: size.x, scaleY: size.y, bold: modes.bold });
      at += character.columns * COLUMN_DOTS * size.x;
    }
    const height = tallest * CHARACTER_DOTS;
    this.lines.push({ text, top: this.y, left, width, height, bold: modes.bold });
    this.y += Math.max(modes.spacing, height);
  }

  finish(rest: number): void {
    if (rest > 0) this.unknown.push(`truncated: ${rest} bytes`);
    if (this.line.length > 0) this.unknown.push('text without line end');
  }
}

/** Reads a stream as a printer of this paper width and profile would. */
export function interpret(bytes: Uint8Array, width: ReceiptWidth, profile: PrinterProfile = USUAL): InterpretedReceipt {
  const paper = new Paper(RECEIPT[width].dots, profile);
  const { tokens, rest } = tokenize(bytes);
  for (const token of tokens) paper.take(token);
  paper.finish(rest);
  const { lines, pictures, feeds, cuts, unknown, overflows, y: height } = paper;
  const text = lines.map((line) => line.text);
  let page: Bitmap | undefined;
  return {
    text,
    lines,
    pictures,
    feeds,
    cuts,
    height,
    unknown,
    overflows,
    get page() {
      page ??= drawPage(RECEIPT[width].dots, height, pictures, paper.characters);
      return page;
    },
  };
}
