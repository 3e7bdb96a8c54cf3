/** A 1-bit picture, row by row, most significant bit left, 1 = ink; rows are padded to whole bytes without ink. */
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

/** Copies the ink of `from` into `to`, its dots enlarged `scaleX` by `scaleY`; what lies outside is left out. */
export function blit(to: Bitmap, from: Bitmap, left: number, top: number, scaleX = 1, scaleY = 1): void {
  const inside =
    left >= 0 && top >= 0 && left + from.width <= to.width && top + from.height * scaleY <= to.height && scaleX === 1;
  if (inside) blitBytes(to, from, left, top, scaleY);
  else blitDots(to, from, left, top, scaleX, scaleY);
}

/** The quick way, a byte at a time: dots as wide as they are, all of them inside. */
function blitBytes(to: Bitmap, from: Bitmap, left: number, top: number, scaleY: number): void {
  const shift = left & 7;
  const { data } = to;
  for (let y = 0; y < from.height * scaleY; y += 1) {
    const source = Math.floor(y / scaleY) * from.rowBytes;
    const target = (top + y) * to.rowBytes + (left >> 3);
    for (let at = 0; at < from.rowBytes; at += 1) {
      const ink = from.data[source + at] ?? 0;
      if (ink === 0) continue;
      data[target + at] = (data[target + at] ?? 0) | (ink >> shift);
      const over = (ink << (8 - shift)) & 0xff;
      if (shift > 0 && over > 0) data[target + at + 1] = (data[target + at + 1] ?? 0) | over;
    }
  }
}

function blitDots(to: Bitmap, from: Bitmap, left: number, top: number, scaleX: number, scaleY: number): void {
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
