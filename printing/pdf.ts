import { type Block, labelled, type PrintableDocument, SEAL_WORDS, tickLine } from '../domain/documents/model.ts';
import { drawableModel } from './drawable.ts';
import { fontFor } from './fonts.ts';
import { spreadLabel } from './layout-rows.ts';
import { drawList } from './pdf-list.ts';
import { LOOKS, type Look, TIGHT } from './pdf-looks.ts';
import { drawStubs, type Stub } from './pdf-stub.ts';
import { drawTable } from './pdf-table.ts';
import { mm, PAGE, Sheet, type Side, type TextStyle } from './sheet.ts';
import { drawBars, drawQr, drawSignature } from './sheet-marks.ts';

const FOOT: TextStyle = { size: 8.5, leading: 12, font: 'serif' };
const RUNNING_HEAD: TextStyle = { size: 10, leading: 14, font: 'serif_bold' };
const CAPTION: TextStyle = { size: 6.5, leading: 9, font: 'serif' };
/** The codes stand in the upper corners of the first page: there they are looked for, and take no room from the text. */
const CODES_TOP = mm(10);
const QR_SIDE = mm(18);
/** Below the case number, in points. */
const NUMBER_GAP = 2;
const BARS_UNIT = mm(0.3);
const BARS_HEIGHT = mm(8);
/** Below this the corners are free, and a title may be as wide as the text. */
const CODES_BOTTOM = CODES_TOP + QR_SIDE + CAPTION.leading + 4;

/** The labels of a paper's rows, all in one column. */
function labelWidth(sheet: Sheet, paper: PrintableDocument, style: TextStyle): number {
  const labels = paper.blocks.flatMap((block) => (block.type === 'row' ? [`${spreadLabel(block.label)}：`] : []));
  const widths = labels.map((label) => sheet.widthOf(label, style)).filter((width) => width <= style.size * 8);
  return Math.max(style.size * 5, ...widths);
}

function drawRow(sheet: Sheet, row: Extract<Block, { type: 'row' }>, column: number, style: TextStyle): void {
  const head = row.label === '' ? '' : `${spreadLabel(row.label)}：`;
  const indent = Math.max(column, sheet.widthOf(head, style));
  sheet.lines(row.value, sheet.width - indent, style).forEach((line, at) => {
    sheet.ensure(style.leading);
    if (at === 0) sheet.textAt(head, sheet.left, sheet.y, style);
    sheet.textAt(line, sheet.left + indent, sheet.y, style);
    sheet.y += style.leading;
  });
}

function drawTicks(sheet: Sheet, items: readonly { ticked: boolean; text: string }[], body: TextStyle): void {
  const left = sheet.left + body.size * 2;
  const indent = body.size * 1.5;
  for (const item of items) {
    const style: TextStyle = item.ticked ? { ...body, font: 'serif_bold' } : body;
    const words = tickLine(item);
    const lines = sheet.lines(words.slice(2), sheet.left + sheet.width - left - indent, style);
    sheet.ensure(lines.length * style.leading);
    sheet.textAt(words.slice(0, 1), left, sheet.y, style);
    for (const line of lines) {
      sheet.textAt(line, left + indent, sheet.y, style);
      sheet.y += style.leading;
    }
  }
}

/** A line of air, organisation, date, and where the seal goes. */
function sealHeight(style: TextStyle): number {
  return style.leading * 4;
}

function drawSeal(sheet: Sheet, block: { organisation: string; date: string }, style: TextStyle): void {
  sheet.ensure(sealHeight(style));
  sheet.y += style.leading;
  const lines = [block.organisation, block.date, SEAL_WORDS];
  const width = Math.max(...lines.map((line) => sheet.widthOf(line, style)));
  const left = sheet.left + sheet.width - width - style.size * 2;
  for (const line of lines) {
    sheet.aligned(line, left, width, sheet.y, style, 'center');
    sheet.y += style.leading;
  }
}

/** Title and what stands around it: between the codes while they reach down to it. */
function drawHead(sheet: Sheet, text: string, style: TextStyle, side: Side): void {
  const beside = sheet.y < CODES_BOTTOM && sheet.pdf.bufferedPageRange().count === 1;
  sheet.placed(text, style, side, beside && side === 'center' ? QR_SIDE + mm(4) : 0);
}

interface Drawing {
  sheet: Sheet;
  look: Look;
  labelWidth: number;
  /** What stands above and below the block. */
  before: Block | undefined;
  after: Block | undefined;
}

