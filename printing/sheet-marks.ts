import type { Strokes } from '../domain/contract/signature.ts';
import { code128Modules } from './code128.ts';
import { qrModules } from './qr.ts';
import type { Sheet, TextStyle } from './sheet.ts';
import { inkBox } from './signature.ts';

/** What an A4 paper draws besides text and lines. All lengths in points. */

/** The box of □ or ☑ where the character would stand. */
export function drawTick(sheet: Sheet, ticked: boolean, x: number, y: number, style: TextStyle): void {
  const side = style.size * 0.72;
  const left = x + (style.size - side) / 2;
  const top = y + (style.leading - side) / 2;
  sheet.box(left, top, side, side);
  if (!ticked) return;
  sheet.pdf
    .save()
    .lineWidth(style.size / 9)
    .lineCap('round')
    .lineJoin('round')
    .moveTo(left + side * 0.18, top + side * 0.5)
    .lineTo(left + side * 0.42, top + side * 0.8)
    .lineTo(left + side * 1.05, top - side * 0.12)
    .stroke('#000')
    .restore();
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A signature as vector strokes, fitted into the rectangle. */
export function drawSignature(sheet: Sheet, strokes: Strokes, { x, y, width, height }: Box): void {
  const { pdf } = sheet;
  const ink = inkBox(strokes);
  const scale = Math.min(width / ink.width, height / ink.height, 1);
  const at = (point: { x: number; y: number }) =>
    [x + (point.x - ink.left) * scale, y + (point.y - ink.top) * scale + (height - ink.height * scale) / 2] as const;
  pdf.save().lineWidth(1.3).lineCap('round').lineJoin('round');
  for (const stroke of strokes.strokes) {
    const [first, ...rest] = stroke;
    if (!first) continue;
    pdf.moveTo(...at(first));
    if (rest.length === 0) pdf.lineTo(at(first)[0] + 0.1, at(first)[1]);
    for (const point of rest) pdf.lineTo(...at(point));
  }
  pdf.stroke('#000').restore();
}

/** Code 128, its left edge at `x`; `unit` is the width of the narrowest bar. */
export function drawBars(sheet: Sheet, content: string, x: number, y: number, unit: number, height: number): void {
  code128Modules(content).forEach((dark, at) => {
    if (dark) sheet.pdf.rect(x + at * unit, y, unit + 0.02, height);
  });
  sheet.pdf.fill('#000');
}

export function drawQr(sheet: Sheet, content: string, x: number, y: number, side: number): void {
  const modules = qrModules(content);
  const unit = side / modules.count;
  for (let row = 0; row < modules.count; row += 1) {
    for (let column = 0; column < modules.count; column += 1) {
      // A hair wider than the module, so that viewers show no seams between neighbours.
      if (modules.isDark(row, column)) sheet.pdf.rect(x + column * unit, y + row * unit, unit + 0.05, unit + 0.05);
    }
  }
  sheet.pdf.fill('#000');
}
