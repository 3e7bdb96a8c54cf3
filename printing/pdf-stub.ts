import { type Block, labelled, perforationWords } from '../domain/documents/model.ts';
import { mm, PAGE, type Sheet, type TextStyle } from './sheet.ts';

export type Stub = Extract<Block, { type: 'stub' }>;

const PERFORATION: TextStyle = { size: 8.5, leading: 12, font: 'serif' };
const TITLE: TextStyle = { size: 12, leading: 20, font: 'serif_bold' };
const ROW_GAP = 2;
/** From the perforation to the first row. */
const HEAD = 46;

interface Column {
  stub: Stub;
  rows: string[][];
}

function rowsHeight(rows: readonly string[][], style: TextStyle): number {
  return rows.reduce((sum, lines) => sum + lines.length * style.leading + ROW_GAP, 0);
}

/** A single counterfoil has its rows in two columns, so that it stays low. */
function columnsOf(sheet: Sheet, stubs: readonly Stub[], width: number, style: TextStyle): Column[] {
  const lay = (stub: Stub, rows: Stub['rows']): Column => ({
    stub,
    rows: rows.map((row) => sheet.lines(labelled(row.label, row.value), width, style)),
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
  sheet.ensure(height);
  // Alone on a page of its own it stands at the top, not below an empty sheet.
  if (sheet.pdf.bufferedPageRange().count === before) sheet.y = Math.max(sheet.y, sheet.bottom - height);
  drawPerforation(sheet, perforationWords(first.number));
  const parted = stubs.length > 1;
  if (parted) {
    sheet.column(sheet.left + width + gap / 2, sheet.y + 16, height - 20);
    stubs.forEach((stub, at) => {
      sheet.aligned(stub.title, sheet.left + at * (width + gap), width, sheet.y + 20, TITLE, 'center');
    });
  } else sheet.aligned(first.title, sheet.left, sheet.width, sheet.y + 20, TITLE, 'center');
  columns.forEach(({ rows }, at) => {
    let y = sheet.y + HEAD;
    for (const lines of rows) {
      for (const line of lines) {
        sheet.textAt(line, sheet.left + at * (width + gap), y, style);
        y += style.leading;
      }
      y += ROW_GAP;
    }
  });
  sheet.y += height;
}

function drawPerforation(sheet: Sheet, text: string): void {
  const words = `　${text}　`;
  const side = (PAGE.width - sheet.widthOf(words, PERFORATION)) / 2;
  sheet.rule(mm(8), sheet.y + 6, side - mm(8), true);
  sheet.rule(PAGE.width - side, sheet.y + 6, side - mm(8), true);
  sheet.aligned(words, 0, PAGE.width, sheet.y, PERFORATION, 'center');
}
