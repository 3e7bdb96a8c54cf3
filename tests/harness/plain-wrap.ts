import { graphemesOf } from '../../printing/graphemes.ts';
import { expandTabs, type Measure } from '../../printing/wrap.ts';

/**
 * The rules of `printing/wrap.ts` written the plain way, with strings and sets, grapheme by grapheme: slow, and what the quick
 * way is held against.
 */
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

/** Where the brackets that open at `start` are closed within `room`, else `start`. */
function endOfBracket(graphemes: readonly string[], widths: readonly number[], start: number, room: number): number {
  if (!['（', '('].includes(graphemes[start] ?? '')) return start;
  const end = graphemes.findIndex((one, at) => at >= start && ['）', ')'].includes(one));
  return end >= 0 && sumOf(widths, start, end + 1) <= room ? end : start;
}

/**
 * Where the piece that begins at `start` and is not broken while it fits on one line ends.
 *
 * @param boxes whether a box and its words are one piece
 */
function endOfUnit(
  graphemes: readonly string[],
  start: number,
  boxes: boolean,
  bracketAt: (start: number) => number,
): number {
  let bracket = bracketAt(start);
  let boxed = boxes && BOXES.has(graphemes[start] ?? '');
  let end = start + 1;
  for (; end < graphemes.length; end += 1) {
    const here = graphemes[end] ?? '';
    const before = graphemes[end - 1] ?? '';
    if (boxed && (BLANKS.has(here) || BOXES.has(here))) break;
    if (!boxed && end > bracket && !glued(graphemes[end - 2], before, here)) break;
    boxed ||= boxes && BOXES.has(here);
    if (end > bracket) bracket = bracketAt(end);
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
    let end = endOfUnit(graphemes, start, true, (at) => endOfBracket(graphemes, widths, at, width * 0.6));
    let size = sumOf(widths, start, end);
    if (size > width) {
      end = endOfUnit(graphemes, start, false, (at) => at);
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

export function plainWrap(text: string, width: number, measure: Measure, indent = 0): string[] {
  return expandTabs(text)
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(paragraph, width, measure, indent));
}
