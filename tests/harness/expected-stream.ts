import iconv from 'iconv-lite';
import { type Bitmap, blit, emptyBitmap } from '../../printing/bitmap.ts';
import { columnsOfChar, RECEIPT, type ReceiptWidth } from '../../printing/columns.ts';
import { glyphOf } from '../../printing/glyphs.ts';
import type { ReceiptLine, TextLine } from '../../printing/layout.ts';
import { romCharacters } from '../../printing/printer-rom.ts';
import type { PrinterProfile } from '../../printing/printers/profile.ts';
import { type Token, tokenize } from '../../printing/tokens.ts';

/**
 * An independent recount of a job: walks the stream command by command beside the lines of the layout and names everything
 * that no line asked for, and everything that a line asked for and is not there. Shares no code with the encoder.
 */
interface Style {
  'ESC a': number;
  'ESC E': number;
  'GS !': number;
  'FS !': number;
  'ESC 3': number;
}

const START: Style = { 'ESC a': 0, 'ESC E': 0, 'GS !': 0, 'FS !': 0, 'ESC 3': -1 };

class Recount {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly profile: PrinterProfile;
  private readonly dots: number;
  private style: Style = { ...START };

  constructor(tokens: readonly Token[], profile: PrinterProfile, dots: number) {
    this.tokens = tokens;
    this.profile = profile;
    this.dots = dots;
  }

  private next(name: string, why: string): Token {
    const token = this.tokens[this.at];
    if (token?.name !== name)
      throw new Error(`${why}: ${name} expected, ${token?.name ?? 'the end'} found at ${this.at}`);
    this.at += 1;
    return token;
  }

  begin(): void {
    this.next('ESC @', 'begin');
    if (this.profile.chineseMode) this.next('FS &', 'begin');
  }

  /** Takes style commands, each of which must bring something nearer to what is wanted. */
  private restyle(wanted: Style, why: string): void {
    for (let token = this.tokens[this.at]; token && Object.hasOwn(wanted, token.name); token = this.tokens[this.at]) {
      const name = token.name as keyof Style;
      if (this.style[name] === wanted[name] || token.args[0] !== wanted[name])
        throw new Error(`${why}: ${name} ${token.args[0]} that nobody asked for`);
      this.style[name] = wanted[name];
      this.at += 1;
    }
    for (const name of Object.keys(wanted) as (keyof Style)[])
      if (this.style[name] !== wanted[name]) throw new Error(`${why}: ${name} should be ${wanted[name]}`);
  }

  text(line: TextLine): void {
    const why = `「${line.text}」`;
    if (/[\u0000-\u001f\u007f]/.test(line.text)) throw new Error(`${why}: a control character in the layout`);
    const bytes = iconv.encode(line.text, 'gb18030');
    const read = romCharacters(bytes, this.profile.font, true);
    const printable = read.every((one) => one.has) && read.map((one) => one.char).join('') === line.text;
    if (!printable) {
      this.picture(drawn(line, this.dots), why);
      return;
    }
    const double = (line.scaleX === 2 ? 0x10 : 0) + (line.scaleY === 2 ? 0x01 : 0);
    const doubleChinese = (line.scaleX === 2 ? 4 : 0) + (line.scaleY === 2 ? 8 : 0);
    this.restyle(
      {
        'ESC a': ['left', 'center', 'right'].indexOf(line.align),
        'ESC E': line.bold ? 1 : 0,
        'GS !': double,
        'FS !': this.profile.chineseSize ? doubleChinese : 0,
        'ESC 3': 24 * line.scaleY + 8,
      },
      why,
    );
    if (line.text !== '') {
      const { args } = this.next('text', why);
      if (!bytes.equals(args)) throw new Error(`${why}: other bytes`);
    }
    this.next('LF', why);
  }

  picture(bitmap: Bitmap, why = 'picture'): void {
    this.restyle({ ...this.style, 'ESC a': 0 }, why);
    for (let top = 0; top < bitmap.height; top += this.profile.bandRows) {
      const rows = Math.min(this.profile.bandRows, bitmap.height - top);
      const token = this.next('GS v 0', why);
      if (token.rows !== rows || token.rowBytes !== bitmap.rowBytes)
        throw new Error(`${why}: band of ${token.rows} rows`);
      const want = bitmap.data.subarray(top * bitmap.rowBytes, (top + rows) * bitmap.rowBytes);
      sameInk(token.args, want, why);
    }
  }

  feed(dots: number): void {
    let left = dots;
    for (let steps = Math.ceil(dots / 255); steps > 0; steps -= 1) left -= this.next('ESC J', 'feed').args[0] ?? 0;
    if (left !== 0) throw new Error(`feed: ${left} dots short of ${dots}`);
  }

  end(): void {
    this.feed(this.profile.feedToCut);
    if (this.profile.cutter !== 'none') {
      const [mode, dots] = this.next('GS V', 'end').args;
      if (mode !== (this.profile.cutter === 'full' ? 65 : 66) || dots !== 0) throw new Error(`cut ${mode} ${dots}`);
    }
    const extra = this.tokens[this.at];
    if (extra) throw new Error(`end: ${extra.name} that nobody asked for`);
  }
}

/** The same dots, but for one more where they would have been a real-time command. */
function sameInk(got: Uint8Array, want: Uint8Array, why: string): void {
  for (let at = 0; at < want.length; at += 1) {
    const behindDle = got[at - 1] === 0x10;
    if (behindDle && [4, 5, 0x14].includes(got[at] ?? 0)) throw new Error(`${why}: real-time command in the dots`);
    if (got[at] === want[at]) continue;
    const broken = behindDle && [4, 5, 0x14].includes(want[at] ?? 0) && got[at] === ((want[at] ?? 0) | 2);
    if (!broken) throw new Error(`${why}: other dots at ${at}`);
  }
}

/** The line as dots: 24 dots a character, 12 dots a column, 8 rows of air, once more one dot to the right where bold. */
function drawn(line: TextLine, dots: number): Bitmap {
  const columns = [...line.text].reduce((sum, char) => sum + columnsOfChar(char), 0);
  const free = dots - columns * 12 * line.scaleX;
  const bitmap = emptyBitmap(dots, 24 * line.scaleY + 8);
  let left = line.align === 'left' ? 0 : line.align === 'right' ? free : Math.floor(free / 2);
  for (const char of line.text) {
    const width = columnsOfChar(char) * 12 * line.scaleX;
    const glyph = width > 0 ? glyphOf(char) : null;
    if (glyph) {
      blit(bitmap, glyph, left, 0, line.scaleX, line.scaleY);
      if (line.bold) blit(bitmap, glyph, left + 1, 0, line.scaleX, line.scaleY);
    }
    left += width;
  }
  return bitmap;
}

/** What is in the stream that the lines did not ask for, or the other way round; null when the two agree. */
export function strayCommand(
  bytes: Uint8Array,
  lines: readonly ReceiptLine[],
  width: ReceiptWidth,
  profile: PrinterProfile,
): string | null {
  const { tokens, rest } = tokenize(bytes);
  if (rest > 0) return `truncated: ${rest} bytes`;
  const recount = new Recount(tokens, profile, RECEIPT[width].dots);
  try {
    recount.begin();
    for (const line of lines) {
      if (line.kind === 'text') recount.text(line);
      else if (line.kind === 'picture') recount.picture(line.bitmap);
      else recount.feed(line.dots);
    }
    recount.end();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
