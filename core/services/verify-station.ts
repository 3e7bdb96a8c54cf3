import { type OrphanKind, orphanRows, sqliteFaults } from '../../db/inspect.ts';
import { demandStation } from './station-settings.ts';
import { verifyEntries } from './verify/entries.ts';
import type { Finding, Report, VerifyParts } from './verify/finding.ts';
import { verifyNumbers } from './verify/numbers.ts';
import { verifyProjections } from './verify/projections.ts';

export type { Finding } from './verify/finding.ts';

export interface Verification {
  station: string;
  entries: number;
  cases: number;
  /** Empty when all is well. */
  findings: Finding[];
}

const ORPHAN_WORDS: Record<OrphanKind, string> = {
  entryWithoutBody: '条目的原文不存在',
  outboxWithoutEntry: '待上报的条目不存在',
  outboxAstray: '待上报的登记与条目不一致',
  entryNeverSent: '本站条目未上报，也不在待上报之列',
  jobWithoutCase: '打印任务的案卷不存在',
  draftWithoutCase: '草稿登记成的案卷不存在',
  draftWithoutTask: '草稿的签字任务不存在',
  taskWithoutDraft: '签字任务的草稿不存在',
  taskWithoutCase: '签字任务的案卷不存在',
  caseWithoutEntry: '工作台上的案卷没有条目',
  sameCentreOrder: '同一案卷中两个条目的中心序号相同',
};

/** Pragmas that durability and secrecy rest on, as they must read. */
const PRAGMAS = { journal_mode: 'wal', synchronous: 2, temp_store: 2 } as const;

/**
 * Checks a station's database from the entries up. It changes nothing and sees one moment of the database, so that it may
 * run beside a working desk.
 *
 * @throws DeskError `not_configured` when no station was set up
 */
export function verifyStation(parts: VerifyParts): Verification {
  const { db } = parts;
  return db.raw.transaction(() => {
    const own = demandStation(db).station.code;
    const findings: Finding[] = [];
    const report: Report = (check, subject, problem) => findings.push({ check, subject, problem });
    for (const line of sqliteFaults(db)) report('database', 'station.db', line);
    for (const [name, value] of Object.entries(PRAGMAS)) {
      const read = db.raw.pragma(name, { simple: true });
      if (read !== value) report('settings', name, `应为 ${value}，实为 ${String(read)}`);
    }
    const seen = verifyEntries(parts, own, report);
    for (const { kind, id } of orphanRows(db, own)) {
      report(kind === 'sameCentreOrder' ? 'entry' : 'orphan', id, ORPHAN_WORDS[kind]);
    }
    const cases = verifyProjections(parts, report);
    verifyNumbers(parts, own, seen, report);
    return { station: own, entries: seen.entries, cases, findings };
  })();
}
