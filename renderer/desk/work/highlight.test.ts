import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const hits = (text: string, query: string) =>
  highlight(text, query)
    .filter((piece) => piece.hit)
    .map((piece) => piece.text);

describe('highlights of the search', () => {
  it('marks each word, rare characters too', () => {
    expect(hits('赵𠮷祥来办二手房过户', '𠮷祥 过户')).toEqual(['𠮷祥', '过户']);
  });

  it('does not care about capitals and takes signs literally', () => {
    expect(hits('th03-20261122-0001-K', 'TH03')).toEqual(['th03']);
    expect(hits('（a.b）axb', 'a.b')).toEqual(['a.b']);
  });

  it('loses nothing of the text, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, query) => {
        expect(
          highlight(text, query)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
