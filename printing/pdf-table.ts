import type { Cell } from '../domain/documents/model.ts';
import { spreadLabel } from './layout.ts';
import type { Sheet, TextStyle } from './sheet.ts';

/** The bordered cells of a 登记表: label left and centred, value right; a long single cell flows over pages. */
const LABEL: TextStyle = { size: 10.5, leading: 16, font: 'serif' };
const VALUE: TextStyle = { size: 10.5, leading: 17, font: 'serif' };
const LABEL_WIDTH = 82;
const PAD = 5;
const SIGNATURE_HEIGHT = 52;
/** A row taller than this is cut at the page's end instead of moved to the next page. */
const UNCUT_HEIGHT = 150;

interface Laid {
  cell: Cell;
  label: string[];
  lines: string[];
  height: number;
}

function tail(cell: Cell): number {
  return (cell.signature ? SIGNATURE_HEIGHT : 0) + (cell.foot ? VALUE.leading : 0);
}

function lay(sheet: Sheet, cell: Cell, width: number): Laid {
  const label = sheet.lines(spreadLabel(cell.label), LABEL_WIDTH - 2 * PAD, LABEL);
  const lines = cell.value === '' ? [] : sheet.lines(cell.value, width - LABEL_WIDTH - 2 * PAD, VALUE);
  const free = cell.value === '' ? (cell.room ?? 0) * 22 : 0;
  const text = Math.max(lines.length * VALUE.leading, free, cell.foot || cell.signature ? 0 : VALUE.leading);
  const height = Math.max(text + tail(cell), label.length * LABEL.leading) + 2 * PAD;
  return { cell, label, lines, height };
}

function drawLabel(sheet: Sheet, label: readonly string[], x: number, y: number, height: number): void {
  sheet.box(x, y, LABEL_WIDTH, height);
  const top = y + (height - label.length * LABEL.leading) / 2;
  label.forEach((line, at) => {
    sheet.aligned(line, x, LABEL_WIDTH, top + at * LABEL.leading, LABEL, 'center');
  });
}

function drawCell(sheet: Sheet, laid: Laid, x: number, y: number, width: number, height: number): void {
  const { cell, lines } = laid;
  drawLabel(sheet, laid.label, x, y, height);
  const left = x + LABEL_WIDTH;
  sheet.box(left, y, width - LABEL_WIDTH, height);
  const plain = !cell.signature && !cell.foot;
  const free = height - 2 * PAD - lines.length * VALUE.leading;
  const top = y + PAD + (plain ? Math.max(0, free / 2) : 0);
  lines.forEach((line, at) => {
    sheet.textAt(line, left + PAD, top + at * VALUE.leading, VALUE);
  });
  const foot = y + height - PAD - VALUE.leading;
  if (cell.signature) {
    const inkTop = y + height - PAD - tail(cell);
    sheet.signature(
      cell.signature,
      left + PAD + 12,
      inkTop + 2,
      width - LABEL_WIDTH - 2 * PAD - 24,
      SIGNATURE_HEIGHT - 4,
    );
  }
  if (cell.foot) sheet.aligned(cell.foot, left + PAD, width - LABEL_WIDTH - 2 * PAD, foot, VALUE, 'right');
}

/** A single cell that is taller than what is left of the page: as many lines as fit, the rest on the next page. */
function drawLong(sheet: Sheet, cell: Cell): void {
  const whole = lay(sheet, cell, sheet.width);
  let rest = whole.lines;
  let label = whole.label;
  while (rest.length > 0) {
    const end = tail(cell) + 2 * PAD;
    if (rest.length * VALUE.leading + end <= sheet.room) break;
    const fit = Math.max(1, Math.floor((sheet.room - 2 * PAD) / VALUE.leading));
    const lines = rest.slice(0, fit);
    const height = fit * VALUE.leading + 2 * PAD;
    drawCell(
      sheet,
      { cell: { label: cell.label, value: cell.value }, label, lines, height },
      sheet.left,
      sheet.y,
      sheet.width,
      height,
    );
    rest = rest.slice(fit);
    label = [...whole.label, '（续）'];
    sheet.newPage();
  }
  const height = Math.max(rest.length * VALUE.leading + tail(cell), label.length * LABEL.leading) + 2 * PAD;
  drawCell(sheet, { cell, label, lines: rest, height }, sheet.left, sheet.y, sheet.width, height);
  sheet.y += height;
}

/** Draws rows of one to three cells from the cursor on. */
export function drawTable(sheet: Sheet, rows: readonly Cell[][]): void {
  for (const row of rows) {
    const [only] = row;
    const width = sheet.width / row.length;
    const laid = row.map((cell) => lay(sheet, cell, width));
    const height = Math.max(...laid.map((one) => one.height));
    if (height > sheet.room) {
      if (row.length === 1 && only && height > UNCUT_HEIGHT && sheet.room > 80) {
        drawLong(sheet, only);
        continue;
      }
      sheet.newPage();
      if (row.length === 1 && only && height > sheet.room) {
        drawLong(sheet, only);
        continue;
      }
    }
    laid.forEach((one, at) => {
      drawCell(sheet, one, sheet.left + at * width, sheet.y, width, height);
    });
    sheet.y += height;
  }
}
