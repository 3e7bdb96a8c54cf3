import type { ReactNode } from 'react';
import { highlight } from './highlight.ts';

/** A text with the searched words marked. */
export function Marked({ text, query }: { text: string; query: string }): ReactNode {
  if (query.trim() === '') return text;
  let at = 0;
  return highlight(text, query).map((piece) => {
    const key = at;
    at += piece.text.length;
    return piece.hit ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>;
  });
}
