import iconv from 'iconv-lite';
import { type Bitmap, blit, emptyBitmap } from './bitmap.ts';
import { CHARACTER_DOTS, COLUMN_DOTS, columnsOfChar, RECEIPT, type ReceiptWidth } from './columns.ts';
import { glyphOf } from './glyphs.ts';
import { type Token, tokenize } from './tokens.ts';

/**
 * The project's own reading of an ESC/POS stream: what a printer would put on paper. It shares no code with the encoder
 * but the dot sizes, so the two can catch each other's mistakes. Used by the preview, the printer shown on screen and
 * the tests' virtual printer.
 */
export interface InterpretedReceipt {
  /** Text set in the printer's own font, line by line. */
  text: string[];
  /** Everything that came out, as dots; blank paper above a cut included. */
  page: Bitmap;
  /** Heights (dots from the top) at which the paper was cut. */
  cuts: number[];
  /** Bytes that are no command this project sends, truncated commands, and real-time commands hidden in pictures. */
  unknown: string[];
  /** Lines that ran over the paper's edge. */
  overflows: string[];
}

interface Placed {
  bitmap: Bitmap;
  left: number;
  top: number;
  scaleX: number;
  scaleY: number;
}

interface Modes {
  align: number;
  bold: boolean;
  scaleX: number;
  scaleY: number;
  spacing: number;
  chinese: boolean;
}

const START: Modes = { align: 0, bold: false, scaleX: 1, scaleY: 1, spacing: 30, chinese: false };

class Paper {
  readonly text: string[] = [];
  readonly cuts: number[] = [];
  readonly unknown: string[] = [];
  readonly overflows: string[] = [];
  private readonly placed: Placed[] = [];
  private readonly dots: number;
  private modes: Modes = { ...START };
  private line: number[] = [];
  private y = 0;

  constructor(dots: number) {
    this.dots = dots;
  }

  take(token: Token): void {
    const [n = 0] = token.args;
    switch (token.name) {
      case 'text':
        this.line.push(...token.args);
        return;
      case 'LF':
        this.endLine();
        return;
      case 'ESC @':
        this.modes = { ...START };
        this.line = [];
        return;
      case 'FS &':
        this.modes.chinese = true;
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
        this.modes.scaleX = (n >> 4) + 1;
        this.modes.scaleY = (n & 0x0f) + 1;
        return;
      case 'ESC J':
        this.y += n;
        return;
      case 'GS v 0':
        this.raster(token);
        return;
      case 'GS V':
        this.y += 96;
        this.cuts.push(this.y);
        return;
      case 'GS r':
      case 'DLE EOT':
        return;
      default:
        this.unknown.push(token.name);
    }
  }

  private raster(token: Token): void {
    const { rowBytes = 0, rows = 0 } = token;
    for (let at = 1; at < token.args.length; at += 1) {
      if (token.args[at - 1] === 0x10 && [4, 5, 0x14].includes(token.args[at] ?? 0))
        this.unknown.push('real-time in picture');
    }
    if (rowBytes * 8 > this.dots) this.overflows.push(`picture ${rowBytes * 8}`);
    const bitmap: Bitmap = { width: rowBytes * 8, height: rows, rowBytes, data: Uint8Array.from(token.args) };
    this.placed.push({ bitmap, left: 0, top: this.y, scaleX: 1, scaleY: 1 });
    this.y += rows;
  }

  private endLine(): void {
    const { modes } = this;
    const bytes = Buffer.from(this.line);
    this.line = [];
    if (!modes.chinese && bytes.some((byte) => byte >= 0x80)) this.unknown.push('Chinese text outside Chinese mode');
    const text = iconv.decode(bytes, 'gb18030');
    const width = [...text].reduce((sum, char) => sum + columnsOfChar(char), 0) * COLUMN_DOTS * modes.scaleX;
    if (width > this.dots) this.overflows.push(text);
    const free = Math.max(0, this.dots - width);
    let left = modes.align === 1 ? Math.floor(free / 2) : modes.align === 2 ? free : 0;
    for (const char of text) {
      const bitmap = glyphOf(char);
      if (bitmap) {
        const at = { bitmap, top: this.y, scaleX: modes.scaleX, scaleY: modes.scaleY };
        this.placed.push({ ...at, left });
        if (modes.bold) this.placed.push({ ...at, left: left + 1 });
      }
      left += columnsOfChar(char) * COLUMN_DOTS * modes.scaleX;
    }
    this.text.push(text);
    this.y += Math.max(modes.spacing, CHARACTER_DOTS * modes.scaleY);
  }

  finish(): InterpretedReceipt {
    if (this.line.length > 0) this.unknown.push('text without line end');
    const page = emptyBitmap(this.dots, Math.max(1, this.y));
    for (const { bitmap, left, top, scaleX, scaleY } of this.placed) blit(page, bitmap, left, top, scaleX, scaleY);
    return { text: this.text, page, cuts: this.cuts, unknown: this.unknown, overflows: this.overflows };
  }
}

/** Reads a stream as a printer of this paper width would. */
export function interpret(bytes: Uint8Array, width: ReceiptWidth): InterpretedReceipt {
  const paper = new Paper(RECEIPT[width].dots);
  const { tokens, rest } = tokenize(bytes);
  for (const token of tokens) paper.take(token);
  if (rest > 0) paper.unknown.push(`truncated: ${rest} bytes`);
  return paper.finish();
}
