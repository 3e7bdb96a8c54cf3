import type { Block, PrintableDocument } from '../domain/documents/model.ts';
import { COLUMNS_BY_UNIT, columnsOf, columnsOfChar } from './columns.ts';
import type { Measure } from './wrap.ts';

/** Labels and what stands beside them on a receipt: one column for all values of a paper. */
export const measure: Measure = Object.assign((grapheme: string) => columnsOf(grapheme), { byUnit: COLUMNS_BY_UNIT });

/** Four characters: shorter labels are spread to it (请　　求), as printed forms do. */
const USUAL_LABEL = 8;
const COLON = 2;

/** 请求 → 请　　求: a label of two or three characters spread to four. */
export function spreadLabel(label: string): string {
  const chars = [...label];
  if (chars.some((char) => columnsOfChar(char) !== 2)) return label;
  if (chars.length === 2) return chars.join('\u3000\u3000');
  if (chars.length === 3) return chars.join(' ');
  return label;
}

const NO_LABELS: readonly string[] = [];

function labelsOf(block: Block): readonly string[] {
  switch (block.type) {
    case 'row':
      return [block.label];
    case 'table':
      return block.rows.flatMap((row) => row.map((cell) => cell.label));
    case 'stub':
      return block.rows.map((row) => row.label);
    default:
      return NO_LABELS;
  }
}

/**
 * Columns at which all values of the paper begin: behind its longest label that leaves room enough for them. What is
 * longer stands on a line of its own.
 */
export function valueColumn(model: PrintableDocument, columns: number): number {
  const longest = columns < 40 ? 10 : 12;
  let widest = USUAL_LABEL;
  for (const block of model.blocks) {
    for (const label of labelsOf(block)) {
      const width = columnsOf(label);
      if (width <= longest) widest = Math.max(widest, width);
    }
  }
  return widest + COLON;
}

/** Places for a hand (　　　年　　月　　日) drawn together until they fit on one line. */
export function fitBlanks(text: string, columns: number): string {
  let fitted = text;
  while (columnsOf(fitted) > columns && /\u3000\u3000/u.test(fitted)) {
    const longest = Math.max(...[...fitted.matchAll(/\u3000+/gu)].map(([run]) => run.length));
    fitted = fitted.replaceAll('\u3000'.repeat(longest), '\u3000'.repeat(longest - 1));
  }
  return fitted;
}
