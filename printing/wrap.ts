import { graphemesOf } from './graphemes.ts';
import { type Measure, Paragraph } from './paragraph.ts';
import { BLANK, bitsOf, CLOSING, OPENING, UNITS } from './units.ts';

export type { Measure };

/**
 * Breaking Chinese text into lines, for any unit of width: columns of a receipt printer or points of a page.
 * Rules: closing punctuation does not begin a line, opening punctuation does not end one (GB/T 15834—2011, 5.1); Latin
 * words and numbers, a number with its 年, 月, 日 or measure word, and a box with the words that are ticked stay whole while
 * they fit; words in brackets stay whole while they are short; graphemes are never cut.
 */
/** Share of a line up to which the words in a pair of brackets stay together. */
const BRACKETED = 0.6;

/** Tabs become spaces up to the next stop of eight columns; wide characters count two. */
export function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let out = '';
  let column = 0;
  for (const char of text) {
    if (char === '\t') {
      const fill = 8 - (column % 8);
      out += '\u3000'.repeat(Math.floor(fill / 2)) + ' '.repeat(fill % 2);
      column += fill;
    } else {
      out += char;
      column = char === '\n' ? 0 : column + ((char.codePointAt(0) ?? 0) < 0x80 ? 1 : 2);
    }
  }
  return out;
}

/** One for all texts: breaking lines is synchronous. */
const paragraph = new Paragraph();

/** One paragraph (no newline inside) as lines no wider than `width`; a first line may begin indented by `indent`. */
function wrapParagraph(text: string, width: number, measure: Measure, indent: number): string[] {
  if (paragraph.load(text, measure, indent) <= width) return [text];
  const lines: string[] = [];
  /** The line holds the graphemes from `first` (−1: none) up to the one at hand. */
  let first = -1;
  let used = indent;
  const close = (end: number) => {
    lines.push(withoutBlanks(paragraph.slice(first, end)));
    first = -1;
    used = 0;
  };
  for (let start = 0; start < paragraph.count; ) {
    let end = paragraph.endOfUnit(start, true, width * BRACKETED);
    let size = paragraph.widthOf(start, end);
    if (size > width) {
      end = paragraph.endOfUnit(start, false, 0);
      size = paragraph.widthOf(start, end);
    }
    if (used + size > width && first >= 0 && size <= width) close(start);
    for (let at = start; at < end; at += 1) {
      const step = paragraph.widthAt(at);
      if (used + step > width && first >= 0) close(at);
      if (first < 0) {
        if (lines.length > 0 && paragraph.bitsAt(at) & BLANK) continue;
        first = at;
      }
      used += step;
    }
    start = end;
  }
  if (first >= 0 || lines.length === 0) lines.push(paragraph.slice(Math.max(first, 0), paragraph.count));
  return lines;
}

/** Without the blanks at its end. */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && (UNITS[line.charCodeAt(end - 1)] ?? 0) & BLANK) end -= 1;
  return line.slice(0, end);
}

/**
 * Text as lines no wider than `width`; a newline in the text always breaks.
 *
 * @param indent room already taken at the beginning of each paragraph's first line, same unit as `width`
 */
export function wrap(text: string, width: number, measure: Measure, indent = 0): string[] {
  const flat = expandTabs(text);
  if (!flat.includes('\n')) return wrapParagraph(flat, width, measure, indent);
  return flat.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure, indent));
}

/** A box at the beginning, and no other behind it. */
const ONE_BOX = /^[□☑][^□☑]*$/u;

/** As `wrap`; what goes on from a line that begins with a box stands behind the box, not below it. */
export function wrapTicks(text: string, width: number, measure: Measure): string[] {
  if (!text.includes('□') && !text.includes('☑')) return wrap(text, width, measure);
  return text.split('\n').flatMap((paragraph) => {
    const lines = wrap(paragraph, width, measure);
    const room = width - measure('□');
    if (lines.length < 2 || room < measure('□') || !ONE_BOX.test(paragraph)) return lines;
    const [box = ''] = paragraph;
    return wrap(paragraph.slice(1), room, measure).map((line, at) => (at === 0 ? box : '\u3000') + line);
  });
}

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words with the punctuation that belongs to them: what a heading is broken between. */
function wordsOf(text: string): string[] {
  const parts: string[] = [];
  for (const { segment } of words.segment(text)) {
    const last = parts.at(-1);
    if (last !== undefined && (bitsOf(segment) & CLOSING || bitsOf(last.slice(-1)) & OPENING))
      parts.splice(-1, 1, last + segment);
    else parts.push(segment);
  }
  return parts;
}

/** A heading that ends with words in brackets: 电子工单（转办工单）. */
const BRACKETED_END = /^([^（]+)(（[^（）]+）)$/u;

/**
 * A heading or label in as few lines as `wrap` needs, but of nearly equal length and between words where that takes no
 * more lines: no character alone on the last line, and what ends it in brackets on a line of its own.
 */
export function wrapEvenly(value: string, width: number, measure: Measure): string[] {
  const text = expandTabs(value);
  const lines = wrap(text, width, measure);
  if (lines.length < 2 || text.includes('\n')) return lines;
  const sizeOf = (part: string) => graphemesOf(part).reduce((sum, grapheme) => sum + measure(grapheme), 0);
  const [, head = '', bracketed = ''] = BRACKETED_END.exec(text) ?? [];
  if (head !== '' && lines.length === 2 && sizeOf(head) <= width && sizeOf(bracketed) <= width) {
    return [withoutBlanks(head), bracketed];
  }
  const step = Math.max(1, ...graphemesOf(text).map(measure)) / 2;
  const rooms: number[] = [];
  for (let room = sizeOf(text) / lines.length; room < width; room += step) rooms.push(room);
  rooms.push(width);
  const parts = wordsOf(text);
  const between = rooms.map((room) => packed(parts, room, sizeOf)).find((one) => one.length <= lines.length);
  if (between?.every((line) => sizeOf(line) <= width)) return between.map(withoutBlanks);
  return rooms.map((room) => wrap(text, room, measure)).find((one) => one.length <= lines.length) ?? lines;
}

/** Parts one after the other on lines of at most `room`, a part that is wider on a line of its own. */
function packed(parts: readonly string[], room: number, sizeOf: (part: string) => number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && sizeOf(last + part) <= room) lines.splice(-1, 1, last + part);
    else if (last === undefined || !(bitsOf(part) & BLANK)) lines.push(part);
  }
  return lines;
}

/** Parts that stand apart by full-width spaces on one line; where they do not fit, each on lines of its own. */
export function wrapAtGaps(value: string, width: number, measure: Measure): string[] {
  const text = expandTabs(value);
  if (text.includes('\n')) return text.split('\n').flatMap((line) => wrapAtGaps(line, width, measure));
  const lines: string[] = [];
  const sizeOf = (part: string) => graphemesOf(part).reduce((sum, grapheme) => sum + measure(grapheme), 0);
  if (sizeOf(text) <= width) return [text];
  for (const part of text.split(/\u3000+/u)) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last}\u3000${part}`;
    if (sizeOf(joined) <= width) lines.splice(-1, last === undefined ? 0 : 1, joined);
    else lines.push(...wrapEvenly(part, width, measure));
  }
  return lines;
}
