import { resolve } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { defaultDataDir } from '../core/door/where.ts';

/** Words on the command line that make no sense; the message is one line for a person. */
export class UsageError extends Error {}

export const commandNames = [
  'verify',
  'export',
  'rebuild',
  'print',
  'printer',
  'due',
  'regimes',
  'bundle',
  'backup',
  'restore',
] as const;
export type CommandName = (typeof commandNames)[number];

export interface CommandLine {
  command: CommandName | null;
  help: boolean;
  json: boolean;
  /** Absolute. */
  data: string;
  /** Words that are no options, as written; only some commands take any. */
  words: readonly string[];
  /** Options of the command alone, as written. */
  option(name: string): string | undefined;
  flag(name: string): boolean;
}

const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
const DATA = { data: { type: 'string' } } as const;
const OPTIONS: Record<CommandName, ParseArgsOptionsConfig> = {
  verify: { ...COMMON, ...DATA },
  export: { ...COMMON, ...DATA, out: { type: 'string' }, format: { type: 'string' } },
  rebuild: { ...COMMON, ...DATA },
  print: {
    ...COMMON,
    ...DATA,
    list: { type: 'boolean' },
    regime: { type: 'string' },
    document: { type: 'string' },
    register: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    handover: { type: 'string' },
    case: { type: 'string' },
    samples: { type: 'string' },
    pick: { type: 'string' },
    ground: { type: 'string' },
    width: { type: 'string' },
    png: { type: 'boolean' },
    out: { type: 'string' },
  },
  printer: {
    ...COMMON,
    port: { type: 'string' },
    width: { type: 'string' },
    script: { type: 'string' },
    out: { type: 'string' },
  },
  due: { ...COMMON, cases: { type: 'string' } },
  regimes: COMMON,
  bundle: { ...COMMON, ...DATA, to: { type: 'string' }, out: { type: 'string' } },
  backup: { ...COMMON, ...DATA, out: { type: 'string' } },
  restore: { ...COMMON, ...DATA, from: { type: 'string' }, code: { type: 'string' } },
};

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const [word, ...rest] = args;
  const command = commandNames.find((name) => name === word) ?? null;
  if (command === null && word !== undefined && !word.startsWith('-')) throw new UsageError(`没有这个命令：${word}`);
  const options = command === null ? COMMON : OPTIONS[command];
  const { values, words } = parse(
    command === null ? args : rest,
    options,
    command === 'regimes' || command === 'printer' || command === 'bundle',
  );
  const data = typeof values.data === 'string' ? values.data : defaultDataDir(process.platform, process.env);
  return {
    command,
    help: values.help === true,
    json: values.json === true,
    data: fromWhereCalled(data),
    words,
    option: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    flag: (name) => values[name] === true,
  };
}

/** @throws UsageError naming the option */
export function demandOption(line: CommandLine, name: string): string {
  const value = line.option(name);
  if (value === undefined || value === '') throw new UsageError(`缺少 --${name}`);
  return value;
}

/** A path as the person meant it: npm runs scripts in the package's folder and keeps the caller's in INIT_CWD. */
export function fromWhereCalled(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: caller } = process.env;
  return resolve(script === 'desk' && caller ? caller : process.cwd(), path);
}

function parse(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
  allowPositionals: boolean,
): { values: Record<string, unknown>; words: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals });
    return { values: { ...values }, words: positionals };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const named = /'([^']*)'/.exec(message)?.[1] ?? '';
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new UsageError(`没有这个选项：${named}`);
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') throw new UsageError(`多余的参数：${named}`);
    throw new UsageError(`选项用法不对：${named}`);
  }
}
