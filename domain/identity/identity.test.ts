import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComplaintRecord } from '../contract/record.ts';
import { checkIdCard } from './id-card.ts';
import { checkUscc } from './uscc.ts';

interface Sample extends ComplaintRecord {
  id: string;
  expect: { valid: boolean };
}
const samples: Sample[] = JSON.parse(
  readFileSync(new URL('../../tests/samples/complaints.json', import.meta.url), 'utf8'),
);
const holders = samples.flatMap((s) => [
  { id: s.id, id_type: s.complainant.id_type, id_no: s.complainant.id_no },
  ...(s.complainant.agent
    ? [{ id: `${s.id} agent`, id_type: s.complainant.agent.id_type, id_no: s.complainant.agent.id_no }]
    : []),
]);
const cards = holders.filter((h) => h.id_type === 'id_card' && h.id_no !== '');
const codes = holders.filter((h) => h.id_type === 'uscc');

/** Check character by ISO 7064 MOD 11-2's recursive form: another way than the table in the code. */
function cardOf(body: string): string {
  let p = 0;
  for (const digit of body) p = ((p + Number(digit)) * 2) % 11;
  return body + '0123456789X'[(12 - p) % 11];
}
const realBody = fc
  .tuple(
    fc.integer({ min: 0, max: 999_999 }),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([region, born, order]) => {
    const date = born.toISOString().slice(0, 10).replaceAll('-', '');
    return `${String(region).padStart(6, '0')}${date}${String(order).padStart(3, '0')}`;
  });

describe('resident identity number', () => {
  it('accepts every sample number and refuses the one with a wrong last digit', () => {
    expect(cards.length).toBeGreaterThan(30);
    for (const { id, id_no } of cards)
      expect([id, checkIdCard(id_no)]).toEqual([id, id === 'yunnan-08' ? 'id_checksum' : null]);
  });

  it('accepts lower-case x, as on jisheng-01', () => {
    expect(checkIdCard('99999919871126098x')).toBeNull();
    expect(checkIdCard('99999919871126098X')).toBeNull();
  });

  it('accepts any region and any real birth date with the right check character', () => {
    fc.assert(fc.property(realBody, (body) => checkIdCard(cardOf(body)) === null));
  });

  it('notices every single wrong digit and every swap of neighbours', () => {
    fc.assert(
      fc.property(realBody, fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const right = cardOf(body);
        const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1);
        const swapped = `${right.slice(0, at)}${right[at + 1]}${right[at]}${right.slice(at + 2)}`;
        expect(checkIdCard(wrong)).not.toBeNull();
        if (right[at] !== right[at + 1]) expect(checkIdCard(swapped)).not.toBeNull();
      }),
    );
  });

  it('names a shape that is no number', () => {
    for (const value of [
      '',
      ' ',
      '9999991959031421',
      '９９９９９９１９５９０３１４２１７５',
      '999999195903142175 ',
      '99999919590314217x5',
      'x',
    ])
      expect([value, checkIdCard(value)]).toEqual([value, 'id_format']);
  });

  it('refuses a birth date that no calendar has, even with a right check character', () => {
    for (const date of ['19990230', '19991301', '20230229', '00000101', '19990100'])
      expect(checkIdCard(cardOf(`999999${date}123`))).toBe('id_format');
    expect(checkIdCard(cardOf('99999920240229123'))).toBeNull();
  });
});

describe('unified social credit code', () => {
  it('accepts every sample code and refuses the one with a wrong last character', () => {
    expect(codes.map((c) => c.id).sort()).toEqual(['shequ-02', 'yunnan-09', 'yunnan-10']);
    for (const { id, id_no } of codes)
      expect([id, checkUscc(id_no)]).toEqual([id, id === 'yunnan-09' ? 'uscc_checksum' : null]);
  });

  it('notices every single wrong character', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const right = codes.find((c) => c.id === 'shequ-02')?.id_no ?? '';
    for (let at = 0; at < 18; at += 1)
      for (const other of alphabet)
        if (other !== right[at])
          expect(checkUscc(right.slice(0, at) + other + right.slice(at + 1))).toBe('uscc_checksum');
  });

  it('names a shape that is no code', () => {
    for (const value of ['', '91350100M000100Y4', '91350100m000100y43', '91350100M000100I43', '９１350100M000100Y43'])
      expect([value, checkUscc(value)]).toEqual([value, 'uscc_format']);
    expect(checkUscc('91350100M000100Y43')).toBeNull();
  });
});
