import { type Block, labelled, type PrintableDocument, SEAL_WORDS } from '../domain/documents/model.ts';
import { drawableModel } from './drawable.ts';
import { fontFor } from './fonts.ts';
import { spreadLabel } from './layout.ts';
import { drawList } from './pdf-list.ts';
import { drawStubs, type Stub } from './pdf-stub.ts';
import { drawTable } from './pdf-table.ts';
import { type Margins, mm, PAGE, Sheet, type TextStyle } from './sheet.ts';

/**
 * The model on A4. Letters follow GB/T 9704—2012 in spirit: top 37 mm, left 28 mm, text block 156 mm wide, title in 22 pt
 * (2号), body in 16 pt (3号). Forms use narrow margins and 10.5 pt (5号), as printed registration forms do.
 */
interface Look {
  margins: Margins;
  title: TextStyle;
  body: TextStyle;
  small: TextStyle;
}

const LOOKS: Record<PrintableDocument['style'], Look> = {
  letter: {
    margins: { left: mm(28), right: mm(26), top: mm(37), bottom: mm(24) },
    title: { size: 22, leading: 38, font: 'serif_bold' },
    body: { size: 16, leading: 28, font: 'serif' },
    small: { size: 11, leading: 18, font: 'serif' },
  },
  form: {
    margins: { left: mm(20), right: mm(20), top: mm(20), bottom: mm(18) },
    title: { size: 18, leading: 30, font: 'serif_bold' },
    body: { size: 11.5, leading: 20, font: 'serif' },
    small: { size: 10, leading: 16, font: 'serif' },
  },
};

/** For a letter that would not fit on one page with its counterfoil: one size down (4号), less air. Cut in two it has none. */
const TIGHT_LETTER: Look = {
  margins: { left: mm(28), right: mm(26), top: mm(24), bottom: mm(17) },
  title: { size: 20, leading: 32, font: 'serif_bold' },
  body: { size: 14, leading: 21.5, font: 'serif' },
  small: { size: 10.5, leading: 16, font: 'serif' },
};

const FOOT: TextStyle = { size: 8.5, leading: 12, font: 'serif' };
const RUNNING_HEAD: TextStyle = { size: 10, leading: 14, font: 'serif_bold' };
const QR_CAPTION: TextStyle = { size: 6.5, leading: 9, font: 'serif' };
const QR_SIDE = mm(18);
const LABEL_CHARS = 6;

function drawRow(sheet: Sheet, label: string, value: string, style: TextStyle): void {
  const head = `${spreadLabel(label)}：`;
  const indent = Math.max(sheet.widthOf(head, style), style.size * (LABEL_CHARS - 1));
  sheet.lines(value, sheet.width - indent, style).forEach((line, at) => {
    sheet.ensure(style.leading);
    if (at === 0) sheet.textAt(head, sheet.left, sheet.y, style);
    sheet.textAt(line, sheet.left + indent, sheet.y, style);
    sheet.y += style.leading;
  });
}

function drawTicks(sheet: Sheet, items: readonly { ticked: boolean; text: string }[], style: TextStyle): void {
  const indent = style.size * 1.6;
  for (const item of items) {
    const lines = sheet.lines(item.text, sheet.width - indent - style.size * 2, style);
    sheet.ensure(lines.length * style.leading);
    const side = style.size * 0.72;
    const x = sheet.left + style.size * 2;
    const y = sheet.y + (style.leading - side) / 2;
    sheet.box(x, y, side, side);
    if (item.ticked) {
      const { pdf } = sheet;
      pdf.save().lineWidth(1.6).lineCap('round').lineJoin('round');
      pdf.moveTo(x + side * 0.15, y + side * 0.5).lineTo(x + side * 0.42, y + side * 0.82);
      pdf
        .lineTo(x + side * 1.05, y - side * 0.12)
        .stroke('#000')
        .restore();
    }
    for (const line of lines) {
      sheet.textAt(line, x + indent, sheet.y, item.ticked ? { ...style, font: 'serif_bold' } : style);
      sheet.y += style.leading;
    }
  }
}

