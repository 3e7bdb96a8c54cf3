/** A 1-bit picture, row by row, most significant bit left, 1 = ink; rows are padded to whole bytes. */
export interface Bitmap {
  width: number;
  height: number;
  rowBytes: number;
  data: Uint8Array;
}

export function emptyBitmap(width: number, height: number): Bitmap {
  const rowBytes = Math.ceil(width / 8);
  return { width, height, rowBytes, data: new Uint8Array(rowBytes * height) };
}

export function setDot(bitmap: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return;
  const at = y * bitmap.rowBytes + (x >> 3);
  bitmap.data[at] = (bitmap.data[at] ?? 0) | (0x80 >> (x & 7));
}

export function hasDot(bitmap: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return false;
  return ((bitmap.data[y * bitmap.rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}

/** Copies the ink of `from` into `to`, its dots enlarged `scaleX` by `scaleY`. */
export function blit(to: Bitmap, from: Bitmap, left: number, top: number, scaleX = 1, scaleY = 1): void {
  for (let y = 0; y < from.height; y += 1) {
    for (let x = 0; x < from.width; x += 1) {
      if (!hasDot(from, x, y)) continue;
      for (let dy = 0; dy < scaleY; dy += 1) {
        for (let dx = 0; dx < scaleX; dx += 1) setDot(to, left + x * scaleX + dx, top + y * scaleY + dy);
      }
    }
  }
}

/** Number of ink dots in a rectangle. */
export function inkIn(bitmap: Bitmap, left: number, top: number, width: number, height: number): number {
  let ink = 0;
  for (let y = top; y < top + height; y += 1)
    for (let x = left; x < left + width; x += 1) if (hasDot(bitmap, x, y)) ink += 1;
  return ink;
}
