import qrcode from 'qrcode-generator';
import { type Bitmap, emptyBitmap, setDot } from './bitmap.ts';

/** Quiet zone in modules; ISO/IEC 18004 asks for four. */
const QUIET = 4;

export interface QrModules {
  /** Modules per side, without the quiet zone. */
  count: number;
  isDark(row: number, column: number): boolean;
}

/** The codes last made, oldest first. Which mask is best takes long to find, and the papers of a case bear the same code. */
const made = new Map<string, QrModules>();
const MADE_AT_MOST = 32;

/** Modules of a QR code: byte mode, UTF-8, error correction M, smallest version that holds the content. */
export function qrModules(content: string): QrModules {
  const known = made.get(content);
  const modules = known ?? modulesOf(content);
  made.delete(content);
  made.set(content, modules);
  const [oldest] = made.keys();
  if (made.size > MADE_AT_MOST && oldest !== undefined) made.delete(oldest);
  return modules;
}

function modulesOf(content: string): QrModules {
  const code = qrcode(0, 'M');
  code.addData(Buffer.from(content, 'utf8').toString('latin1'), 'Byte');
  code.make();
  return { count: code.getModuleCount(), isDark: (row, column) => code.isDark(row, column) };
}

/** The code with its quiet zone as dots, whole dots per module, at most `maxDots` wide (at least two dots a module). */
export function qrBitmap(content: string, maxDots: number): Bitmap {
  const modules = qrModules(content);
  const side = modules.count + 2 * QUIET;
  const scale = Math.max(2, Math.floor(maxDots / side));
  const bitmap = emptyBitmap(side * scale, side * scale);
  for (let row = 0; row < modules.count; row += 1) {
    for (let column = 0; column < modules.count; column += 1) {
      if (!modules.isDark(row, column)) continue;
      for (let dy = 0; dy < scale; dy += 1) {
        for (let dx = 0; dx < scale; dx += 1) setDot(bitmap, (column + QUIET) * scale + dx, (row + QUIET) * scale + dy);
      }
    }
  }
  return bitmap;
}
