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
  const read = readProfile(text);
  const fault = read.profile === null ? read.lines[0] : toLines(read, profileErrors(read.profile))[0];
  if (fault) throw new ProfileError(fileName, fault.line, fault.rule);
  if (read.profile === null) throw new ProfileError(fileName, 1, '不合格式');
  return read.profile;
}

/** Everything wrong with a profile, in the order of its lines. */
export function lintProfileText(text: string): LintLine[] {
  const read = readProfile(text);
  const lines = read.profile === null ? read.lines : toLines(read, lintProfile(read.profile));
  return lines.sort((a, b) => a.line - b.line);
}

type LineOf = (path: readonly PropertyKey[]) => number;
type Read = { profile: Profile; lineOf: LineOf } | { profile: null; lines: LintLine[] };

function readProfile(text: string): Read {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const broken = document.errors.map((e) => wrong(lines.linePos(e.pos[0]).line, `不是合格的YAML（${e.code}）`));
    return { profile: null, lines: broken };
  }
  const lineOf: LineOf = (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return lines.linePos((node as Node).range?.[0] ?? 0).line;
    }
    return 1;
  };
  const checked = profileSchema.safeParse(document.toJS());
  if (checked.success) return { profile: checked.data, lineOf };
  return { profile: null, lines: checked.error.issues.map((issue) => wrong(lineOf(issue.path), ruleOf(issue))) };
}

function toLines(read: { lineOf: LineOf }, faults: ReturnType<typeof lintProfile>): LintLine[] {
  return faults.map(({ path, rule, severity }) => ({ line: read.lineOf(path), rule, severity }));
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
    default:
      return `${at} 不合格式`;
  }
}
