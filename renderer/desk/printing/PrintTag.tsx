import { PRINT_STATE_WORDS, type PrintJob, type PrintState } from '../../../domain/contract/printing.ts';
import type { IconName } from '../pieces/Icon.tsx';
import { Tag, type Tone } from '../pieces/Tag.tsx';
import { useCall } from '../queries.ts';

const LOOKS: Record<PrintState, [Tone, IconName]> = {
  queued: ['grey', 'clock'],
  sending: ['blue', 'printer'],
  sent: ['blue', 'clock'],
  confirmed: ['green', 'check'],
  failed: ['red', 'cross'],
  unconfirmed: ['orange', 'alert'],
};
const HELD_UP: [Tone, IconName] = ['orange', 'alert'];

/** What came of it, where no paper comes out: 已打印 is said of paper only. */
const WITHOUT_PAPER = { screen: '已显示在屏幕上', folder: '已存入文件夹' } as const;

/** What is known of a print; 已打印 only when the printer or the officer said so. */
export function PrintTag({ job }: { job: Pick<PrintJob, 'state' | 'printerId' | 'lastError'> }) {
  const status = useCall('status', {});
  const [tone, icon] = job.state === 'queued' && job.lastError !== null ? HELD_UP : LOOKS[job.state];
  const kind = status.data?.printers.find(({ id }) => id === job.printerId)?.kind;
  const noPaper = job.state === 'confirmed' && (kind === 'screen' || kind === 'folder');
  return (
    <Tag tone={tone} icon={icon}>
      {noPaper ? WITHOUT_PAPER[kind] : PRINT_STATE_WORDS[job.state]}
    </Tag>
  );
}
