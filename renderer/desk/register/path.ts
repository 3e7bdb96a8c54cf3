/** Reads a dotted path (`complainant.id_no`) of a plain object; undefined where nothing is. */
export function readPath(source: object, path: string): unknown {
  let value: unknown = source;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** A copy with one dotted path set; missing parents become objects. */
export function writePath<T extends object>(source: T, path: string, value: unknown): T {
  const [key = '', ...rest] = path.split('.');
  const old = source as Record<string, unknown>;
  if (rest.length === 0) return { ...source, [key]: value };
  const child = old[key];
  const parent = typeof child === 'object' && child !== null ? child : {};
  return { ...source, [key]: writePath(parent, rest.join('.'), value) };
}

/** What an input shows for a path: text as it is, everything else empty. */
export function textAt(source: object, path: string): string {
  const value = readPath(source, path);
  return typeof value === 'string' ? value : '';
}
