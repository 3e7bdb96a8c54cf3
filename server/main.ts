import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DeskError, messageOf } from '../domain/contract/errors.ts';
import { askBackedUp, askInvitation, askPublish, askSnapshot, askStations } from './admin-client.ts';
import { type CommandLine, HELP, readCommandLine, UsageError } from './command-line.ts';
import { dataFolder } from './data-folder.ts';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What opens a database or serves is loaded when asked for: a word mistyped is answered before all that. */
async function run(line: CommandLine): Promise<void> {
  switch (line.command) {
    case 'help':
      return say(HELP.trimEnd());
    case 'invite':
      return invite(line);
    case 'publish':
      return publish(line);
    case 'stations':
      return stations(line);
    case 'snapshot':
      return snapshot(line);
    case 'backed-up':
      return backedUp(line);
    case 'restored':
      return restored(line);
    case 'new-code':
      return newCode(line);
    case 'serve':
      return start(line);
  }
}

async function invite(line: CommandLine): Promise<void> {
  const answer = await askInvitation(dataFolder(line.data), line);
  if (line.json) return say(JSON.stringify(answer));
  say(`站点 ${answer.code} 的入网码（只显示这一次）：`);
  say(answer.enrolCode);
}

async function publish(line: CommandLine): Promise<void> {
  const published = await askPublish(dataFolder(line.data), line.file);
  if (line.json) return say(JSON.stringify(published));
  const { kind, id, version, sequence, keyId, already } = published;
  const what = kind === 'calendar' ? `${id}年放假安排` : `制度 ${id}`;
  if (already) return say(`${what} 版本 ${version} 以前已经签发（第${sequence}号），内容相同，没有改动。`);
  say(`已签发：${what} 版本 ${version}（第${sequence}号，密钥 ${keyId}）。`);
  say(
    kind === 'calendar'
      ? '各站点下次同步时收到，暂定的期限随即重算，每一处变动都有记录。'
      : '各站点下次同步时收到，新登记的案卷按它办理；在办案卷仍按登记时的版本。',
  );
}

async function stations(line: CommandLine): Promise<void> {
  const list = await askStations(dataFolder(line.data));
  if (line.json) return say(JSON.stringify({ stations: list }));
  if (list.length === 0) return say('还没有站点。先用 invite 开一个入网码。');
  for (const { code, name, kind, lastSeenAt, pushed, refused } of list) {
    const seen = lastSeenAt ? `最近联系 ${new Date(lastSeenAt).toLocaleString('zh-CN')}` : '尚未入网';
    say(`${code}\t${kind}\t${name ?? '—'}\t${seen}\t已报 ${pushed}${refused > 0 ? `，其中被拒 ${refused}` : ''}`);
  }
}

async function snapshot(line: CommandLine): Promise<void> {
  const token = await askSnapshot(dataFolder(line.data));
  // The token alone, so that a script can take it as it stands.
  say(line.json ? JSON.stringify({ token }) : token);
}

async function backedUp(line: CommandLine): Promise<void> {
  const chains = await askBackedUp(dataFolder(line.data), line.token);
  say(line.json ? JSON.stringify({ stations: chains }) : `已记下：${chains}个站点到这个记号为止的内容已有备份。`);
}

async function restored(line: CommandLine): Promise<void> {
  const [{ openEmbedded, openServer }, { drawEpoch }] = await Promise.all([
    import('./db/open.ts'),
    import('./epochs.ts'),
  ]);
  const { databasePath } = dataFolder(line.data);
  const url = process.env.DATABASE_URL;
  const centre = url ? await openServer(url) : await openEmbedded(databasePath);
  try {
    const epoch = await drawEpoch(centre.db, { now: new Date(), random: (bytes) => randomBytes(bytes) });
    if (line.json) return say(JSON.stringify({ epoch }));
    say(`已记下：数据库由备份恢复（${epoch}）。现在可以启动中心。`);
    say('备份以后停用的站点、改动的名录和签发的制度，中心已不知道，请启动后在管理页面重做一遍。');
  } finally {
    await centre.close();
  }
}

async function newCode(line: CommandLine): Promise<void> {
  const { newCodeFor } = await import('./new-code.ts');
  const { station, made, code, key } = await newCodeFor(line.file, dataFolder(line.data).sealingKeyPath);
  if (line.json) return say(JSON.stringify({ station: station.code, made, code, key }));
  say(`站点 ${station.code}（${station.name}）${made} 的备份，新的恢复码（只显示这一次）：`);
  say(code);
  say(`钥匙已写到 ${key}，请与备份放在同一个文件夹里，用这个码恢复。`);
  say('恢复以后，请站点管理员在设置里重新生成恢复码：以后的备份仍用丢失的那个码加密。');
}

async function start(line: CommandLine): Promise<void> {
  const { serve } = await import('./serve.ts');
  const folder = dataFolder(line.data);
  const centre = await serve({
    port: line.port,
    host: line.host,
    name: line.name,
    folder,
    adminHosts: line.adminHosts,
    databaseUrl: process.env.DATABASE_URL,
    log: (entry) => process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`),
  });
  if (line.json) say(JSON.stringify({ ready: true, address: centre.address, adminPage: centre.adminPage }));
  else {
    say(`${line.name}已启动：${centre.address}（${centre.engine === 'embedded' ? '内嵌数据库' : centre.engine}）`);
    say(
      centre.adminPage
        ? `管理页面：${centre.adminPage}`
        : '管理页面只答本机，而本中心只在上面的地址上听；要用它，请以 --host 0.0.0.0 启动。',
    );
    if (centre.tokenIsNew) say(`管理口令已生成，只有本机当前用户能读：${folder.tokenPath}`);
    say('给站点开入网码：npm run centre -- invite TH03 --kind hall_window --institution tanghe');
    say('按 Ctrl+C 停止。');
  }
  const stop = () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    centre.close().catch(fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function fail(error: unknown): void {
  const isUsage = error instanceof UsageError;
  const code = error instanceof DeskError ? error.code : isUsage ? 'bad_request' : 'internal';
  const message = isUsage
    ? error.message
    : error instanceof DeskError
      ? (error.detail ?? messageOf(error.code))
      : plain(error);
  process.stderr.write(wantsJson() ? `${JSON.stringify({ error: { code, message } })}\n` : `中心：${message}\n`);
  process.exitCode = isUsage ? 2 : 1;
}

function plain(error: unknown): string {
  // drizzle wraps what the driver said.
  const said = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, message } = said as { code?: string; message?: string };
  if (code === 'EADDRINUSE') return '端口已被占用，请用 --port 换一个';
  if (code === 'ECONNREFUSED') return '连不上 DATABASE_URL 指的数据库';
  return `不能启动：${(message ?? '').split('\n')[0]}`;
}

function wantsJson(): boolean {
  return parseArgs({ strict: false, options: { json: { type: 'boolean' } } }).values.json === true;
}

try {
  await run(readCommandLine(process.argv.slice(2)));
} catch (error) {
  fail(error);
}
