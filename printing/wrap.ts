/**
 * Breaking Chinese text into lines, for any unit of width: columns of a receipt printer or points of a page.
 * Rules: closing punctuation does not begin a line, opening punctuation does not end one (GB/T 15834—2011, 5.1), Latin
 * words and numbers stay whole while they fit, graphemes are never cut.
 */
export type Measure = (grapheme: string) => number;

const CLOSING = new Set('、。，．：；？！）》」』】〕〉”’…—·％%!),.:;?]}°℃～〗»⟧');
const OPENING = new Set('（《「『【〔〈“‘([{￥¥$€№〖«⟦□☑');
const ASCII = /^[\x21-\x7e]$/;

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

export function graphemesOf(text: string): string[] {
  return [...segmenter.segment(text)].map((part) => part.segment);
}

/** Pieces that are not broken while they fit on one line. */
function unitsOf(graphemes: readonly string[]): string[][] {
  const units: string[][] = [];
  graphemes.forEach((grapheme, at) => {
    const before = graphemes[at - 1] ?? ' ';
    const last = units.at(-1);
    const word = ASCII.test(grapheme) && ASCII.test(before);
    const glued = CLOSING.has(grapheme) || OPENING.has(before);
    if (last && before !== ' ' && grapheme !== ' ' && (word || glued)) last.push(grapheme);
    else units.push([grapheme]);
  });
  return units;
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

/** One paragraph (no newline inside) as lines no wider than `width`; a first line may begin indented by `indent`. */
function wrapParagraph(text: string, width: number, measure: Measure, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = indent;
  const close = () => {
    lines.push(line.replace(/ +$/, ''));
    line = '';
    used = 0;
  };
  for (const unit of unitsOf(graphemesOf(text))) {
    const size = unit.reduce((sum, grapheme) => sum + measure(grapheme), 0);
    if (used + size > width && line !== '' && size <= width) close();
    for (const grapheme of unit) {
      const step = measure(grapheme);
      if (used + step > width && line !== '') close();
      if (line === '' && lines.length > 0 && grapheme === ' ') continue;
      line += grapheme;
      used += step;
    }
  }
  lines.push(line);
  return lines;
}

/**
 * Text as lines no wider than `width`; a newline in the text always breaks.
 *
 * @param indent room already taken at the beginning of each paragraph's first line, same unit as `width`
 */
export function wrap(text: string, width: number, measure: Measure, indent = 0): string[] {
  return expandTabs(text)
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(paragraph, width, measure, indent));
}
