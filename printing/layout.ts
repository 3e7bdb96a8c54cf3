import {
  type Block,
  type Cell,
  type PrintableDocument,
  perforationWords,
  SEAL_WORDS,
  tickLine,
} from '../domain/documents/model.ts';
import { type Bitmap, blit, emptyBitmap, setDot } from './bitmap.ts';
import { code128Bitmap } from './code128.ts';
import { columnsOf, RECEIPT, type ReceiptWidth } from './columns.ts';
import { drawableModel } from './drawable.ts';
import { fitBlanks, measure, spreadLabel, valueColumn } from './layout-rows.ts';
import { qrBitmap } from './qr.ts';
import { signatureBitmap } from './signature.ts';
import { wrap, wrapAtGaps, wrapEvenly, wrapTicks } from './wrap.ts';

/**
 * The model as lines of a receipt. A `text` line never exceeds the paper: its columns times `scaleX` fit; a `picture` is
 * as wide as the paper and stands where it stands.
 */
export type Align = 'left' | 'center' | 'right';
export interface TextLine {
  kind: 'text';
  text: string;
  align: Align;
  scaleX: 1 | 2;
  scaleY: 1 | 2;
  bold: boolean;
}
export type ReceiptLine = TextLine | { kind: 'picture'; bitmap: Bitmap } | { kind: 'feed'; dots: number };

interface Paper {
  dots: number;
  columns: number;
  /** Where the values of its labelled rows begin, in columns. */
  valueColumn: number;
}

/** A value longer than this many lines beside its label gets the full width below it. */
const BESIDE_LINES = 4;
/** What only `wrap` may lay out. */
const BREAKS = /[\t\n]/;
const SIGNATURE_MAX_HEIGHT = 168;
/** Dots across that bars may take: two dots a module for a number of the usual length, on either paper. */
const BARS_MAX_WIDTH = 384;
const BARS_HEIGHT = 56;

type Style = Partial<Omit<TextLine, 'kind' | 'text'>>;
const PLAIN: Style = {};

function text(value: string, style: Style = PLAIN): TextLine {
  const { align = 'left', scaleX = 1, scaleY = 1, bold = false } = style;
  return { kind: 'text', text: value, align, scaleX, scaleY, bold };
}

function flow(value: string, paper: Paper, options: Style = {}): ReceiptLine[] {
  if (value === '') return [];
  return wrap(value, paper.columns, measure).map((line) => text(line, options));
}

/** Lines in the middle or at the right: parts that stand apart by full-width spaces are not broken while they fit. */
function placed(value: string, paper: Paper, options: Style): ReceiptLine[] {
  if (value === '') return [];
  return wrapAtGaps(value, paper.columns, measure).map((line) => text(line, options));
}

/** The largest type for a title or number: double on at most two lines, else double height. A number is never broken. */
function large(value: string, paper: Paper, mayBreak: boolean): ReceiptLine[] {
  const double = wrapEvenly(value, Math.floor(paper.columns / 2), measure);
  const fits = double.length <= (mayBreak ? 2 : 1);
  const lines = fits ? double : wrapEvenly(value, paper.columns, measure);
  return lines.map((line) => text(line, { align: 'center', bold: true, scaleX: fits ? 2 : 1, scaleY: 2 }));
}

function trimmed(line: string): string {
  return line.endsWith(' ') ? line.replace(/ +$/, '') : line;
}

function labelRow(label: string, value: string, paper: Paper, bold = false): ReceiptLine[] {
  if (label === '') return flow(value, paper, { bold });
  const head = `${spreadLabel(label)}：`;
  const indent = paper.valueColumn;
  const fitted = fitBlanks(value, paper.columns - indent);
  const beside = columnsOf(head) <= indent && !BREAKS.test(head);
  const lines = beside ? wrapTicks(fitted, paper.columns - indent, measure) : [];
  if (lines.length === 0 || lines.length > BESIDE_LINES) {
    const below = value === '' ? [] : wrapTicks(value, paper.columns, measure);
    return [...flow(head, paper, { bold: true }), ...below.map((line) => text(line, { bold }))];
  }
  const pad = ' '.repeat(indent);
  const first = head + ' '.repeat(indent - columnsOf(head));
  return lines.map((line, at) => text(trimmed((at === 0 ? first : pad) + line), { bold }));
}

function tickLines(item: { ticked: boolean; text: string }, paper: Paper): ReceiptLine[] {
  const words = tickLine(item);
  const lines = wrap(words.slice(2), paper.columns - 4, measure);
  return lines.map((line, at) =>
    text(at === 0 ? `${words.slice(0, 1)}  ${line}` : `    ${line}`, { bold: item.ticked }),
  );
}

function ruleBitmap(dots: number, dashed: boolean): Bitmap {
  const bitmap = emptyBitmap(dots, 18);
  for (let x = 0; x < dots; x += 1) {
    if (dashed && x % 12 >= 7) continue;
    setDot(bitmap, x, 8);
    setDot(bitmap, x, 9);
  }
  return bitmap;
}

function centred(bitmap: Bitmap, paper: Paper): ReceiptLine {
  const wide = emptyBitmap(paper.dots, bitmap.height);
  blit(wide, bitmap, Math.floor((paper.dots - bitmap.width) / 2), 0);
  return { kind: 'picture', bitmap: wide };
}

