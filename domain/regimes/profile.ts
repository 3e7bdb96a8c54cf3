import { isNode, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Profile, profileSchema } from './profile-schema.ts';
import { type ProfileFault, referenceFaults } from './references.ts';

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

/**
 * Reads one institution's executable procedure.
 *
 * @param text     the file's text, YAML, schema `profile/1`
 * @param fileName only for messages
 * @throws ProfileError for anything but a profile whose every reference holds
 */
export function parseProfile(text: string, fileName: string): Profile {
  return readYaml(text, fileName, profileSchema, referenceFaults);
}

/**
 * Reads a rule file: YAML, then its schema, then what only the whole can show.
 *
 * @param faultsOf what is wrong although every part has its right shape; the first one is reported
 * @throws ProfileError for the first thing that does not hold
 */
export function readYaml<T>(
  text: string,
  fileName: string,
  schema: z.ZodType<T>,
  faultsOf: (value: T) => readonly ProfileFault[],
): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) throw new ProfileError(fileName, lines.linePos(broken.pos[0]).line, `不是合格的YAML（${broken.code}）`);

  const lineOf = (path: readonly PropertyKey[]): number => {
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
    throw new ProfileError(fileName, 1, '文件里的别名太多');
  }
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new ProfileError(fileName, lineOf(issue?.path ?? []), issue ? ruleOf(issue) : '不合格式');
  }
  const [fault] = faultsOf(checked.data);
  if (fault) throw new ProfileError(fileName, lineOf(fault.path), fault.rule);
  return checked.data;
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
