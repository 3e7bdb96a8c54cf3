import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, type PrintableDocument } from '../../domain/documents/model.ts';
import { drawableModel, hasNoPicture } from '../../printing/drawable.ts';
import { fontFor } from '../../printing/fonts.ts';
import { continued, pageWords } from '../../printing/pdf.ts';
import { CONTINUED } from '../../printing/pdf-table.ts';

/**
 * What a paper says, as one string that is the same for 58 mm, 80 mm and A4. Exactly three things are no text and are taken
 * out here and nowhere else: spaces and line ends (they are layout: 请　　求, wrapping, columns); characters without a picture
 * (joiners, variation selectors); on A4 what is said again because a new page begins: the running title, 第1页 共2页, and the
 * label of a cell that goes on.
 */
export function bare(text: string): string {
  return [...text.replaceAll(/[\s\u3000]/gu, '')].filter((char) => !hasNoPicture(char)).join('');
}

/** The model's lines, characters that no font draws named as the papers name them. */
export function modelSays(model: PrintableDocument): string {
  return bare(linesOf(drawableModel(model, (code) => fontFor('serif', code) !== undefined)).join(''));
}

/** The pages of a PDF as poppler's pdftotext reads them, in the order of the content streams. */
export function pagesOfPdf(bytes: Uint8Array, folder: string): string[] {
  const file = join(folder, 'paper.pdf');
  writeFileSync(file, bytes);
  const text = execFileSync('pdftotext', ['-enc', 'UTF-8', '-raw', file, '-'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return text.split('\f').slice(0, -1);
}

/** What an A4 paper says: its pages one after the other, without what each page says again. */
export function a4Says(pages: readonly string[], model: PrintableDocument): string {
  const labels = model.blocks.flatMap((block) =>
    block.type === 'table' ? block.rows.flat().map((cell) => bare(`${cell.label}${CONTINUED}：`)) : [],
  );
  return pages
    .map((page, at) => {
      let text = without(bare(page), bare(pageWords(model.number, at + 1, pages.length)), 'end');
      if (at === 0) return text;
      text = without(text, bare(continued(model.title)), 'start');
      const label = labels.find((one) => text.startsWith(one));
      return label === undefined ? text : text.slice(label.length);
    })
    .join('');
}

function without(text: string, words: string, where: 'start' | 'end'): string {
  if (where === 'start' ? !text.startsWith(words) : !text.endsWith(words))
    throw new Error(`${words} is not at the ${where}`);
  return where === 'start' ? text.slice(words.length) : text.slice(0, -words.length);
}

/** Everything that zbar, a reader of nobody here, finds in a picture file: `QR-Code:…` and `CODE-128:…`, sorted. */
export function codesIn(picture: string): string[] {
  const out = execFileSync('zbarimg', ['-q', '--nodbus', picture], { encoding: 'utf8' });
  return out.split('\n').filter(Boolean).sort();
}
