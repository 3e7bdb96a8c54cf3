import type { Cell } from '../domain/documents/model.ts';
import { spreadLabel } from './layout-rows.ts';
import type { Sheet, TextStyle } from './sheet.ts';
import { drawSignature } from './sheet-marks.ts';

/** The bordered cells of a 登记表: label left and centred, value right; a long single cell flows over pages. */
export interface TableLook {
  text: TextStyle;
  /** Air above and below the text of a cell. */
  pad: number;
}

/** Air between a cell's border and its text, at the sides. */
const SIDE = 5;
const LABEL_WIDTH = 82;
/** Height of a signature, and of one line that is kept free for a hand. */
const SIGNATURE_HEIGHT = 52;
const HAND_LINE = 22;
/** A row taller than this is cut at the page's end instead of moved to the next page. */
const UNCUT_HEIGHT = 150;
/** With less room than this left on a page, a long cell begins on the next. */
const CUT_ROOM = 80;

interface Laid {
  cell: Cell;
  label: string[];
  lines: string[];
  height: number;
}

function tail(cell: Cell, { text }: TableLook): number {
  return (cell.signature ? SIGNATURE_HEIGHT : 0) + (cell.foot ? text.leading : 0);
}

function lay(sheet: Sheet, cell: Cell, width: number, look: TableLook): Laid {
  const { text, pad } = look;
  const label = sheet.evenLines(spreadLabel(cell.label), LABEL_WIDTH - 2 * SIDE, text);
  const lines = cell.value === '' ? [] : sheet.lines(cell.value, width - LABEL_WIDTH - 2 * SIDE, text);
  const free = cell.value === '' ? (cell.room ?? 0) * HAND_LINE : 0;
  const height = Math.max(lines.length * text.leading, free, cell.foot || cell.signature ? 0 : text.leading);
  return { cell, label, lines, height: Math.max(height + tail(cell, look), label.length * text.leading) + 2 * pad };
}

/** The label; the line that parts it from its value stands for the colon, which is there for whoever copies or listens. */
function drawLabel(
  sheet: Sheet,
  label: readonly string[],
  x: number,
  y: number,
  height: number,
  text: TextStyle,
): void {
  sheet.box(x, y, LABEL_WIDTH, height);
  const top = y + (height - label.length * text.leading) / 2;
  label.forEach((line, at) => {
    sheet.aligned(line, x, LABEL_WIDTH, top + at * text.leading, text, 'center');
  });
  const last = label.at(-1) ?? '';
  const end = x + (LABEL_WIDTH + sheet.widthOf(last, text)) / 2;
  if (last !== '') sheet.unseen('：', end, top + (label.length - 1) * text.leading, text);
}

function drawCell(sheet: Sheet, laid: Laid, x: number, width: number, height: number, look: TableLook): void {
  const { cell, lines } = laid;
  const { text, pad } = look;
  const { y } = sheet;
  drawLabel(sheet, laid.label, x, y, height, text);
  const left = x + LABEL_WIDTH;
  const room = width - LABEL_WIDTH - 2 * SIDE;
  sheet.box(left, y, width - LABEL_WIDTH, height);
  const plain = !cell.signature && !cell.foot;
  const free = height - 2 * pad - lines.length * text.leading;
  const top = y + pad + (plain ? Math.max(0, free / 2) : 0);
  lines.forEach((line, at) => {
    sheet.textAt(line, left + SIDE, top + at * text.leading, text);
  });
  if (cell.signature) {
    const inkTop = y + height - pad - tail(cell, look) + 2;
    drawSignature(sheet, cell.signature, {
      x: left + SIDE + 12,
      y: inkTop,
      width: room - 24,
      height: SIGNATURE_HEIGHT - 4,
    });
  }
  if (cell.foot) sheet.aligned(cell.foot, left + SIDE, room, y + height - pad - text.leading, text, 'right');
}

/** What stands before the colon where a cut cell goes on. */
export const CONTINUED = '（续）';

/** A single cell that is taller than what is left of the page: as many lines as fit, the rest on the next page. */
function drawLong(sheet: Sheet, cell: Cell, look: TableLook): void {
  const { text, pad } = look;
  const whole = lay(sheet, cell, sheet.width, look);
  let rest = whole.lines;
  let label = whole.label;
  while (rest.length > 0) {
    const end = tail(cell, look) + 2 * pad;
    if (rest.length * text.leading + end <= sheet.room) break;
    // One line at least stays for the next page, where the cell's foot goes with it.
    const fit = Math.max(1, Math.min(rest.length - 1, Math.floor((sheet.room - 2 * pad) / text.leading)));
    const height = fit * text.leading + 2 * pad;
    const part = { cell: { label: cell.label, value: cell.value }, label, lines: rest.slice(0, fit), height };
    drawCell(sheet, part, sheet.left, sheet.width, height, look);
    rest = rest.slice(fit);
    label = [...whole.label, CONTINUED];
    sheet.newPage();
  }
  const height = Math.max(rest.length * text.leading + tail(cell, look), label.length * text.leading) + 2 * pad;
  drawCell(sheet, { cell, label, lines: rest, height }, sheet.left, sheet.width, height, look);
  sheet.y += height;
}

/** Draws rows of one to three cells from the cursor on. */
export function drawTable(sheet: Sheet, rows: readonly Cell[][], look: TableLook): void {
  for (const row of rows) {
    const [only] = row;
    const width = sheet.width / row.length;
    const laid = row.map((cell) => lay(sheet, cell, width, look));
    const height = Math.max(...laid.map((one) => one.height));
    if (height > sheet.room) {
      if (row.length === 1 && only && height > UNCUT_HEIGHT && sheet.room > CUT_ROOM) {
        drawLong(sheet, only, look);
        continue;
      }
      sheet.newPage();
      if (row.length === 1 && only && height > sheet.room) {
        drawLong(sheet, only, look);
        continue;
      }
    }
    laid.forEach((one, at) => {
      drawCell(sheet, one, sheet.left + at * width, width, height, look);
    });
    sheet.y += height;
  }
}
