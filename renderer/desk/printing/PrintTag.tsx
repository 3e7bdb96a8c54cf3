import { PRINT_STATE_WORDS, type PrintState } from '../../../domain/contract/printing.ts';
import type { IconName } from '../pieces/Icon.tsx';
import { Tag, type Tone } from '../pieces/Tag.tsx';

const LOOKS: Record<PrintState, [Tone, IconName]> = {
  queued: ['grey', 'clock'],
  sending: ['blue', 'printer'],
  sent: ['blue', 'clock'],
  confirmed: ['green', 'check'],
  failed: ['red', 'cross'],
  unconfirmed: ['orange', 'alert'],
};

/** What is known of a print; 已打印 only when the printer or the officer said so. */
export function PrintTag({ state }: { state: PrintState }) {
  const [tone, icon] = LOOKS[state];
  return (
    <Tag tone={tone} icon={icon}>
      {PRINT_STATE_WORDS[state]}
    </Tag>
  );
}
