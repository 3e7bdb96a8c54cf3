import { Button, Input } from 'antd';
import { useId } from 'react';
import { isDate } from '../../../domain/calendar/dates.ts';
import {
  nextPeriod,
  PERIOD_KIND_WORDS,
  type Period,
  type PeriodKind,
  periodKinds,
  periodName,
  periodOf,
  previousPeriod,
} from '../../../domain/counting/periods.ts';
import { Picks } from '../work/parts/form.tsx';

/** The period looked at: a whole one of a kind, or two dates of one's own. */
export type Choice = { kind: PeriodKind; period: Period } | { kind: 'custom'; period: Period };

const KINDS = [...periodKinds, 'custom'] as const;

export function PeriodPicker({
  choice,
  today,
  onChange,
}: {
  choice: Choice;
  today: string;
  onChange: (choice: Choice) => void;
}) {
  const { kind, period } = choice;
  return (
    <div className="period">
      <Picks
        legend="统计时段"
        name="period"
        inline
        value={kind}
        options={KINDS.map((value) => ({ value, label: value === 'custom' ? '自定义' : PERIOD_KIND_WORDS[value] }))}
        onChange={(value) =>
          onChange(
            value === 'custom'
              ? { kind: value, period }
              : { kind: value, period: periodOf(value, inside(period, today)) },
          )
        }
      />
      {kind === 'custom' ? (
        <div className="period-dates">
          <DateBox
            label="从"
            value={period.from}
            onChange={(from) => onChange({ kind, period: { ...period, from } })}
          />
          <DateBox label="到" value={period.to} onChange={(to) => onChange({ kind, period: { ...period, to } })} />
        </div>
      ) : (
        <div className="period-step">
          <Button aria-label="上一时段" onClick={() => onChange({ kind, period: previousPeriod(kind, period) })}>
            ‹
          </Button>
          <strong aria-live="polite">{periodName(kind, period)}</strong>
          <Button
            aria-label="下一时段"
            disabled={period.to >= today}
            onClick={() => onChange({ kind, period: nextPeriod(kind, period) })}
          >
            ›
          </Button>
        </div>
      )}
    </div>
  );
}

/** A day of the old period to find the new one by: today when it is in it. */
function inside(period: Period, today: string): string {
  const good = isDate(period.from) && isDate(period.to);
  return !good || (today >= period.from && today <= period.to) ? today : period.from;
}

function DateBox({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <span className="date-box">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        maxLength={10}
        placeholder="yyyy-MM-dd"
        status={isDate(value) ? '' : 'error'}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </span>
  );
}
