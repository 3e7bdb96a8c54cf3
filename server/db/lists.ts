/**
 * Lists as one text, taken apart in SQL by `string_to_array(…, ',', '')`. The drivers' own arrays are escaped element by
 * element in JavaScript, which costs more than all the rest of a statement. An empty element is NULL.
 *
 * Only for numbers, codes, hashes and ids, in which no comma stands.
 */
export function listOf<T>(items: readonly T[], pick: (item: T) => string | number | null): string {
  let text = '';
  for (const [index, item] of items.entries()) text += `${index === 0 ? '' : ','}${pick(item) ?? ''}`;
  return text;
}

/** Truth values likewise. */
export function flagsOf<T>(items: readonly T[], pick: (item: T) => boolean): string {
  return listOf(items, (item) => (pick(item) ? 't' : 'f'));
}
