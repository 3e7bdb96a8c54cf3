import { graphemesOf } from './graphemes.ts';

/**
 * Breaking Chinese text into lines, for any unit of width: columns of a receipt printer or points of a page.
 * Rules: closing punctuation does not begin a line, opening punctuation does not end one (GB/T 15834—2011, 5.1); Latin
 * words and numbers, a number with its 年, 月, 日 or measure word, and a box with the words that are ticked stay whole while
 * they fit; graphemes are never cut.
 */
export type Measure = (grapheme: string) => number;

const CLOSING = new Set('、。，．：；？！）》」』】〕〉”’…—·％%!),.:;?]}°℃～〗»⟧');
const OPENING = new Set('（《「『【〔〈“‘([{￥¥$€№〖«⟦□☑');
const COUNTED = new Set('年月日时分秒号件页次个人元项条');
const BOXES = new Set('□☑');
/** Spaces that are left out where a line breaks. */
const BLANKS = new Set(' \u3000');

function isWord(grapheme: string): boolean {
  const code = grapheme.charCodeAt(0);
  return grapheme.length === 1 && code > 0x20 && code < 0x7f;
}

function isDigit(grapheme: string | undefined): boolean {
  return grapheme !== undefined && grapheme.length === 1 && grapheme >= '0' && grapheme <= '9';
}

/** Whether no line may end between `before` and `here`; `earlier` stands before `before`. */
function glued(earlier: string | undefined, before: string, here: string): boolean {
  if (BLANKS.has(before) || BLANKS.has(here)) return false;
  if (isWord(before) && isWord(here)) return true;
  if (CLOSING.has(here) || OPENING.has(before)) return true;
  if (isDigit(before)) return COUNTED.has(here);
  if (isDigit(here)) return before === '〕' || ((before === '年' || before === '月') && isDigit(earlier));
  return false;
}

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

/**
 * Where the piece that begins at `start` and is not broken while it fits on one line ends.
 *
 * @param boxes whether a box and its words are one piece
 */
function endOfUnit(graphemes: readonly string[], start: number, boxes: boolean): number {
  let boxed = boxes && BOXES.has(graphemes[start] ?? '');
  let end = start + 1;
  for (; end < graphemes.length; end += 1) {
    const here = graphemes[end] ?? '';
    const before = graphemes[end - 1] ?? '';
    if (boxed && (BLANKS.has(here) || BOXES.has(here))) break;
    if (!boxed && !glued(graphemes[end - 2], before, here)) break;
    boxed ||= boxes && BOXES.has(here);
  }
  return end;
}

function sumOf(widths: readonly number[], start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at += 1) sum += widths[at] ?? 0;
  return sum;
}

/** One paragraph (no newline inside) as lines no wider than `width`; a first line may begin indented by `indent`. */
function wrapParagraph(text: string, width: number, measure: Measure, indent: number): string[] {
  const graphemes = graphemesOf(text);
  const widths = graphemes.map(measure);
  const total = widths.reduce((sum, one) => sum + one, indent);
  if (total <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = indent;
  const close = () => {
    lines.push(line.replace(/[ \u3000]+$/, ''));
    line = '';
    used = 0;
  };
  for (let start = 0; start < graphemes.length; ) {
    let end = endOfUnit(graphemes, start, true);
    let size = sumOf(widths, start, end);
    if (size > width) {
      end = endOfUnit(graphemes, start, false);
      size = sumOf(widths, start, end);
    }
    if (used + size > width && line !== '' && size <= width) close();
    for (let at = start; at < end; at += 1) {
      const grapheme = graphemes[at] ?? '';
      const step = widths[at] ?? 0;
      if (used + step > width && line !== '') close();
      if (line === '' && lines.length > 0 && BLANKS.has(grapheme)) continue;
      line += grapheme;
      used += step;
    }
    start = end;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
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

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words with the punctuation that belongs to them: what a heading is broken between. */
function wordsOf(text: string): string[] {
  const parts: string[] = [];
  for (const { segment } of words.segment(text)) {
    const last = parts.at(-1);
    if (last !== undefined && (CLOSING.has(segment) || OPENING.has(last.slice(-1))))
      parts.splice(-1, 1, last + segment);
    else parts.push(segment);
  }
  return parts;
}

/**
 * A heading or label in as few lines as `wrap` needs, but of nearly equal length and between words where that takes no
 * more lines: no character alone on the last line.
 */
export function wrapEvenly(text: string, width: number, measure: Measure): string[] {
  const lines = wrap(text, width, measure);
  if (lines.length < 2 || text.includes('\n')) return lines;
  const sizeOf = (part: string) => graphemesOf(part).reduce((sum, grapheme) => sum + measure(grapheme), 0);
  const step = Math.max(1, ...graphemesOf(text).map(measure)) / 2;
  const rooms: number[] = [];
  for (let room = sizeOf(text) / lines.length; room < width; room += step) rooms.push(room);
  rooms.push(width);
  const parts = wordsOf(text);
  const between = rooms.map((room) => packed(parts, room, sizeOf)).find((one) => one.length <= lines.length);
  if (between?.every((line) => sizeOf(line) <= width)) return between.map((line) => line.replace(/[ \u3000]+$/, ''));
  return rooms.map((room) => wrap(text, room, measure)).find((one) => one.length <= lines.length) ?? lines;
}

/** Parts one after the other on lines of at most `room`, a part that is wider on a line of its own. */
function packed(parts: readonly string[], room: number, sizeOf: (part: string) => number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && sizeOf(last + part) <= room) lines.splice(-1, 1, last + part);
    else if (last === undefined || !BLANKS.has(part)) lines.push(part);
  }
  return lines;
}

/** Parts that stand apart by full-width spaces on one line; where they do not fit, each on lines of its own. */
export function wrapAtGaps(text: string, width: number, measure: Measure): string[] {
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
