import { describe, expect, it } from 'vitest';
import { procedures } from '../../../domain/contract/procedures.ts';
import { checkSetup, EMPTY_SETUP, setupInput } from './setup-form.ts';

const filled = {
  ...EMPTY_SETUP,
  code: 'TH03',
  name: '样例受理台',
  officer: '葛知秋',
  roles: ['intake_officer'],
  pin: '258036',
  pinAgain: '258036',
};

describe('the first-run form', () => {
  it('accepts a short, complete form and sends what the core accepts, for each kind of printer', () => {
    for (const printer of ['screen', 'tcp', 'folder'] as const) {
      const form = { ...filled, printer, host: '192.168.1.60', folder: '/srv/paper' };
      expect(checkSetup(form)).toEqual({});
      expect(procedures['setup.create'].input.safeParse(setupInput(form, '受理人员')).success).toBe(true);
    }
  });

  it.each(['123456', '654321', '111111', '12345', 'abcdef', '２５８０３６'])('refuses the PIN %s', (pin) => {
    expect(checkSetup({ ...filled, pin, pinAgain: pin }).pin).toBeDefined();
  });

  it('wants the code that belongs to a centre’s address', () => {
    expect(checkSetup({ ...filled, centre: 'https://10.0.0.8:8443' }).enrolCode).toBeDefined();
  });
});
