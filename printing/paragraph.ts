import { graphemesOf } from './graphemes.ts';
import {
  BLANK,
  BOX,
  BRACKET,
  BRACKET_END,
  bitsOf,
  CLOSING,
  COUNTED,
  DATE_PART,
  DIGIT,
  OPENING,
  SINGLE,
  UNITS,
  WORD,
  YEAR_END,
} from './units.ts';

/** Width of a grapheme, in any unit: columns of a receipt printer or points of a page. */
export interface Measure {
  (grapheme: string): number;
  /** The same for single UTF-16 units that are graphemes, where it is known beforehand. */
  readonly byUnit?: Uint8Array;
}

/** Whether no line may end between `before` and `here`; `earlier` stands before `before`. All are bits of `units.ts`. */
function glued(earlier: number, before: number, here: number): boolean {
  if ((before | here) & BLANK) return false;
  if (before & here & WORD) return true;
  if (here & CLOSING || before & OPENING) return true;
  if (before & DIGIT) return (here & COUNTED) !== 0;
  if (here & DIGIT) return (before & YEAR_END) !== 0 || ((before & DATE_PART) !== 0 && (earlier & DIGIT) !== 0);
  return false;
}

/** One paragraph as graphemes, in arrays that serve all paragraphs one after the other and grow with the longest. */
export class Paragraph {
  count = 0;
  private text = '';
  /** Where each begins, in UTF-16 units, and behind the last where it ends. */
  private starts = new Int32Array(256);
  private bits = new Uint16Array(256);
  private widths = new Float64Array(256);

  /** @returns the width of the whole paragraph behind `indent` */
  load(text: string, measure: Measure, indent: number): number {
    if (this.starts.length <= text.length) this.grow(text.length + 1);
    this.text = text;
    const { starts, bits, widths } = this;
    const { byUnit } = measure;
    let total = indent;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const known = UNITS[unit] ?? 0;
      if (!(known & SINGLE)) return this.loadSegments(measure, indent);
      const width = byUnit ? (byUnit[unit] ?? 0) : measure(text.charAt(at));
      starts[at] = at;
      bits[at] = known;
      widths[at] = width;
      total += width;
    }
    starts[text.length] = text.length;
    this.count = text.length;
    return total;
  }

  private loadSegments(measure: Measure, indent: number): number {
    const graphemes = graphemesOf(this.text);
    let total = indent;
    let start = 0;
    graphemes.forEach((grapheme, at) => {
      const width = measure(grapheme);
      this.starts[at] = start;
      this.bits[at] = bitsOf(grapheme);
      this.widths[at] = width;
      total += width;
      start += grapheme.length;
    });
    this.starts[graphemes.length] = start;
    this.count = graphemes.length;
    return total;
  }

  private grow(length: number): void {
    this.starts = new Int32Array(length * 2);
    this.bits = new Uint16Array(length * 2);
    this.widths = new Float64Array(length * 2);
  }

  bitsAt(at: number): number {
    return this.bits[at] ?? 0;
  }

  widthAt(at: number): number {
    return this.widths[at] ?? 0;
  }

  widthOf(start: number, end: number): number {
    let sum = 0;
    for (let at = start; at < end; at += 1) sum += this.widths[at] ?? 0;
    return sum;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.starts[start], this.starts[end]);
  }

  /** Where the brackets that open at `start` are closed, when that is not further than `room`; else `start`. */
  private endOfBracket(start: number, room: number): number {
    let size = 0;
    for (let at = start; at < this.count && size <= room; at += 1) {
      size += this.widths[at] ?? 0;
      if (this.bitsAt(at) & BRACKET_END && size <= room) return at;
    }
    return start;
  }

  /**
   * Where the piece that begins at `start` and is not broken while it fits on one line ends.
   *
   * @param boxes    whether a box and its words are one piece
   * @param brackets room up to which brackets and the words in them are one piece
   */
  endOfUnit(start: number, boxes: boolean, brackets: number): number {
    let boxed = boxes && (this.bitsAt(start) & BOX) !== 0;
    let bracket = this.bitsAt(start) & BRACKET ? this.endOfBracket(start, brackets) : start;
    let end = start + 1;
    for (; end < this.count; end += 1) {
      const here = this.bitsAt(end);
      if (boxed && here & (BLANK | BOX)) break;
      if (!boxed && end > bracket && !glued(this.bitsAt(end - 2), this.bitsAt(end - 1), here)) break;
      boxed ||= boxes && (here & BOX) !== 0;
      if (here & BRACKET && end > bracket) bracket = this.endOfBracket(end, brackets);
    }
    return end;
  }
}