function drawBlock({ sheet, look, labelWidth, before, after }: Drawing, block: Block): void {
  const { body, small } = look;
  // A paper's own number stands at the right on the line of the case number.
  const afterNumber = before?.type === 'number';
  const bold: TextStyle = { ...body, font: 'serif_bold' };
  switch (block.type) {
    case 'title':
      drawHead(sheet, block.text, look.title, 'center');
      sheet.y += 6;
      return;
    case 'subtitle': {
      const room = sheet.width - (afterNumber ? sheet.width * 0.4 : 0);
      if (afterNumber && block.align === 'right' && sheet.widthOf(block.text, body) <= room) {
        sheet.aligned(block.text, sheet.left, sheet.width, sheet.y - body.leading - NUMBER_GAP, body, 'right');
      } else drawHead(sheet, block.text, body, block.align);
      // A letter's number stands apart from whom it is for.
      if (block.align === 'right' && !afterNumber) sheet.y += body.leading / 2;
      return;
    }
    case 'number':
      sheet.flow(labelled(block.label, block.text), bold);
      sheet.y += NUMBER_GAP;
      return;
    case 'row':
      drawRow(sheet, block, labelWidth, block.strong ? bold : body);
      return;
    case 'heading':
      // Never alone at the foot of a page.
      sheet.ensure(body.leading * 4);
      sheet.flow(block.text, bold);
      return;
    case 'paragraph': {
      const style = block.small ? small : body;
      if (block.small) sheet.y += 6;
      const indent = block.indent ? style.size * 2 : 0;
      // No seal stands on a page alone.
      const height = sheet.lines(block.text, sheet.width, style, indent).length * style.leading;
      if (after?.type === 'seal') sheet.ensure(height + sealHeight(body));
      sheet.flow(block.text, style, indent);
      if (after?.type === 'table') sheet.y += 3;
      return;
    }
    case 'table':
      drawTable(sheet, block.rows, look.table);
      return;
    case 'ticks':
      drawTicks(sheet, block.items, body);
      return;
    case 'signature':
      sheet.ensure(90);
      sheet.flow(labelled(block.label, ''), body);
      if (block.signature)
        drawSignature(sheet, block.signature, { x: sheet.left + 60, y: sheet.y, width: 200, height: 54 });
      sheet.y += 56;
      if (block.note) sheet.placed(block.note, small, 'right');
      return;
    case 'qr':
      drawQr(sheet, block.content, sheet.left + sheet.width - QR_SIDE, CODES_TOP, QR_SIDE);
      sheet.aligned(block.caption, sheet.left, sheet.width, CODES_TOP + QR_SIDE + 3, CAPTION, 'right');
      return;
    case 'barcode':
      drawBars(sheet, block.content, sheet.left, CODES_TOP, BARS_UNIT, BARS_HEIGHT);
      if (block.caption !== undefined) sheet.textAt(block.caption, sheet.left, CODES_TOP + BARS_HEIGHT + 3, CAPTION);
      return;
    case 'seal':
      drawSeal(sheet, block, body);
      return;
    case 'list':
      drawList(sheet, block);
      return;
    case 'rule':
      sheet.rule(sheet.left, sheet.y + 5, sheet.width);
      sheet.y += 10;
      return;
    case 'spacer':
      sheet.y += block.lines * body.leading;
      return;
    // Counterfoils are drawn together, the footer at the foot of the last page.
    case 'stub':
    case 'footer':
      return;
  }
}

function laidOut(paper: PrintableDocument, look: Look): Sheet {
  const date = paper.printedAt === undefined ? undefined : new Date(paper.printedAt);
  const sheet = new Sheet(look.margins, `${paper.title} ${paper.number}`, paper.organisation, date);
  sheet.onNewPage = () => {
    sheet.aligned(continued(paper.title), sheet.left, sheet.width, mm(9), RUNNING_HEAD, 'center');
  };
  const stubs = paper.blocks.filter((block): block is Stub => block.type === 'stub');
  const column = labelWidth(sheet, paper, look.body);
  paper.blocks.forEach((block, at) => {
    const drawing = { sheet, look, labelWidth: column, before: paper.blocks[at - 1], after: paper.blocks[at + 1] };
    if (block.type !== 'stub') drawBlock(drawing, block);
    // Counterfoil and receipt stand side by side under one perforation, where the first of them is due.
    else if (block === stubs[0]) drawStubs(sheet, stubs, look.small);
  });
  return sheet;
}

/** What stands at the top of every page after the first. */
export function continued(title: string): string {
  return `${title}（续）`;
}

/** What stands at the foot of every page, at the right. */
export function pageWords(number: string, page: number, pages: number): string {
  return `${number}　第${page}页 共${pages}页`;
}

function inFewestPages(paper: PrintableDocument): Sheet {
  const pagesOf = (sheet: Sheet) => sheet.pdf.bufferedPageRange().count;
  const usual = laidOut(paper, LOOKS[paper.style]);
  if (pagesOf(usual) === 1) return usual;
  const tight = laidOut(paper, TIGHT[paper.style]);
  return pagesOf(tight) < pagesOf(usual) ? tight : usual;
}

/** Bytes of the PDF: one or more A4 pages with all fonts embedded as subsets. */
export async function renderPdf(model: PrintableDocument): Promise<Uint8Array> {
  const paper = drawableModel(model, (code) => fontFor('serif', code) !== undefined);
  const sheet = inFewestPages(paper);
  const foot = paper.blocks.flatMap((block) => (block.type === 'footer' ? block.lines : [])).join('　');
  return sheet.finish((page, pages) => {
    const y = PAGE.height - mm(12);
    const words = pageWords(paper.number, page, pages);
    if (page === pages) sheet.textAt(foot, sheet.left, y, FOOT);
    // A long station's name would run into the page's number, which then stands below it.
    const beside = sheet.widthOf(`${foot}　${words}`, FOOT) <= sheet.width;
    sheet.aligned(words, sheet.left, sheet.width, beside ? y : y + FOOT.leading, FOOT, 'right');
  });
}
