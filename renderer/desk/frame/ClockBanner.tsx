import type { ClockView } from '../../../domain/contract/views/station.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useAct } from '../queries.ts';
import { clockWords } from './status-words.ts';

/** Says that the PC's clock is not believed, what the desk goes by meanwhile, and lets a person settle it. */
export function ClockBanner({ clock }: { clock: ClockView }) {
  const confirm = useAct('clock.confirm', ['status']);
  const words = clockWords(clock);
  if (words === null) return null;
  return (
    <>
      <div className="note note-warn clock-banner" role="alert">
        <Icon name="clock" />
        <div className="note-words">
          <strong>{words.wrong}</strong>
          <div>{words.meanwhile}。请核对并改正电脑时间，改正后自动恢复；如果电脑时间是对的，请点“时间无误”。</div>
        </div>
        <button type="button" className="button" disabled={confirm.isPending} onClick={() => confirm.mutate({})}>
          时间无误
        </button>
      </div>
      <ErrorNote error={confirm.error} />
    </>
  );
}
