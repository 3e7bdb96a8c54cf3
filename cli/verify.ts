import { type Verification, verifyStation } from '../core/services/verify-station.ts';
import type { Workspace } from '../core/workspace.ts';
import type { CommandLine } from './command-line.ts';
import { EXIT } from './help.ts';
import { withStation } from './open-station.ts';
import type { Outcome } from './outcome.ts';

/** Lines of findings that a person gets to read; a program gets them all. */
const SHOWN = 100;

export function runVerify(line: CommandLine): Promise<Outcome> {
  return withStation(line.data, 'reader', verifyOutcome);
}

export function verifyOutcome(workspace: Workspace): Outcome {
  const { db, profiles, calendar, platform } = workspace;
  const result = verifyStation({ db, profiles, calendar, sha256: platform.sha256 });
  const clean = result.findings.length === 0;
  return { text: textOf(result), data: { ok: clean, ...result }, exit: clean ? EXIT.ok : EXIT.failed };
}

function textOf({ station, entries, cases, findings }: Verification): string {
  const looked = `站点 ${station}：${entries} 个条目，${cases} 个案卷`;
  if (findings.length === 0) return `${looked}，没有发现问题`;
  const lines = findings.slice(0, SHOWN).map(({ check, subject, problem }) => `  [${check}] ${subject}　${problem}`);
  if (findings.length > SHOWN) lines.push(`  ……另有 ${findings.length - SHOWN} 处，用 --json 查看全部`);
  return [`${looked}，发现 ${findings.length} 处问题：`, ...lines].join('\n');
}
