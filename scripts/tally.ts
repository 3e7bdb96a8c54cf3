/** The part of vitest's JSON report that counts. */
export interface Report {
  testResults: {
    name: string;
    status: 'passed' | 'failed';
    assertionResults: { status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo' | 'disabled' }[];
  }[];
}

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts a test run. A file that could not be loaded counts as one failure, and so does a run that ended badly though
 * no test said so (an unhandled error, no report at all, not one test found): silence is never success.
 *
 * @param status exit code of vitest, null when it was killed
 */
export function tally(report: Report | null, status: number | null): Tally {
  const counts: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    const results = file.assertionResults.map((result) => result.status);
    const failed = results.filter((result) => result === 'failed').length;
    const passed = results.filter((result) => result === 'passed').length;
    counts.passed += passed;
    counts.failed += file.status === 'failed' && failed === 0 ? 1 : failed;
    counts.skipped += results.length - passed - failed;
  }
  if (counts.failed === 0 && (status !== 0 || counts.passed === 0)) counts.failed = 1;
  return counts;
}

/** The plain closing line that other programs read. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
