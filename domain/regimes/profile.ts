import { isNode, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { lintProfile, profileErrors } from './lint/lint.ts';
import { type Profile, profileSchema } from './profile-schema.ts';

/** A profile that cannot be used. The message names the file, the line and the rule; the profile in force stays in force. */
export class ProfileError extends Error {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;

  constructor(file: string, line: number, rule: string) {
    super(`${file} 第${line}行：${rule}`);
    this.name = 'ProfileError';
    this.file = file;
    this.line = line;
    this.rule = rule;
  }
}

export interface LintLine {
  /** 1-based. */
  line: number;
  rule: string;
  severity: 'error' | 'warning';
}

/**
 * Reads one institution's executable procedure.
 *
 * @param text     the file's text, YAML, schema `profile/1`
 * @param fileName only for messages
 * @throws ProfileError for anything but a profile whose every reference holds
 */
export function parseProfile(text: string, fileName: string): Profile {
  return readRules(text, fileName, profileSchema, profileErrors);
}

/** Everything wrong with a profile, in the order of its lines. */
export function lintProfileText(text: string): LintLine[] {
  const read = readYaml(text, profileSchema);
  const lines = read.lineOf === null ? read.lines : toLines(read.lineOf, lintProfile(read.value));
  return lines.sort((a, b) => a.line - b.line);
}

/**
 * Reads a rule file: YAML, then its schema, then what only the whole can show.
 *
 * @param faultsOf what is wrong although every part has its right shape; the first one is reported
 * @throws ProfileError for the first thing that does not hold
 */
export function readRules<T>(
  text: string,
  fileName: string,
  schema: z.ZodType<T>,
  faultsOf: (value: T) => readonly Fault[],
): T {
  const read = readYaml(text, schema);
  const [fault] = read.lineOf === null ? read.lines : toLines(read.lineOf, faultsOf(read.value));
  if (fault) throw new ProfileError(fileName, fault.line, fault.rule);
  if (read.lineOf === null) throw new ProfileError(fileName, 1, '不合格式');
  return read.value;
}

type Fault = Pick<ReturnType<typeof lintProfile>[number], 'path' | 'rule'> & { severity?: LintLine['severity'] };
type LineOf = (path: readonly PropertyKey[]) => number;
type Read<T> = { value: T; lineOf: LineOf } | { lineOf: null; lines: LintLine[] };

function readYaml<T>(text: string, schema: z.ZodType<T>): Read<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const broken = document.errors.map((e) => wrong(lines.linePos(e.pos[0]).line, `不是合格的YAML（${e.code}）`));
    return { lineOf: null, lines: broken };
  }
  const lineOf: LineOf = (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return lines.linePos((node as Node).range?.[0] ?? 0).line;
    }
    return 1;
  };
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    // The reader's own guard against aliases that multiply without end.
    return { lineOf: null, lines: [wrong(1, '文件里的别名太多')] };
  }
  const checked = schema.safeParse(value);
  if (checked.success) return { value: checked.data, lineOf };
  return { lineOf: null, lines: checked.error.issues.map((issue) => wrong(lineOf(issue.path), ruleOf(issue))) };
}

function toLines(lineOf: LineOf, faults: readonly Fault[]): LintLine[] {
  return faults.map(({ path, rule, severity = 'error' }) => ({ line: lineOf(path), rule, severity }));
}

function wrong(line: number, rule: string): LintLine {
  return { line, rule, severity: 'error' };
}

function ruleOf(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.') || '文件';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${at} 有不认识的项：${issue.keys.join('、')}`;
    case 'invalid_value':
      return `${at} 只能是：${issue.values.map(String).join('、')}`;
    case 'invalid_type':
      return `${at} 应为 ${issue.expected}`;
    case 'too_small':
      return `${at} 不能为空`;
    case 'custom':
      return `${at} ${issue.message}`;
    default:
      return `${at} 不合格式`;
  }
}
