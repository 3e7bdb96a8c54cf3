import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { previewPng } from '../printing/index.ts';
import type { SimulatorEvent } from '../printing/simulator/behaviour.ts';
import { type Action, act, actions, play, type Script, scriptSchema } from '../printing/simulator/script.ts';
import { startSimulator } from '../printing/simulator/simulator.ts';
import { type CommandLine, fromWhereCalled, UsageError } from './command-line.ts';
import { EXIT } from './help.ts';
import { FileError, type Outcome } from './outcome.ts';
import { reasonOf, writeWhole } from './write-file.ts';

const WORDS: Record<Action, readonly string[]> = {
  'paper in': ['装纸', 'in'],
  'paper out': ['缺纸', 'out'],
  'cover open': ['开盖', 'open'],
  'cover closed': ['合盖', 'closed'],
  on: ['开机'],
  off: ['关机'],
};
const HELP_LINE =
  '可输入：paper out 缺纸、paper in 装纸、cover open 开盖、cover closed 合盖、off 关机、on 开机、quit 退出';
/** How fast a receipt printer prints, ms per line. */
const MS_PER_LINE = 30;

/** `printer list` and `printer simulate`. */
export async function runPrinter(line: CommandLine): Promise<Outcome> {
  const words = line.words.join(' ');
  if (words === 'list') return (await import('./printer-list.ts')).runPrinterList();
  if (words === 'simulate') return simulate(line);
  throw new UsageError('用法：npm run desk -- printer list 或 printer simulate');
}

/** A receipt printer for people without one. Ends with `quit`, Ctrl+C, or the end of its input and script. */
async function simulate(line: CommandLine): Promise<Outcome> {
  const width = line.option('width') ?? '80';
  if (width !== '58' && width !== '80') throw new UsageError('--width 只能是 58 或 80');
  const wanted = Number(line.option('port') ?? 9100);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) throw new UsageError('--port 应为 0 至 65535');
  const script = readScript(line.option('script'));
  const folder = line.option('out') === undefined ? null : fromWhereCalled(line.option('out') ?? '');
  if (folder !== null) makeFolder(folder);

  const files: Promise<void>[] = [];
  let sheets = 0;
  const say = (text: string): void => void (line.json || process.stdout.write(`${text}\n`));
  const printer = await startSimulator({
    port: wanted,
    width,
    msPerLine: MS_PER_LINE,
    hear(event) {
      const text = sentenceOf(event);
      if (text !== null) say(text);
      if (event.type !== 'sheet' || folder === null) return;
      sheets += 1;
      const file = join(folder, `${String(sheets).padStart(4, '0')}.png`);
      files.push(previewPng(event.sheet.bytes, width).then((png) => void writeWhole(file, [png])));
    },
  }).catch((error: unknown) => {
    throw new FileError(`不能在 127.0.0.1:${wanted} 上接收打印（${reasonOf(error)}）`);
  });
  say(`模拟打印机（${width} 毫米）在 127.0.0.1:${printer.port} 等待打印。${HELP_LINE}`);

  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const played = play(printer, script, stop.signal);
  await obey(stop, (action) => act(printer, action), say);
  await played;
  await printer.close();
  await Promise.all(files);
  const out = { port: printer.port, sheets: printer.sheets().map(({ number, text }) => ({ number, text })) };
  return { text: `共打印 ${out.sheets.length} 张`, data: out, exit: EXIT.ok };
}

/** Carries out what is typed until `quit`, the end of the input, or the signal. */
async function obey(stop: AbortController, act: (action: Action) => Promise<void>, say: (text: string) => void) {
  const lines = createInterface({ input: process.stdin });
  stop.signal.addEventListener('abort', () => lines.close());
  for await (const typed of lines) {
    const word = typed.trim().toLowerCase().replaceAll(/\s+/g, ' ');
    if (word === '') continue;
    if (word === 'quit' || word === '退出') break;
    const action = actions.find((one) => one === word || WORDS[one].includes(word));
    if (action) await act(action);
    else say(HELP_LINE);
  }
  stop.abort();
}

function sentenceOf(event: SimulatorEvent): string | null {
  switch (event.type) {
    case 'connected':
      return '有程序连接';
    case 'busy':
      return '又有程序连接：等前一个结束';
    case 'closed':
      return '连接结束';
    case 'reset':
      return '连接被打印机断开';
    case 'asked':
      return event.question === 'GS r' ? '程序询问：前面的都印完了吗？' : `程序询问状态（${event.question}）`;
    case 'firstByte':
      return '开始接收一张文书';
    case 'sheet':
      return `印出一张，编号 ${event.sheet.number ?? '（没有）'}，${event.sheet.text.length} 行`;
    case 'scrap':
      return `印出残纸一张，${event.sheet.text.length} 行`;
    case 'paperOut':
      return '缺纸';
    case 'paperIn':
      return '已装纸';
    case 'coverOpen':
      return '机盖打开';
    case 'coverClosed':
      return '机盖合上';
    case 'off':
      return '已关机';
    case 'on':
      return '已开机';
  }
}

function readScript(path: string | undefined): Script {
  if (path === undefined) return [];
  let text: string;
  try {
    text = readFileSync(fromWhereCalled(path), 'utf8');
  } catch (error) {
    throw new FileError(`不能读取 ${path}（${reasonOf(error)}）`);
  }
  try {
    return scriptSchema.parse(JSON.parse(text));
  } catch {
    throw new FileError(
      `${path} 不是模拟打印机的剧本：应为数组，每步 {"after":秒,"do":"paper out"} 或 {"after":秒,"behave":{…}}`,
    );
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new FileError(`不能写入 ${folder}（${reasonOf(error)}）`);
  }
}
