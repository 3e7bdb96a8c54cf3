import { Button } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import type { RosterView } from '../../../domain/contract/views/duty.ts';
import { type DutyPost, dutyPosts, type RosterShift } from '../../../domain/duty/roster.ts';
import { POST_WORDS } from './rosterWords.ts';
import { dayWords, timeOfDay, turnTimes } from './week.ts';

interface Props {
  days: readonly string[];
  people: RosterView['people'];
  busy: boolean;
  onAdd: (turns: RosterShift[]) => void;
}

/** One person, one post, from when to when; on one day or on each of the week. */
export function TurnForm({ days, people, busy, onAdd }: Props) {
  const id = useId();
  const [officerId, setOfficerId] = useState('');
  const [post, setPost] = useState<DutyPost>('officer');
  const [day, setDay] = useState('');
  const [from, setFrom] = useState('08:00');
  const [to, setTo] = useState('20:00');
  const fitting = people.filter((person) => person.posts.includes(post));
  const person = fitting.find((one) => one.id === officerId);
  const [begins, ends] = [timeOfDay(from), timeOfDay(to)];
  const times = begins !== null && ends !== null ? { from: begins, to: ends } : null;
  const chosen = day === '' ? days : days.filter((one) => one === day);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!person || times === null) return;
    onAdd(
      chosen.map((date) => ({
        id: crypto.randomUUID(),
        officerId: person.id,
        officerName: person.name,
        post,
        ...turnTimes(date, times.from, times.to),
      })),
    );
  };

  return (
    <section className="panel" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>排一班</h2>
      <form className="turn-form" onSubmit={submit}>
        <div className="choices" role="radiogroup" aria-label="岗位">
          {dutyPosts.map((value) => (
            <label className="choice" key={value}>
              <input type="radio" name={`${id}-post`} checked={post === value} onChange={() => setPost(value)} />
              <span>{POST_WORDS[value]}</span>
            </label>
          ))}
        </div>
        <label className="field">
          <span className="field-label">人员</span>
          <select className="input" value={person?.id ?? ''} onChange={(event) => setOfficerId(event.target.value)}>
            <option value="">请选择</option>
            {fitting.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="field-label">日期</span>
          <select
            className="input"
            value={days.includes(day) ? day : ''}
            onChange={(event) => setDay(event.target.value)}
          >
            <option value="">本周每天</option>
            {days.map((one) => (
              <option key={one} value={one}>
                {dayWords(one)}
              </option>
            ))}
          </select>
        </label>
        <div className="turn-times">
          <TimeField label="从" value={from} time={begins} onChange={setFrom} />
          <TimeField
            label={times && times.to <= times.from ? '到次日' : '到'}
            value={to}
            time={ends}
            onChange={setTo}
          />
        </div>
        {fitting.length === 0 ? (
          <p className="form-warning">没有人有{POST_WORDS[post]}的岗位，请先到“设置”给工作人员定岗位。</p>
        ) : null}
        <Button type="primary" htmlType="submit" loading={busy} disabled={!person || times === null}>
          排班
        </Button>
      </form>
    </section>
  );
}

/** 24 hours whatever the browser's own language is: `8`, `0830` and `20:30` are all understood. */
function TimeField({
  label,
  value,
  time,
  onChange,
}: {
  label: string;
  value: string;
  time: string | null;
  onChange: (value: string) => void;
}) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <input
        type="text"
        inputMode="numeric"
        className="input"
        placeholder="08:00"
        maxLength={5}
        value={value}
        aria-invalid={time === null || undefined}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => {
          if (time !== null) onChange(time);
        }}
      />
    </label>
  );
}
