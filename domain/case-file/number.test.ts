import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseNumber, checkCharacter, isCaseNumber, paperNumber, scannedNumber, withHyphens } from './number.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const code = fc.stringMatching(/^[A-Z0-9]{2,12}$/);
const counter = fc.integer({ min: 1, max: 999_999 });

describe('case numbers', () => {
  it('agrees with the published example of ISO/IEC 7064 MOD 37,36', () => {
    // ISO/IEC 7064, and the Global Release Identifier's A1-2425G-ABC1234002-M.
    expect(checkCharacter('A12425GABC1234002')).toBe('M');
  });

  it('has the form the slips show', () => {
    expect(caseNumber('TH03', '2026-11-21', 7)).toMatch(/^TH03-20261121-0007-[0-9A-Z]$/);
    expect(caseNumber('TH03', '2026-11-21', 12_345)).toMatch(/^TH03-20261121-12345-[0-9A-Z]$/);
  });

  it('is known again, and never with one wrong character', () => {
    fc.assert(
      fc.property(code, counter, fc.nat(), fc.nat(34), (station, n, where, shift) => {
        const number = caseNumber(station, '2026-11-21', n);
        expect(isCaseNumber(number)).toBe(true);
        const places = [...number].flatMap((char, i) => (char === '-' ? [] : [i]));
        const at = places[where % places.length] ?? 0;
        const wrong = ALPHABET.charAt((ALPHABET.indexOf(number.charAt(at)) + 1 + shift) % 36);
        expect(isCaseNumber(number.slice(0, at) + wrong + number.slice(at + 1))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not known with two neighbours swapped, but for one in 36 of those next to each other in the alphabet', () => {
    const missed: string[] = [];
    for (const p of ALPHABET)
      for (const a of ALPHABET)
        for (const b of ALPHABET)
          if (a < b && checkCharacter(p + a + b) === checkCharacter(p + b + a)) missed.push(a + b);
    const neighbours = [...ALPHABET].map((a, i) => [a, ALPHABET.charAt((i + 1) % 36)].sort().join(''));
    expect(missed.sort()).toEqual(neighbours.sort());
  });

  it('is not known in other forms', () => {
    const number = caseNumber('TH03', '2026-11-21', 7);
    for (const other of [
      '',
      number.toLowerCase(),
      ` ${number}`,
      `${number}\n`,
      number.replaceAll('-', ''),
      number.slice(0, -1),
    ])
      expect(isCaseNumber(other)).toBe(false);
    expect(() => checkCharacter('th03')).toThrow(RangeError);
  });

  it('is found again without its hyphens, as a scanner reads the bars', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2,4}\d{0,4}$/), counter, (station, n) => {
        const number = caseNumber(station, '2026-11-21', n);
        expect(withHyphens(number.replaceAll('-', ''))).toBe(number);
        expect(withHyphens(` ${number.replaceAll('-', '').toLowerCase()}\n`)).toBe(number);
        expect(withHyphens(number)).toBe(number);
        expect(scannedNumber(`JSD1:${number}`)).toBe(number);
        expect(scannedNumber(`ＪＳＤ１：${number}`)).toBe(number);
      }),
      { numRuns: 500 },
    );
    for (const other of ['', 'TH03', 'TH0320261121000', 'TH03202613210007K', 'complaints.json'])
      for (const read of [withHyphens, scannedNumber]) expect(read(other)).toBeNull();
    expect(scannedNumber('JSD1:')).toBeNull();
  });

  it('is different for every station, day and counter', () => {
    fc.assert(
      fc.property(code, counter, code, counter, (a, i, b, j) => {
        fc.pre(a !== b || i !== j);
        expect(caseNumber(a, '2026-11-21', i)).not.toBe(caseNumber(b, '2026-11-21', j));
      }),
    );
  });
});

it('numbers papers as GB/T 9704 does: hexagonal brackets, no leading zeros', () => {
  expect(paperNumber('唐河县政务服务中心', 'TH03', '投受', 2026, 7)).toBe('唐河县政务服务中心TH03投受〔2026〕7号');
});
