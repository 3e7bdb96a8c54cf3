import { useId, useState } from 'react';
import { date, dateTime, nowIso } from '../../format.ts';
import { DueTag } from '../../pieces/DueTag.tsx';
import { Icon } from '../../pieces/Icon.tsx';
import { Tag } from '../../pieces/Tag.tsx';
import { CardTag } from './CardTag.tsx';
import { ClockProof } from './ClockProof.tsx';
import { type CaseClock, clockCard, clockKey, groupClocks } from './clockGroups.ts';
import { workingDaysLeft } from './remaining.ts';

/** The limits of the case: what is owed to the complainant, each unit's own, reminders; each opens its proof below. */
export function Clocks({ clocks, decided }: { clocks: readonly CaseClock[]; decided: boolean }) {
  const [open, setOpen] = useState<string | null>(null);
  const [past, setPast] = useState(false);
  const id = useId();
  if (clocks.length === 0) {
    return (
      <p className="clocks-none">
        {decided ? '制度没有给这一类规定天数，没有计时的时限。' : '还没有起算的时限，受理后按类别起算。'}
      </p>
    );
  }
  const { complainant, holders, reminders, stopped } = groupClocks(clocks);
  const shown = clocks.find((clock) => clockKey(clock) === open);
  const row = (label: string, its: readonly CaseClock[]) =>
    its.length === 0 ? null : (
      <div className="clocks-line" key={label}>
        <h2 className="clocks-whose">{label}</h2>
        <ul className="clocks-row">
          {its.map((clock) => (
            <li key={clockKey(clock)}>
              <ClockButton
                clock={clock}
                open={clockKey(clock) === open}
                proofId={`${id}-proof`}
                onOpen={() => setOpen((now) => (now === clockKey(clock) ? null : clockKey(clock)))}
              />
            </li>
          ))}
        </ul>
      </div>
    );
  const running = complainant.length + holders.length + reminders.length > 0;
  return (
    <section className="clocks" aria-label="时限">
      {row('对诉求人', complainant)}
      {holders.map(({ unit, clocks: its }) => row(unit, its))}
      {row('内部提醒', reminders)}
      {stopped.length > 0 && running ? (
        <button type="button" className="link clocks-past" aria-expanded={past} onClick={() => setPast((now) => !now)}>
          {past ? '收起' : '查看'}已完成的 {stopped.length} 项时限
        </button>
      ) : null}
      {past || !running ? row('已完成', stopped) : null}
      <div id={`${id}-proof`} hidden={!shown}>
        {shown ? <ClockProof clock={shown} onClose={() => setOpen(null)} /> : null}
      </div>
    </section>
  );
}

interface ClockButtonProps {
  clock: CaseClock;
  open: boolean;
  proofId: string;
  onOpen: () => void;
}

function ClockButton({ clock, open, proofId, onOpen }: ClockButtonProps) {
  const card = clockCard(clock, nowIso());
  return (
    <button
      type="button"
      className="clock"
      data-soft={clock.soft || undefined}
      data-card={card ?? undefined}
      aria-expanded={open}
      aria-controls={proofId}
      onClick={onOpen}
    >
      <span className="clock-what">{clock.what}</span>
      <span className="clock-due">
        {clock.dueAt ? dueWords(clock) : '制度未规定日期'}
        <ClockTag clock={clock} />
        {card ? <CardTag card={card} /> : null}
      </span>
      <span className="clock-why">
        依据 <Icon name="panel" size={13} />
      </span>
    </button>
  );
}

/** The day for limits in days; day and minute for limits in minutes. */
function dueWords(clock: CaseClock): string {
  if (!clock.dueAt) return '';
  return clock.due && clock.due.length > 10 ? dateTime(clock.dueAt) : date(clock.dueAt);
}

function ClockTag({ clock }: { clock: CaseClock }) {
  if (clock.state === 'no_date')
    return (
      <Tag tone="grey" icon="clock">
        及时
      </Tag>
    );
  if (clock.stoppedAt !== null) {
    const late = clock.state === 'late' && !clock.soft;
    return (
      <Tag tone={late ? 'red' : 'green'} icon={late ? 'alert' : 'check'} title={`完成于 ${dateTime(clock.stoppedAt)}`}>
        {late ? '逾期完成' : clock.soft ? '已完成' : '按时完成'}
      </Tag>
    );
  }
  if (!clock.dueAt) return null;
  if (clock.soft) {
    const past = Date.parse(clock.dueAt) < Date.now();
    return (
      <Tag tone="grey" icon="clock" title="内部提醒，不计逾期">
        {past ? '提醒日已过' : `${workingDaysLeft(clock.dueAt, nowIso())}个工作日后`}
      </Tag>
    );
  }
  return (
    <DueTag
      dueAt={clock.dueAt}
      provisional={clock.provisional}
      workingDaysLeft={workingDaysLeft(clock.dueAt, nowIso())}
    />
  );
}
