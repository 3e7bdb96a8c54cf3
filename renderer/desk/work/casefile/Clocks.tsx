import { useId, useState } from 'react';
import type { CaseFileView } from '../../../../domain/contract/views.ts';
import { date, dateTime, nowIso } from '../../format.ts';
import { DueTag } from '../../pieces/DueTag.tsx';
import { Icon } from '../../pieces/Icon.tsx';
import { Tag } from '../../pieces/Tag.tsx';
import { ClockProof } from './ClockProof.tsx';
import { workingDaysLeft } from './remaining.ts';

export type CaseClock = CaseFileView['clocks'][number];

/** The limits of the case side by side; each opens its proof below. */
export function Clocks({ clocks, decided }: { clocks: readonly CaseClock[]; decided: boolean }) {
  const [open, setOpen] = useState<string | null>(null);
  const id = useId();
  if (clocks.length === 0) {
    return (
      <p className="clocks-none">
        {decided ? '制度没有给这一类规定天数，没有计时的时限。' : '还没有起算的时限，受理后按类别起算。'}
      </p>
    );
  }
  const shown = clocks.find((clock) => clock.limitId === open);
  return (
    <div className="clocks">
      <ul className="clocks-row">
        {clocks.map((clock) => (
          <li key={clock.limitId}>
            <button
              type="button"
              className="clock"
              aria-expanded={open === clock.limitId}
              aria-controls={`${id}-proof`}
              onClick={() => setOpen((now) => (now === clock.limitId ? null : clock.limitId))}
            >
              <span className="clock-what">{clock.what}</span>
              <span className="clock-due">
                {clock.dueAt ? dueWords(clock) : '制度未规定日期'}
                <ClockTag clock={clock} />
              </span>
              <span className="clock-why">
                依据 <Icon name="panel" size={13} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div id={`${id}-proof`} hidden={!shown}>
        {shown ? <ClockProof clock={shown} onClose={() => setOpen(null)} /> : null}
      </div>
    </div>
  );
}

/** The day for limits in days; day and minute for limits in minutes. */
function dueWords(clock: CaseClock): string {
  if (!clock.dueAt) return '';
  return clock.due && clock.due.length > 10 ? dateTime(clock.dueAt) : date(clock.dueAt);
}

export function ClockTag({ clock }: { clock: CaseClock }) {
  if (clock.state === 'no_date')
    return (
      <Tag tone="grey" icon="clock">
        及时
      </Tag>
    );
  if (clock.stoppedAt !== null) {
    const late = clock.state === 'late';
    return (
      <Tag tone={late ? 'red' : 'green'} icon={late ? 'alert' : 'check'} title={`完成于 ${dateTime(clock.stoppedAt)}`}>
        {late ? '逾期完成' : '按时完成'}
      </Tag>
    );
  }
  if (!clock.dueAt) return null;
  return (
    <DueTag
      dueAt={clock.dueAt}
      provisional={clock.provisional}
      workingDaysLeft={workingDaysLeft(clock.dueAt, nowIso())}
    />
  );
}
