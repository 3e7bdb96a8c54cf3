import { parseArgs } from 'node:util';
import { stationKinds } from '../domain/contract/wire.ts';

export const HELP = `接诉台中心 · the centre of Jiesu Desk

  npm run centre -- [--port 8700] [--host 127.0.0.1] [--admin-host HOST]... [--data .data/centre] [--name 名称]
      启动中心。设了 DATABASE_URL 就用那台 PostgreSQL，否则用内嵌数据库。
      管理页面在 http://127.0.0.1:PORT/admin，只答本机。本机的反向代理若以别的名称转发它，
      用 --admin-host 逐个写明（与浏览器地址栏里一字不差，如 centre.example.gov.cn:8443）。
  npm run centre -- invite CODE --kind KIND --institution ID [--unit UNIT]...
      为一个站点开一次性入网码（向正在运行的中心要）。
      KIND: ${stationKinds.join(' | ')}
  npm run centre -- publish FILE
      签发一份制度（profile/1）或放假安排（calendar/1），各站点下次同步时收到（向正在运行的中心要）。
      不合格的文件不签发，并说明第几行错在哪里；同一版本号不能有两种内容。
  npm run centre -- stations
      列出站点：编号、名称、类型、最近联系、已报条数。
  npm run centre -- snapshot
      备份数据库之前调用：记下各站点现在的位置，给出一个记号（向正在运行的中心要）。
  npm run centre -- backed-up TOKEN
      备份做好并核对以后调用：告诉各站点，到那个记号为止的内容已有备份。
  npm run centre -- restored
      数据库由备份恢复之后、启动中心之前调用：各站点随后自动补送备份以后的内容。
  npm run centre -- new-code FILE
      站点丢了恢复码时：为它的一份备份（.jsk）另开一个恢复码，只显示这一次；钥匙写在备份旁边的 FILE.key，
      两个文件放在一起，站点就能用新码恢复。只有交给本中心的备份可以。

  --data DIR   数据目录（默认 .data/centre）    --json   机器可读的输出
  --help       显示本页                        退出码：0 成功，1 失败，2 用法不对
`;

const COMMANDS = [
  'serve',
  'invite',
  'publish',
  'stations',
  'snapshot',
  'backed-up',
  'restored',
  'new-code',
  'help',
] as const;

export interface CommandLine {
  command: (typeof COMMANDS)[number];
  port: number;
  host: string;
  data: string;
  name: string;
  /** Names under which a reverse proxy passes the administration's page on. */
  adminHosts: string[];
  json: boolean;
  /** Station to invite. */
  code: string;
  /** Rule file to publish, or backup to give a new code. */
  file: string;
  /** Snapshot that was backed up. */
  token: string;
  kind: string;
  institution: string;
  units: string[];
}

/** Words on the command line that make no sense; the message is one line for a person. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [word = 'serve', object = '', ...rest] = positionals;
  const command = values.help ? 'help' : word;
  if (!isCommand(command)) throw new UsageError(`没有这个命令：${word}`);
  const takesFile = command === 'publish' || command === 'new-code';
  const takesObject = takesFile || command === 'invite' || command === 'backed-up';
  if (rest.length > 0 || (object !== '' && !takesObject)) throw new UsageError('多余的参数');
  const adminHosts = values['admin-host'] ?? [];
  // A URL or a pattern would never equal what a browser sends: better said now than by a page that refuses everybody.
  if (!adminHosts.every((host) => /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host))) {
    throw new UsageError('--admin-host 应为小写的名称或名称:端口，如 centre.example.gov.cn:8443');
  }
  const port = Number(values.port ?? '8700');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port 应为 0–65535 的整数');
  if (command === 'backed-up' && !/^[0-9a-f]{16}$/.test(object)) throw new UsageError('用法：backed-up TOKEN');
  if (takesFile && !object) throw new UsageError(`用法：${command} FILE`);
  if (command === 'invite' && (!object || !values.kind || !values.institution)) {
    throw new UsageError('用法：invite CODE --kind KIND --institution ID');
  }
  return {
    command,
    port,
    host: values.host ?? '127.0.0.1',
    data: values.data ?? '.data/centre',
    name: values.name ?? '接诉台中心',
    adminHosts,
    json: values.json ?? false,
    code: command === 'invite' ? object : '',
    file: takesFile ? object : '',
    token: command === 'backed-up' ? object : '',
    kind: values.kind ?? '',
    institution: values.institution ?? '',
    units: values.unit ?? [],
  };
}

function isCommand(word: string): word is CommandLine['command'] {
  return (COMMANDS as readonly string[]).includes(word);
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
        'admin-host': { type: 'string', multiple: true },
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
