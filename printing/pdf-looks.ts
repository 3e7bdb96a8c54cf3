import type { PrintableDocument } from '../domain/documents/model.ts';
import type { TableLook } from './pdf-table.ts';
import { type Margins, mm, type TextStyle } from './sheet.ts';

/**
 * The model on A4. Letters follow GB/T 9704—2012 in spirit: top 37 mm, left 28 mm, text block 156 mm wide, title in 22 pt
 * (2号), body in 16 pt (3号). Forms use narrow margins and 10.5 pt (5号), as printed registration forms do.
 */
export interface Look {
  margins: Margins;
  title: TextStyle;
  body: TextStyle;
  small: TextStyle;
  table: TableLook;
}

const TABLE: TableLook = { text: { size: 10.5, leading: 17, font: 'serif' }, pad: 5 };
const TIGHT_TABLE: TableLook = { text: { size: 10.5, leading: 15, font: 'serif' }, pad: 3 };

export const LOOKS: Record<PrintableDocument['style'], Look> = {
  letter: {
    margins: { left: mm(28), right: mm(26), top: mm(37), bottom: mm(24) },
    title: { size: 22, leading: 38, font: 'serif_bold' },
    body: { size: 16, leading: 28, font: 'serif' },
    small: { size: 11, leading: 18, font: 'serif' },
    table: TABLE,
  },
  form: {
    margins: { left: mm(20), right: mm(20), top: mm(20), bottom: mm(18) },
    title: { size: 18, leading: 30, font: 'serif_bold' },
    body: { size: 11.5, leading: 20, font: 'serif' },
    small: { size: 10, leading: 16, font: 'serif' },
    table: TABLE,
  },
};

/**
 * One size down and less air, for a paper that thereby needs fewer pages: a letter has one page with its counterfoil (cut
 * in two it has none), and a form does not leave two rows to a page of their own.
 */
export const TIGHT: Record<PrintableDocument['style'], Look> = {
  letter: {
    margins: { left: mm(28), right: mm(26), top: mm(22), bottom: mm(15) },
    title: { size: 20, leading: 30, font: 'serif_bold' },
    body: { size: 14, leading: 20.5, font: 'serif' },
    small: { size: 10.5, leading: 15, font: 'serif' },
    table: TIGHT_TABLE,
  },
  form: {
    margins: { left: mm(20), right: mm(20), top: mm(19), bottom: mm(16) },
    title: { size: 18, leading: 28, font: 'serif_bold' },
    body: { size: 11.5, leading: 17.5, font: 'serif' },
    small: { size: 9.5, leading: 14, font: 'serif' },
    table: TIGHT_TABLE,
  },
};
