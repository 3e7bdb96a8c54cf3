import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadProfiles, shippedFiles } from '../core/load-profiles.ts';
import { type LintLine, lintProfileText } from '../domain/regimes/profile.ts';
import type { CommandLine } from './command-line.ts';
import { EXIT } from './help.ts';
import { FileError, type Outcome } from './outcome.ts';

/** `regimes`: the procedures this program knows. `regimes lint [FILE…]`: what is wrong with them, or with these files. */
export async function runRegimes(line: CommandLine): Promise<Outcome> {
  const [verb, ...files] = line.words;
  if (verb === 'lint') return lint(files.length > 0 ? files : shippedFiles());
  const regimes = loadProfiles()
    .all()
    .map(({ id, name, version }) => ({ id, name, version }));
  return {
    text: regimes.map(({ id, name, version }) => `${id.padEnd(14)}${version.padEnd(10)}${name}`).join('\n'),
    data: { regimes },
    exit: EXIT.ok,
  };
}

function lint(files: readonly string[]): Outcome {
  const faults = files.flatMap((file) =>
    lintProfileText(read(file)).map((fault) => ({ file: basename(file), ...fault })),
  );
  const errors = faults.filter((fault) => fault.severity === 'error').length;
  const summary = `${files.length} 份制度，${errors} 处错误，${faults.length - errors} 处提醒`;
  return {
    text: [...faults.map(sentenceOf), summary].join('\n'),
    data: { files: files.length, errors, warnings: faults.length - errors, faults },
    exit: errors > 0 ? EXIT.failed : EXIT.ok,
  };
}

function sentenceOf({ file, line, rule, severity }: LintLine & { file: string }): string {
  return `${file}:${line}: ${severity === 'error' ? '错误' : '提醒'}：${rule}`;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new FileError(`读不到文件：${file}`);
  }
}
