import { parseArgs } from 'node:util';
import { stationKinds } from '../domain/contract/wire.ts';

export const HELP = `接诉台中心 · the centre of Jiesu Desk

  npm run centre -- [--port 8700] [--host 127.0.0.1] [--data .data/centre] [--name 名称]
      启动中心。设了 DATABASE_URL 就用那台 PostgreSQL，否则用内嵌数据库。
  npm run centre -- invite CODE --kind KIND --institution ID [--unit UNIT]...
      为一个站点开一次性入网码（向正在运行的中心要）。
      KIND: ${stationKinds.join(' | ')}
  npm run centre -- stations
      列出站点：编号、名称、类型、最近联系、已报条数。

  --data DIR   数据目录（默认 .data/centre）    --json   机器可读的输出
  --help       显示本页                        退出码：0 成功，1 失败，2 用法不对
`;

export interface CommandLine {
  command: 'serve' | 'invite' | 'stations' | 'help';
  port: number;
  host: string;
  data: string;
  name: string;
  json: boolean;
  code: string;
  kind: string;
  institution: string;
  units: string[];
}

/** Words on the command line that make no sense; the message is one line for a person. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [word = 'serve', code = '', ...rest] = positionals;
  const command = values.help ? 'help' : word;
  if (command !== 'serve' && command !== 'invite' && command !== 'stations' && command !== 'help') {
    throw new UsageError(`没有这个命令：${word}`);
  }
  if (rest.length > 0 || (code !== '' && command !== 'invite')) throw new UsageError('多余的参数');
  const port = Number(values.port ?? '8700');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port 应为 0–65535 的整数');
  if (command === 'invite' && (!code || !values.kind || !values.institution)) {
    throw new UsageError('用法：invite CODE --kind KIND --institution ID');
  }
  return {
    command,
    port,
    host: values.host ?? '127.0.0.1',
    data: values.data ?? '.data/centre',
    name: values.name ?? '接诉台中心',
    json: values.json ?? false,
    code,
    kind: values.kind ?? '',
    institution: values.institution ?? '',
    units: values.unit ?? [],
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        name: { type: 'string' },
        kind: { type: 'string' },
        institution: { type: 'string' },
        unit: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '参数不对');
  }
}
