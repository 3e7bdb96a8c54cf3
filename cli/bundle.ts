import { readFileSync } from 'node:fs';
import { directoryPeers } from '../core/relay/directory-peers.ts';
import { createRelay } from '../core/relay/relay.ts';
import { type CommandLine, demandOption, fromWhereCalled, UsageError } from './command-line.ts';
import { EXIT } from './help.ts';
import { withStation } from './open-station.ts';
import { FileError, type Outcome } from './outcome.ts';
import { writeWhole } from './write-file.ts';

/** Makes, takes or lists relay bundles of a desk that is not running. */
export async function runBundle(line: CommandLine): Promise<Outcome> {
  const [word = '', file, ...rest] = line.words;
  if (rest.length > 0) throw new UsageError(`多余的参数：${rest[0]}`);
  if (word === 'list') return list(line);
  if (word === 'make') return make(line);
  if (word === 'take' && file !== undefined) return take(line, fromWhereCalled(file));
  throw new UsageError('请写明 make、take FILE 或 list');
}

async function make(line: CommandLine): Promise<Outcome> {
  const to = demandOption(line, 'to');
  const out = fromWhereCalled(demandOption(line, 'out'));
  return withStation(line.data, 'owner', async (workspace) => {
    const { made, bytes } = await createRelay(workspace, directoryPeers(workspace)).make(to);
    writeWhole(out, [bytes]);
    const left = made.entriesLeftOut + made.filesLeftOut;
    const text = `已制作：${made.entries} 条，附件 ${made.files} 个${left > 0 ? `；装不下 ${made.entriesLeftOut} 条、附件 ${made.filesLeftOut} 个` : ''}\n${out}`;
    return { text, data: { ...made, out }, exit: EXIT.ok };
  });
}

async function take(line: CommandLine, file: string): Promise<Outcome> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new FileError(`读不了文件：${file}`);
  }
  return withStation(line.data, 'owner', async (workspace) => {
    const taken = await createRelay(workspace, directoryPeers(workspace)).take(bytes);
    const text =
      taken.role === 'carried'
        ? `已代站点 ${taken.from} 保存（${taken.entries} 条），连上中心后自动转交`
        : `已导入站点 ${taken.from} 的 ${taken.entries} 条，其中新的 ${taken.fresh} 条`;
    return { text, data: taken, exit: EXIT.ok };
  });
}

const ROLE_WORDS = { made: '制作', taken: '导入', carried: '代转' } as const;

async function list(line: CommandLine): Promise<Outcome> {
  return withStation(line.data, 'reader', (workspace) => {
    const { bundles } = createRelay(workspace, directoryPeers(workspace)).list();
    const lines = bundles.map(({ role, from, to, entries, at, deliveredAt, trouble }) =>
      [
        ROLE_WORDS[role],
        `${from} → ${to}`,
        `${entries} 条`,
        at,
        trouble?.message ?? (deliveredAt ? '已转交' : ''),
      ].join('\t'),
    );
    return { text: lines.join('\n') || '没有数据包', data: { bundles }, exit: EXIT.ok };
  });
}
