import { restoreBackup } from '../core/backup/restore.ts';
import { fileKeyring } from '../core/keys/file-keyring.ts';
import { type CommandLine, demandOption, fromWhereCalled } from './command-line.ts';
import { EXIT } from './help.ts';
import type { Outcome } from './outcome.ts';

/** Makes a station out of a backup, in a data directory that has none. */
export async function runRestore(line: CommandLine): Promise<Outcome> {
  const head = await restoreBackup({
    dataDir: line.data,
    keyring: fileKeyring,
    now: () => new Date(),
    file: fromWhereCalled(demandOption(line, 'from')),
    code: demandOption(line, 'code'),
  });
  const { station, counts, made } = head;
  const text = `已恢复站点 ${station.code}（${station.name}），${made} 的备份，案卷 ${counts.cases} 件\n请停用旧电脑，再启动接诉台`;
  return { text, data: { station, made, ...counts }, exit: EXIT.ok };
}
