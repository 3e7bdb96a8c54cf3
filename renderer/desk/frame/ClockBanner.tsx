import type { ClockView } from '../../../domain/contract/views.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useAct } from '../queries.ts';

/** Says that the PC's clock is not believed, what the desk goes by meanwhile, and lets a person settle it. */
export function ClockBanner({ clock }: { clock: ClockView }) {
  const confirm = useAct('clock.confirm', ['status']);
  if (clock.state === 'ok') return null;
  const what =
    clock.state === 'ahead'
      ? `电脑时间是 ${dateTime(clock.pc)}，比实际可能的时间超前一天以上`
      : `电脑时间是 ${dateTime(clock.pc)}，早于本站已经记录的时间`;
  return (
    <>
      <div className="note note-warn clock-banner" role="alert">
        <Icon name="clock" />
        <div className="note-words">
          <strong>{what}</strong>
          <div>
            现按 {dateTime(clock.trusted)}{' '}
            记录，时限不受影响。请核对并改正电脑时间，改正后自动恢复；如果电脑时间是对的，请点“时间无误”。
          </div>
        </div>
        <button type="button" className="button" disabled={confirm.isPending} onClick={() => confirm.mutate({})}>
          时间无误
        </button>
      </div>
      <ErrorNote error={confirm.error} />
    </>
  );
}
