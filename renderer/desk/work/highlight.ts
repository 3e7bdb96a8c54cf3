/** A piece of a text, marked where it is what was searched for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/**
 * Cuts a text at the words of a query, without regard to the case of Latin letters. Words are separated by white space;
 * of overlapping hits the earliest and longest wins. Joined again, the pieces are the text.
 */
export function highlight(text: string, query: string): Piece[] {
  const words = query
    .split(/\s+/u)
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length);
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  if (pattern === '') return [{ text, hit: false }];
  return text
    .split(new RegExp(`(${pattern})`, 'giu'))
    .map((piece, at) => ({ text: piece, hit: at % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