function drawSeal(sheet: Sheet, block: { organisation: string; date: string }, style: TextStyle): void {
  sheet.ensure(style.leading * 5);
  sheet.y += style.leading;
  const lines = [block.organisation, block.date, SEAL_WORDS];
  const width = Math.max(...lines.map((line) => sheet.widthOf(line, style)));
  const left = sheet.left + sheet.width - width - style.size * 2;
  for (const line of lines) {
    sheet.aligned(line, left, width, sheet.y, style, 'center');
    sheet.y += style.leading;
  }
}

function drawBlock(sheet: Sheet, block: Block, look: Look): void {
  const { body, small } = look;
  switch (block.type) {
    case 'title':
      sheet.flow(block.text, look.title, 'center');
      sheet.y += 6;
      return;
    case 'subtitle':
      sheet.flow(block.text, body, block.align);
      return;
    case 'number':
      sheet.flow(labelled(block.label, block.text), { ...body, font: 'serif_bold' });
      sheet.y += 2;
      return;
    case 'row':
      drawRow(sheet, block.label, block.value, block.strong ? { ...body, font: 'serif_bold' } : body);
      return;
    case 'heading':
      sheet.flow(block.text, { ...body, font: 'serif_bold' });
      return;
    case 'paragraph': {
      const style = block.small ? small : body;
      if (block.small) sheet.y += 6;
      sheet.flow(block.text, style, 'left', block.indent ? style.size * 2 : 0);
      return;
    }
    case 'table':
      drawTable(sheet, block.rows);
      return;
    case 'ticks':
      drawTicks(sheet, block.items, body);
      return;
    case 'signature':
      sheet.ensure(90);
      sheet.flow(`${block.label}：`, body);
      if (block.signature) sheet.signature(block.signature, sheet.left + 60, sheet.y, 200, 54);
      sheet.y += 56;
      if (block.note) sheet.flow(block.note, small, 'right');
      return;
    case 'qr': {
      // Always in the first page's upper right corner: there it is looked for, and it takes no room from the text.
      const x = PAGE.width - mm(14) - QR_SIDE;
      sheet.pdf.switchToPage(0);
      sheet.qr(block.content, x, mm(10), QR_SIDE);
      sheet.aligned(block.caption, x, QR_SIDE, mm(10) + QR_SIDE + 3, QR_CAPTION, 'center');
      sheet.pdf.switchToPage(sheet.pdf.bufferedPageRange().count - 1);
      return;
    }
    case 'seal':
      drawSeal(sheet, block, body);
      return;
    case 'stub':
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
    case 'footer':
      return;
  }
}

function laidOut(paper: PrintableDocument, look: Look): Sheet {
  const sheet = new Sheet(look.margins, `${paper.title} ${paper.number}`, paper.organisation);
  const stubs = paper.blocks.filter((block): block is Stub => block.type === 'stub');
  for (const block of paper.blocks) {
    if (block.type !== 'stub') drawBlock(sheet, block, look);
    // Counterfoil and receipt stand side by side under one perforation, where the first of them is due.
    else if (block === stubs[0]) drawStubs(sheet, stubs, look.small);
  }
  return sheet;
}

/** Bytes of the PDF: one or more A4 pages with all fonts embedded as subsets. */
export async function renderPdf(model: PrintableDocument): Promise<Uint8Array> {
  const paper = drawableModel(model, (code) => fontFor('serif', code) !== undefined);
  let sheet = laidOut(paper, LOOKS[paper.style]);
  if (paper.style === 'letter' && sheet.pdf.bufferedPageRange().count > 1) sheet = laidOut(paper, TIGHT_LETTER);
  const foot = paper.blocks.flatMap((block) => (block.type === 'footer' ? block.lines : [])).join('　');
  return sheet.finish((page, pages) => {
    if (page > 1) sheet.aligned(`${paper.title}（续）`, sheet.left, sheet.width, mm(9), RUNNING_HEAD, 'center');
    const y = PAGE.height - mm(12);
    sheet.textAt(foot, sheet.left, y, FOOT);
    sheet.aligned(`${paper.number}　第${page}页 共${pages}页`, sheet.left, sheet.width, y, FOOT, 'right');
  });
}
