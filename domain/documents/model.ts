import type { DocumentKind } from '../contract/printing.ts';
import type { Strokes } from '../contract/signature.ts';

/**
 * The printable model: what a paper says, in order, without a word about dots or points. `printing/` lays the same model
 * out on 58 mm, 80 mm and A4. All strings are ready for reading (`visible.ts` has been over them).
 */
export interface Cell {
  label: string;
  value: string;
  /** Lines kept free for handwriting when the value is empty. */
  room?: number;
  /** Signature drawn below the value. */
  signature?: Strokes | null;
  /** A line at the lower right, e.g. 签字：　　　年　月　日. */
  foot?: string;
}

export type Block =
  | { type: 'title'; text: string }
  | { type: 'subtitle'; text: string; align: 'left' | 'center' | 'right' }
  /** The number a citizen reads out: the largest thing on a slip. */
  | { type: 'number'; label: string; text: string }
  | { type: 'row'; label: string; value: string; strong?: boolean }
  | { type: 'heading'; text: string }
  /** `indent` = two characters at the beginning of each paragraph, as running Chinese text has. */
  | { type: 'paragraph'; text: string; indent?: boolean; small?: boolean }
  /** Rows of one to three labelled cells side by side. */
  | { type: 'table'; rows: Cell[][] }
  | { type: 'ticks'; items: { ticked: boolean; text: string }[] }
  | { type: 'signature'; label: string; signature: Strokes | null; note: string }
  | { type: 'qr'; content: string; caption: string }
  /** Code128 for the hand scanners of registries; the number itself stands in words elsewhere on the paper. */
  | { type: 'barcode'; content: string; caption?: string }
  /** Organisation, date and the place for the seal, at the right. */
  | { type: 'seal'; organisation: string; date: string }
  /** A counterfoil or receipt below a perforation; the seal goes across the line (骑缝), whose number both parts bear. */
  | { type: 'stub'; title: string; number?: string; rows: { label: string; value: string }[] }
  /** A ruled list with its head repeated on every page; `weight` is a column's share of the width. A4 only. */
  | { type: 'list'; columns: { label: string; weight: number }[]; rows: string[][] }
  | { type: 'rule' }
  | { type: 'spacer'; lines: number }
  | { type: 'footer'; lines: string[] };

export interface PrintableDocument {
  document: DocumentKind;
  /** Title without the institution, e.g. 受理通知书. */
  title: string;
  /** Case number. */
  number: string;
  organisation: string;
  /** `form` = bordered cells in a smaller type; `letter` = a notice in official type. Matters on A4 only. */
  style: 'form' | 'letter';
  /** ISO 8601 moment of which a file of this paper is dated; absent: when it is written. */
  printedAt?: string;
  blocks: Block[];
}

export const SEAL_WORDS = '（盖章）';
/** What stands on the perforation. */
export function perforationWords(number: string | undefined): string {
  return number ? `骑缝　${number}　盖章处` : '骑缝盖章处';
}

/** How a label and its value stand on one line. */
export function labelled(label: string, value: string): string {
  return label === '' ? value : `${label}：${value}`;
}

/** How one ground of a tick list reads. */
export function tickLine(item: { ticked: boolean; text: string }): string {
  return `${item.ticked ? '☑' : '□'} ${item.text}`;
}

function cellLines(cell: Cell): string[] {
  return [labelled(cell.label, cell.value), ...(cell.foot ? [cell.foot] : [])];
}

function blockLines(block: Block): string[] {
  switch (block.type) {
    case 'title':
    case 'subtitle':
    case 'heading':
    case 'paragraph':
      return [block.text];
    case 'number':
    case 'row':
      return [labelled(block.label, block.type === 'row' ? block.value : block.text)];
    case 'table':
      return block.rows.flatMap((row) => row.flatMap(cellLines));
    case 'ticks':
      return block.items.map(tickLine);
    case 'signature':
      return [labelled(block.label, ''), ...(block.note ? [block.note] : [])];
    case 'qr':
      return [block.caption];
    case 'barcode':
      return block.caption === undefined ? [] : [block.caption];
    case 'seal':
      return [block.organisation, block.date, SEAL_WORDS];
    case 'stub':
      return [perforationWords(block.number), block.title, ...block.rows.map((row) => labelled(row.label, row.value))];
    case 'list':
      return [block.columns.map((column) => column.label).join('　'), ...block.rows.map((row) => row.join('　'))];
    case 'footer':
      return block.lines;
    case 'rule':
    case 'spacer':
      return [];
  }
}

/**
 * The text of a document in reading order, one string per logical line, unwrapped, none of them empty: what all three
 * papers say, in this order. Signatures, codes and rules are no text.
 */
export function linesOf(model: PrintableDocument): string[] {
  return model.blocks
    .flatMap(blockLines)
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '');
}
