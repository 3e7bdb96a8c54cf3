import { Button } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import type { RosterView } from '../../../domain/contract/views.ts';
import { type DutyPost, dutyPosts, type RosterShift } from '../../../domain/duty/roster.ts';
import { POST_WORDS } from './rosterWords.ts';
import { dayWords, turnTimes } from './week.ts';

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
  const chosen = day === '' ? days : days.filter((one) => one === day);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!person || from === '' || to === '') return;
    onAdd(
      chosen.map((date) => ({
        id: crypto.randomUUID(),
        officerId: person.id,
        officerName: person.name,
        post,
        ...turnTimes(date, from, to),
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
          <label className="field">
            <span className="field-label">从</span>
            <input type="time" className="input" value={from} onChange={(event) => setFrom(event.target.value)} />
          </label>
          <label className="field">
            <span className="field-label">{to > from ? '到' : '到次日'}</span>
            <input type="time" className="input" value={to} onChange={(event) => setTo(event.target.value)} />
          </label>
        </div>
        {fitting.length === 0 ? (
          <p className="form-warning">没有人有{POST_WORDS[post]}的岗位，请先到“设置”给工作人员定岗位。</p>
        ) : null}
        <Button type="primary" htmlType="submit" loading={busy} disabled={!person || from === '' || to === ''}>
          排班
        </Button>
      </form>
    </section>
  );
}
