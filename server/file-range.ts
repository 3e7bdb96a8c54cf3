/** Bytes from `start` to before `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The one range that a `Range` header asks for (RFC 9110, section 14.1.2).
 *
 * @param size of the whole, bytes, at least 1
 * @returns `null` for the whole: no header, another unit, several ranges, or what is none (the RFC lets a server ignore it)
 */
export function rangeOf(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
  const parsed = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header ?? '');
  const [, first = '', last = ''] = parsed ?? [];
  if (!parsed || (first === '' && last === '')) return null;
  if (first === '') {
    const suffix = Math.min(Number(last), size);
    return suffix === 0 ? 'unsatisfiable' : { start: size - suffix, end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size : Math.min(Number(last) + 1, size) };
}
