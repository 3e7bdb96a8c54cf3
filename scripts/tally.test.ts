import { expect, it } from 'vitest';
import { closingLine, type Report, tally } from './tally.ts';

type Status = Report['testResults'][number]['assertionResults'][number]['status'];
const file = (status: 'passed' | 'failed', ...results: Status[]) => ({
  name: 'x.test.ts',
  status,
  assertionResults: results.map((result) => ({ status: result })),
});

it('counts tests, and says skipped only when some were', () => {
  expect(closingLine(tally({ testResults: [file('passed', 'passed', 'passed')] }, 0))).toBe('2 passed, 0 failed');
  const mixed = { testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed', 'skipped', 'todo')] };
  expect(closingLine(tally(mixed, 1))).toBe('2 passed, 1 failed, 2 skipped');
});

it('never takes silence for success', () => {
  const good = file('passed', 'passed');
  expect(tally({ testResults: [good, file('failed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(tally({ testResults: [good, file('failed', 'passed')] }, 1).failed).toBe(1);
  expect(tally({ testResults: [good] }, 1).failed).toBe(1);
  expect(tally({ testResults: [good] }, null).failed).toBe(1);
  expect(tally({ testResults: [] }, 0).failed).toBe(1);
  expect(tally(null, 0).failed).toBe(1);
});
