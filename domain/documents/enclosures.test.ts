import { expect, it } from 'vitest';
import { enclosureLine, totalCash } from './enclosures.ts';

it('says money with two decimals and adds it up without losing a fen', () => {
  const cash = (amount: string) => ({ kind: 'cash' as const, name: '', amount, count: 1 });
  expect(enclosureLine({ ...cash('120.5'), name: '旧版纸币', count: 3 })).toBe('现金3件，人民币120.50元，旧版纸币');
  expect(totalCash([cash('0.1'), cash('0.2'), cash('999999999.07')])).toBe('，现金合计 999999999.37 元');
  expect(totalCash([{ kind: 'original', name: '身份证', count: 1 }])).toBe('');
});
