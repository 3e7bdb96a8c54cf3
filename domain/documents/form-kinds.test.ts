import { expect, it } from 'vitest';
import { isRestrictedForm } from './form-kinds.ts';

it('a form that tells what a duty step recorded is for those on duty, although nobody wrote so', () => {
  const workflow = [
    { step: 'report', name: '报', restricted: true },
    { step: 'visit', name: '走访' },
  ];
  const telling = (value: string) => ({ id: 'x', name: '表', fields: ['手填', { label: '内容', value }] });
  expect(isRestrictedForm({ workflow }, telling('summary|record:report.to'))).toBe(true);
  expect(isRestrictedForm({ workflow }, telling('record:visit'))).toBe(false);
  expect(isRestrictedForm({ workflow }, { ...telling('summary'), restricted: true })).toBe(true);
});