function signatureLines(label: string, strokes: Cell['signature'], note: string, paper: Paper): ReceiptLine[] {
  const lines: ReceiptLine[] = label === '' ? [] : flow(`${label}：`, paper);
  if (strokes) lines.push(centred(signatureBitmap(strokes, Math.floor(paper.dots * 0.7), SIGNATURE_MAX_HEIGHT), paper));
  else lines.push({ kind: 'feed', dots: 72 });
  if (note !== '') lines.push(...placed(note, paper, { align: 'right' }));
  return lines;
}

function cellLines(cell: Cell, paper: Paper): ReceiptLine[] {
  const lines = labelRow(cell.label, cell.value, paper);
  if (cell.value === '' && cell.room) lines.push({ kind: 'feed', dots: 34 * Math.min(cell.room, 3) });
  if (cell.signature) lines.push(...signatureLines('', cell.signature, '', paper));
  if (cell.foot) lines.push(...placed(fitBlanks(cell.foot, paper.columns), paper, { align: 'right' }));
  return lines;
}

function blockLines(block: Block, paper: Paper): ReceiptLine[] {
  switch (block.type) {
    case 'title':
      return [{ kind: 'feed', dots: 8 }, ...large(block.text, paper, true), { kind: 'feed', dots: 8 }];
    case 'subtitle':
      return block.align === 'left' ? flow(block.text, paper) : placed(block.text, paper, { align: block.align });
    case 'number':
      return [
        ...placed(`${block.label}：`, paper, { align: 'center' }),
        ...large(block.text, paper, false),
        { kind: 'feed', dots: 6 },
      ];
    case 'row':
      return labelRow(block.label, block.value, paper, block.strong ?? false);
    case 'heading':
      return flow(block.text, paper, { bold: true });
    case 'paragraph': {
      const lines = wrap(block.indent ? `\u3000\u3000${block.text}` : block.text, paper.columns, measure);
      return [...lines.map((line) => text(line)), { kind: 'feed', dots: 10 }];
    }
    case 'table':
      return [
        ruleOf(paper, false),
        ...block.rows.flatMap((row) => [...row.flatMap((cell) => cellLines(cell, paper)), ruleOf(paper, false)]),
      ];
    case 'ticks':
      return [...block.items.flatMap((item) => tickLines(item, paper)), { kind: 'feed', dots: 10 }];
    case 'signature':
      return signatureLines(block.label, block.signature, block.note, paper);
    case 'qr':
      // The code brings its own white border above and below.
      return [
        centred(qrBitmap(block.content, Math.floor(paper.dots * 0.45)), paper),
        ...placed(block.caption, paper, { align: 'center' }),
        { kind: 'feed', dots: 8 },
      ];
    case 'barcode':
      return barsOf(block, paper);
    case 'seal':
      return [
        { kind: 'feed', dots: 40 },
        ...[block.organisation, block.date, SEAL_WORDS].flatMap((line) => placed(line, paper, { align: 'right' })),
        { kind: 'feed', dots: 40 },
      ];
    case 'stub':
      return [
        { kind: 'feed', dots: 24 },
        ruleOf(paper, true),
        ...placed(perforationWords(block.number), paper, { align: 'center' }),
        ruleOf(paper, true),
        ...placed(block.title, paper, { align: 'center', bold: true }),
        ...block.rows.flatMap((row) => [
          ...labelRow(row.label, row.value, paper),
          // Room for a hand where nothing is printed.
          ...(row.value === '' ? [{ kind: 'feed', dots: 28 } satisfies ReceiptLine] : []),
        ]),
        { kind: 'feed', dots: 24 },
      ];
    case 'list':
      return block.rows.flatMap((row) => [
        ...row.flatMap((value, at) => labelRow(block.columns[at]?.label ?? '', value, paper)),
        ruleOf(paper, false),
      ]);
    case 'rule':
      return [ruleOf(paper, false)];
    case 'spacer':
      return [{ kind: 'feed', dots: 34 * block.lines }];
    case 'footer':
      return block.lines.flatMap((line) => placed(line, paper, { align: 'center' }));
  }
}

/** Bars that do not fit at two dots a module are left out: the number stands in words, the QR holds it too. */
function barsOf(block: { content: string; caption?: string }, paper: Paper): ReceiptLine[] {
  const bars = code128Bitmap(block.content, Math.min(paper.dots, BARS_MAX_WIDTH), BARS_HEIGHT);
  return [
    ...(bars ? [centred(bars, paper), { kind: 'feed', dots: 8 } satisfies ReceiptLine] : []),
    ...(block.caption === undefined ? [] : placed(block.caption, paper, { align: 'center' })),
  ];
}

function ruleOf(paper: Paper, dashed: boolean): ReceiptLine {
  return { kind: 'picture', bitmap: ruleBitmap(paper.dots, dashed) };
}

/**
 * Lays a document out for receipt paper.
 *
 * @param has whether some font (the printer's or ours) draws a code point; others are printed as ⟦U+…⟧
 */
export function layoutReceipt(
  model: PrintableDocument,
  width: ReceiptWidth,
  has: (codePoint: number) => boolean,
): ReceiptLine[] {
  const { dots, columns } = RECEIPT[width];
  const paper: Paper = { dots, columns, valueColumn: valueColumn(model, columns) };
  return drawableModel(model, has).blocks.flatMap((block) => blockLines(block, paper));
}

/** The text lines of a layout, in order. */
export function textOf(lines: readonly ReceiptLine[]): string[] {
  const texts: string[] = [];
  for (const line of lines) if (line.kind === 'text') texts.push(line.text);
  return texts;
}
