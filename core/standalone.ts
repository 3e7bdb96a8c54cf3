import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withPages } from './door/front.ts';
import { openDoor } from './door/open.ts';
import { startFailure } from './door/start-failure.ts';
import { defaultDataDir } from './door/where.ts';
import { fileKeyring } from './keys/file-keyring.ts';
import { startCore } from './start.ts';

/**
 * The desk as a plain process on 127.0.0.1, for machines without Electron and for tests.
 * It ends on SIGTERM, on SIGINT, and, when started with `--with-parent`, when its standard input closes.
 */
const HELP = `接诉台（独立进程，只在本机 127.0.0.1 提供服务）

用法  node core/standalone.ts [选项]

  --data DIR       数据目录（默认 ${defaultDataDir(process.platform, process.env)}）
  --port N         端口（默认 0，由系统选择）
  --renderer DIR   已生成的界面（默认 dist/renderer）
  --signing-host H 平板签字页面的监听地址（默认本机第一个局域网地址）
  --json           就绪后输出一行 JSON：{"ready":true,"url":"…"}
  --with-parent    标准输入关闭时结束
  --help           显示本说明

退出码  0 正常结束　1 启动失败　2 参数有误`;

interface Options {
  data: string;
  port: number;
  renderer: string;
  signingHost: string | undefined;
  json: boolean;
  withParent: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
      renderer: { type: 'string' },
      'signing-host': { type: 'string' },
      json: { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    process.exit(0);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port}`);
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  return {
    data: resolve(values.data ?? defaultDataDir(process.platform, process.env)),
    port,
    renderer: resolve(values.renderer ?? join(root, 'dist/renderer')),
    signingHost: values['signing-host'],
    json: values.json,
    withParent: values['with-parent'],
  };
}

async function serve(options: Options): Promise<void> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const core = await startCore({
    dataDir: options.data,
    rendererDir: options.renderer,
    keyring: fileKeyring,
    ...(options.signingHost === undefined ? {} : { signingHost: options.signingHost }),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const door = await openDoor(
    withPages((request) => core.fetch(request), options.renderer),
    { port: options.port },
  );

  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    await door.close();
    await core.close();
    process.exit(0);
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  if (options.withParent) process.stdin.on('close', close).resume();

  process.stdout.write(
    options.json ? `${JSON.stringify({ ready: true, url: door.url })}\n` : `接诉台已启动：${door.url}\n`,
  );
}

function fail(code: 1 | 2, sentence: string, json: boolean): never {
  if (json) process.stdout.write(`${JSON.stringify({ ready: false, error: sentence })}\n`);
  else process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

let options: Options;
try {
  options = readOptions();
} catch (error) {
  fail(2, `参数有误：${error instanceof Error ? error.message : String(error)}`, process.argv.includes('--json'));
}
try {
  await serve(options);
} catch (error) {
  fail(1, startFailure(error), options.json);
}
