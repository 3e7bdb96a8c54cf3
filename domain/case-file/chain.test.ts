import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainBuilder, nextUuid, seal, sha256 } from '../../tests/builders/entries.ts';
import type { Entry } from '../contract/entries.ts';
import { canonicalJson, checkChain, hashOf } from './chain.ts';

describe('canonical JSON', () => {
  it('says the same whatever the order of members, and reads back as the same value', () => {
    const shuffled = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffled)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([k, v]) => [k, shuffled(v)]),
            )
          : value;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(canonicalJson(shuffled(plain))).toBe(canonicalJson(plain));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  it('sorts by UTF-16 units, as RFC 8785 has it, leaves undefined out and puts no white space', () => {
    const value = { '\u20ac': 1, '\r': 2, '\u{1f600}': 3, '\ufb33': 4, 1: 5, no: undefined, a: [undefined, null, 'x'] };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":5,"a":[null,null,"x"],"€":1,"😀":3,"\ufb33":4}');
  });

  it('keeps apart what differs, control bytes and lone surrogates included', () => {
    const texts = ['', '\0', '\u001b@', '\ud842', '\udfb7', '𠮷', '\u2028', 'é', 'e\u0301'];
    expect(new Set(texts.map((text) => sha256(canonicalJson({ text })))).size).toBe(texts.length);
  });
});

function chainOf(length: number): Entry[] {
  const chain = new ChainBuilder('TH03');
  const first = chain.register();
  return [first, ...Array.from({ length: length - 1 }, (_, i) => chain.note(first.caseId, `第${i}条`))];
}

describe('the chain of a station', () => {
  it('is whole as written', () => {
    expect(checkChain(chainOf(8), sha256)).toEqual([]);
    expect(checkChain([], sha256)).toEqual([]);
  });

  it('covers every member of an entry with its hash', () => {
    const [entry] = chainOf(1);
    if (!entry) throw new Error('one entry');
    expect(hashOf(entry, sha256)).toBe(entry.hash);
    for (const name of Object.keys(entry).filter((key) => key !== 'hash')) {
      const changed = { ...entry, [name]: 'other' } as unknown as Entry;
      expect(hashOf(changed, sha256), name).not.toBe(entry.hash);
    }
  });

  it('shows a changed, a lost, a doubled, a swapped and a rewritten entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), fc.nat(), fc.integer({ min: 0, max: 4 }), (length, at, harm) => {
        const entries = chainOf(length);
        const i = at % (length - 1);
        const one = entries[i];
        const two = entries[i + 1];
        if (!one || !two) throw new Error('within');
        const payload = { text: '改过' };
        const forged = { ...one, kind: 'noted', payload } as Entry;
        if (harm === 0) entries[i] = forged;
        if (harm === 1) entries.splice(i, 1);
        if (harm === 2) entries.splice(i, 0, one);
        if (harm === 3) entries.splice(i, 2, two, one);
        if (harm === 4) entries[i] = seal({ ...forged, id: nextUuid() });
        expect(checkChain(entries, sha256)).not.toEqual([]);
      }),
    );
  });

  it('names the place and the kind of the break', () => {
    const lost = chainOf(4).filter((entry) => entry.stationSeq !== 2);
    expect(checkChain(lost, sha256)).toEqual([{ seq: 2, code: 'entry_gap' }]);
    const entries = chainOf(4);
    const second = entries[1];
    if (!second) throw new Error('four entries');
    entries[1] = seal({ ...second, kind: 'noted', payload: { text: '改过' } } as Entry);
    expect(checkChain(entries, sha256)).toEqual([{ seq: 3, code: 'entry_fork' }]);
  });
});
