import type { Block } from '../domain/documents/model.ts';
import type { Sheet, TextStyle } from './sheet.ts';

type List = Extract<Block, { type: 'list' }>;

const HEAD: TextStyle = { size: 9, leading: 13, font: 'serif_bold' };
const CELL: TextStyle = { size: 9, leading: 13, font: 'serif' };
const PAD = 3;

/** A ruled list (登记簿): rows stay whole, a row taller than a page is cut between lines, the head stands on every page. */
export function drawList(sheet: Sheet, list: List): void {
  const total = list.columns.reduce((sum, column) => sum + column.weight, 0);
  const widths = list.columns.map((column) => (column.weight / total) * sheet.width);
  const lay = (texts: readonly string[], style: TextStyle) =>
    texts.map((text, at) => sheet.lines(text, (widths[at] ?? 0) - 2 * PAD, style));
  const head = lay(
    list.columns.map((column) => column.label),
    HEAD,
  );
  const drawHead = () => drawRow(sheet, head, widths, HEAD, 'center');
  drawHead();
  for (const row of list.rows) {
    let rest = lay(row, CELL);
    while (rest.some((lines) => lines.length > 0)) {
      // On a page that holds nothing but the head, a new page would be no roomier.
      const alone = sheet.y <= sheet.margins.top + rowHeight(head, HEAD);
      if (rowHeight(rest, CELL) > sheet.room && !alone) {
        sheet.newPage();
        drawHead();
      }
      const fit = Math.max(1, Math.floor((sheet.room - 2 * PAD) / CELL.leading));
      drawRow(
        sheet,
        rest.map((lines) => lines.slice(0, fit)),
        widths,
        CELL,
        'left',
      );
      rest = rest.map((lines) => lines.slice(fit));
    }
  }
}

function rowHeight(cells: readonly string[][], style: TextStyle): number {
  return Math.max(1, ...cells.map((lines) => lines.length)) * style.leading + 2 * PAD;
}

function drawRow(
  sheet: Sheet,
  cells: readonly string[][],
  widths: readonly number[],
  style: TextStyle,
  side: 'left' | 'center',
): void {
  const height = rowHeight(cells, style);
  let x = sheet.left;
  cells.forEach((lines, at) => {
    const width = widths[at] ?? 0;
    sheet.box(x, sheet.y, width, height);
    const top = sheet.y + (height - lines.length * style.leading) / 2;
    lines.forEach((line, row) => {
      sheet.aligned(line, x + PAD, width - 2 * PAD, top + row * style.leading, style, side);
    });
    x += width;
  });
  sheet.y += height;
}
