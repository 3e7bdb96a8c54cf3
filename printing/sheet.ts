import PDFDocument from 'pdfkit';
import { hasNoPicture } from './drawable.ts';
import { type FontStyle, fontFor } from './fonts.ts';
import { EmbeddedFonts } from './fonts-embedded.ts';
import { drawTick } from './sheet-marks.ts';
import { wrap, wrapEvenly } from './wrap.ts';

/** Millimetres to PDF points. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

export const PAGE = { width: mm(210), height: mm(297) } as const;

export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface TextStyle {
  size: number;
  /** Distance from line to line, in points. */
  leading: number;
  font: FontStyle;
}

export type Side = 'left' | 'center' | 'right';

/**
 * An A4 document being written from top to bottom: a cursor, fonts with fallback character by character, and the few
 * things that papers draw. All lengths in points, y grows downwards.
 */
export class Sheet {
  readonly margins: Margins;
  readonly pdf: PDFKit.PDFDocument;
  y: number;
  private readonly fonts = new EmbeddedFonts();
  private readonly chunks: Buffer[] = [];
  private readonly finished: Promise<Buffer>;

  /** @param date the moment the file says it was made; with a date of its own the same paper is the same bytes */
  constructor(margins: Margins, title: string, author: string, date?: Date) {
    this.margins = margins;
    this.pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      lang: 'zh-CN',
      info: { Title: title, Author: author, Producer: 'Jiesu Desk', Creator: 'Jiesu Desk', ...dated(date) },
    });
    this.y = margins.top;
    this.finished = new Promise((resolve, reject) => {
      this.pdf.on('data', (chunk: Buffer) => this.chunks.push(chunk));
      this.pdf.on('end', () => resolve(Buffer.concat(this.chunks)));
      this.pdf.on('error', reject);
    });
  }

  get left(): number {
    return this.margins.left;
  }

  get width(): number {
    return PAGE.width - this.margins.left - this.margins.right;
  }

  get bottom(): number {
    return PAGE.height - this.margins.bottom;
  }

  get room(): number {
    return this.bottom - this.y;
  }

  /** Drawn at the top of every page after the first, before anything else on it. */
  onNewPage: () => void = () => {};

  newPage(): void {
    this.pdf.addPage();
    this.y = this.margins.top;
    this.onNewPage();
  }

  /** Begins a new page unless `height` still fits on this one. */
  ensure(height: number): void {
    if (height > this.room && this.y > this.margins.top) this.newPage();
  }

  widthOf(text: string, style: TextStyle): number {
    let sum = 0;
    for (const char of text) sum += char === '□' || char === '☑' ? style.size : advance(char, style);
    return sum;
  }

  lines(text: string, width: number, style: TextStyle, indent = 0): string[] {
    return wrap(text, width, (grapheme) => this.widthOf(grapheme, style), indent);
  }

  /** A heading or label in lines of nearly equal length. */
  evenLines(text: string, width: number, style: TextStyle): string[] {
    return wrapEvenly(text, width, (grapheme) => this.widthOf(grapheme, style));
  }

  /**
   * Text that is read and copied but not seen, where the page shows it by other means: the colon that a ruled line stands
   * for, the box that is drawn. Text rendering mode 3 of ISO 32000-1, 9.3.6.
   */
  unseen(text: string, x: number, y: number, style: TextStyle): void {
    this.pdf.save().addContent('3 Tr');
    this.setRuns(text, x, y, style, 0);
    this.pdf.addContent('0 Tr').restore();
  }

  /**
   * One line of text with its top at `y`. Boxes to be ticked are drawn: fonts have them in different sizes, or have one only.
   *
   * @param stretch points added after each character, to fill a line
   */
  textAt(text: string, x: number, y: number, style: TextStyle, stretch = 0): void {
    let left = x;
    for (const part of text.split(/([□☑])/u)) {
      if (part === '') continue;
      if (part === '□' || part === '☑') {
        drawTick(this, part === '☑', left, y, style);
        this.unseen(part, left, y, style);
      } else this.setRuns(part, left, y, style, stretch);
      left += this.widthOf(part, style) + stretch * [...part].length;
    }
  }

  /** A run of text in as many fonts as its characters need. */
  private setRuns(text: string, x: number, y: number, style: TextStyle, stretch: number): void {
    const baseline = y + (style.leading - style.size) / 2 + style.size * 0.88;
    let left = x;
    for (const run of this.fonts.runs(text, style.font)) {
      // The types know fonts as paths and buffers only; pdfkit itself also takes a parsed font, which saves the parsing.
      this.pdf.font(run.face.font as unknown as string, run.face.name, style.size);
      this.pdf.text(run.text, left, baseline, { lineBreak: false, baseline: 'alphabetic', characterSpacing: stretch });
      left += this.widthOf(run.text, style) + stretch * [...run.text].length;
    }
  }

  aligned(text: string, left: number, width: number, y: number, style: TextStyle, side: Side): void {
    const free = width - this.widthOf(text, style);
    this.textAt(text, left + (side === 'left' ? 0 : side === 'right' ? free : free / 2), y, style);
  }

  /** Text at the cursor over the whole width, flowing over pages; lines but the last fill the width. */
  flow(text: string, style: TextStyle, indent = 0): void {
    for (const paragraph of text.split('\n')) {
      const lines = this.lines(paragraph, this.width, style, indent);
      lines.forEach((line, at) => {
        this.ensure(style.leading);
        const inset = at === 0 ? indent : 0;
        const stretch = at < lines.length - 1 ? this.stretchOf(line, this.width - inset, style) : 0;
        this.textAt(line, this.left + inset, this.y, style, stretch);
        this.y += style.leading;
      });
    }
  }

  /** What fills a line to its end, per character; nothing where that would tear it apart. */
  private stretchOf(line: string, width: number, style: TextStyle): number {
    const free = width - this.widthOf(line, style);
    const gaps = [...line].filter((char) => !hasNoPicture(char)).length - 1;
    return gaps > 0 && free > 0 && free / gaps < style.size * 0.16 ? free / gaps : 0;
  }

  /** Lines in the middle or at the right of the page's width less `inset` on either side. */
  placed(text: string, style: TextStyle, side: Side, inset = 0): void {
    for (const line of text.split('\n').flatMap((one) => this.evenLines(one, this.width - 2 * inset, style))) {
      this.ensure(style.leading);
      this.aligned(line, this.left + inset, this.width - 2 * inset, this.y, style, side);
      this.y += style.leading;
    }
  }

  box(x: number, y: number, width: number, height: number): void {
    this.pdf.lineWidth(0.6).rect(x, y, width, height).stroke('#000');
  }

  rule(x: number, y: number, width: number, dashed = false): void {
    this.pdf.save().lineWidth(0.7);
    if (dashed) this.pdf.dash(4, { space: 3 });
    this.pdf
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke('#000')
      .restore();
  }

  /** A thin line to write on. */
  hairline(x: number, y: number, width: number): void {
    this.pdf.save().lineWidth(0.4);
    this.pdf
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke('#000')
      .restore();
  }

  /** A dashed line from top to bottom. */
  column(x: number, y: number, height: number): void {
    this.pdf.save().lineWidth(0.7).dash(4, { space: 3 });
    this.pdf
      .moveTo(x, y)
      .lineTo(x, y + height)
      .stroke('#000')
      .restore();
  }

  /** Runs `draw` on every page, then closes the document. */
  async finish(draw: (page: number, pages: number) => void): Promise<Buffer> {
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(page);
      draw(page + 1, count);
    }
    this.pdf.end();
    return this.finished;
  }
}

function dated(date: Date | undefined): { CreationDate?: Date } {
  return date === undefined ? {} : { CreationDate: date };
}

const advances = new Map<string, number>();

/** Width of one character in points. */
function advance(char: string, style: TextStyle): number {
  if (hasNoPicture(char)) return 0;
  const key = `${style.font}${char}`;
  let em = advances.get(key);
  if (em === undefined) {
    const code = char.codePointAt(0) ?? 0;
    const font = fontFor(style.font, code)?.font;
    em = font ? font.glyphForCodePoint(code).advanceWidth / font.unitsPerEm : 1;
    advances.set(key, em);
  }
  return em * style.size;
}
