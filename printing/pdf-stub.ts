import { type Block, perforationWords } from '../domain/documents/model.ts';
import { spreadLabel } from './layout-rows.ts';
import { mm, PAGE, type Sheet, type TextStyle } from './sheet.ts';

export type Stub = Extract<Block, { type: 'stub' }>;

const PERFORATION: TextStyle = { size: 8.5, leading: 12, font: 'serif' };
const TITLE: TextStyle = { size: 12, leading: 20, font: 'serif_bold' };
const ROW_GAP = 2;
/** From the perforation to the first row. */
const HEAD = 42;

/** Air between what stands above and the perforation. */
const ABOVE = 6;

interface Row {
  label: string;
  lines: string[];
}

interface Column {
  stub: Stub;
  rows: Row[];
}

/** A row that is left for a hand is half as high again. */
function rowHeight({ lines }: Row, style: TextStyle): number {
  return lines.length * style.leading * (lines.join('') === '' ? 1.4 : 1) + ROW_GAP;
}

function rowsHeight(rows: readonly Row[], style: TextStyle): number {
  return rows.reduce((sum, row) => sum + rowHeight(row, style), 0);
}

/** Where the values begin, from the column's left: behind five characters and the colon at most. */
function valuesAt(sheet: Sheet, stubs: readonly Stub[], style: TextStyle): number {
  const labels = stubs.flatMap((stub) => stub.rows.map((row) => sheet.widthOf(`${spreadLabel(row.label)}：`, style)));
  return Math.min(Math.max(...labels), style.size * 6);
}

/** A single counterfoil has its rows in two columns, so that it stays low. */
function columnsOf(sheet: Sheet, stubs: readonly Stub[], width: number, style: TextStyle): Column[] {
  const room = width - valuesAt(sheet, stubs, style);
  const lay = (stub: Stub, rows: Stub['rows']): Column => ({
    stub,
    rows: rows.map(({ label, value }) => ({
      label: `${spreadLabel(label)}：`,
      lines: sheet.lines(value, room, style),
    })),
  });
  const [only] = stubs;
  if (stubs.length !== 1 || !only) return stubs.map((stub) => lay(stub, stub.rows));
  const half = Math.ceil(only.rows.length / 2);
  return [lay(only, only.rows.slice(0, half)), lay(only, only.rows.slice(half))];
}

/** Counterfoil and receipt (存根、回执) below the perforation, side by side, at the foot of the page when there is room. */
export function drawStubs(sheet: Sheet, stubs: readonly Stub[], style: TextStyle): void {
  const [first] = stubs;
  if (!first) return;
  const gap = style.size * 2;
  const width = (sheet.width - gap) / 2;
  const columns = columnsOf(sheet, stubs, width, style);
  const height = HEAD + Math.max(...columns.map((column) => rowsHeight(column.rows, style)));
  const before = sheet.pdf.bufferedPageRange().count;
  sheet.ensure(height + ABOVE);
  // Alone on a page of its own it stands at the top, not below an empty sheet.
  if (sheet.pdf.bufferedPageRange().count === before) sheet.y = Math.max(sheet.y, sheet.bottom - height);
  const values = valuesAt(sheet, stubs, style);
  const parted = stubs.length > 1;
  if (parted) sheet.column(sheet.left + width + gap / 2, sheet.y + 16, height - 20);
  columns.forEach(({ stub, rows }, at) => {
    const left = sheet.left + at * (width + gap);
    if (parted || at === 0) {
      const half = PAGE.width / stubs.length;
      drawPerforation(sheet, perforationWords(stub.number), at * half, half);
      const [from, room] = parted ? [left, width] : [sheet.left, sheet.width];
      sheet.aligned(stub.title, from, room, sheet.y + 20, TITLE, 'center');
    }
    let y = sheet.y + HEAD;
    for (const row of rows) {
      const end = y + rowHeight(row, style);
      const byHand = row.lines.join('') === '';
      if (byHand) y = end - ROW_GAP - style.leading;
      sheet.textAt(row.label, left, y, style);
      if (byHand) sheet.hairline(left + values, y + style.leading - 3, width - values);
      for (const line of row.lines) {
        sheet.textAt(line, left + values, y, style);
        y += style.leading;
      }
      y = end;
    }
  });
  sheet.y += height;
}

/** A dashed line with the words that the seal goes across, each part under words of its own, over `width` from `left`. */
function drawPerforation(sheet: Sheet, text: string, left: number, width: number): void {
  const words = `　${text}　`;
  const full = sheet.widthOf(words, PERFORATION);
  const size = PERFORATION.size * Math.min(1, (width - mm(10)) / full);
  const style: TextStyle = { ...PERFORATION, size };
  const side = (width - sheet.widthOf(words, style)) / 2;
  sheet.rule(left + mm(2), sheet.y + 6, side - mm(2), true);
  sheet.rule(left + width - side, sheet.y + 6, side - mm(2), true);
  sheet.aligned(text, left, width, sheet.y, style, 'center');
}
