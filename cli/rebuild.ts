import { rebuildProjections } from '../core/services/rebuild-projections.ts';
import type { CommandLine } from './command-line.ts';
import { withStation } from './open-station.ts';
import type { Outcome } from './outcome.ts';
import { verifyOutcome } from './verify.ts';

/** Cases between two lines of progress: about a second of work. */
const STEP = 5_000;

export function runRebuild(line: CommandLine): Promise<Outcome> {
  return withStation(line.data, 'owner', (workspace) => {
    const rebuilt = rebuildProjections(workspace, (done, total) => {
      if (done % STEP === 0 && done < total) process.stderr.write(`已重建 ${done} / ${total}\n`);
    });
    const verified = verifyOutcome(workspace);
    return {
      text: `已重建 ${rebuilt} 个案卷\n${verified.text}`,
      data: { rebuilt, ...(verified.data as object) },
      exit: verified.exit,
    };
  });
}
