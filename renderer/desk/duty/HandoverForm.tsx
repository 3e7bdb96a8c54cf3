import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import type { ShiftView } from '../../../domain/contract/views/duty.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';
import { Picks, Writing } from '../work/parts/form.tsx';

interface Props {
  view: ShiftView;
  /** Open things that were not ticked yet. */
  unseen: number;
  handed: { seenCases: string[]; seenDrafts: string[]; seenTimers: string[] };
  me: string;
}

/** 交班: the regime's list answered, everything open ticked, and the next officer's own PIN. */
export function HandoverForm({ view, unseen, handed, me }: Props) {
  const id = useId();
  const officers = useCall('session.officers', {});
  const handOver = useAct('duty.handOver');
  const client = useQueryClient();
  const [to, setTo] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [note, setNote] = useState('');
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const others = (officers.data ?? []).filter((officer) => officer.active && officer.id !== me);
  const unanswered = view.items.filter((item) => (answers[item.id] ?? '').trim() === '');

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!to) return;
    const items = view.items.map((item) => ({ id: item.id, text: answers[item.id] ?? '' }));
    const done = await handOver.mutateAsync({ toOfficerId: to, toPin: pin, note, items, ...handed }).catch(() => null);
    setPin('');
    // The core ends this session with the handover: the next officer signs in.
    if (done) await client.invalidateQueries({ queryKey: ['status'] });
  }

  return (
    <section className="panel duty-handover" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>交班</h2>
      {others.length === 0 && officers.data ? (
        <p className="quiet">没有其他在岗的工作人员。可到“设置”添加。</p>
      ) : (
        <form onSubmit={(event) => void submit(event)} className="handover-form">
          {view.items.length === 0 ? null : (
            <fieldset className="handover-items">
              <legend>交接事项</legend>
              {view.items.map((item) => (
                <div key={item.id} className="form-field">
                  <label className="handover-label" htmlFor={`${id}-${item.id}`}>
                    {item.label}
                  </label>
                  <span className="handover-answer">
                    <Input
                      id={`${id}-${item.id}`}
                      value={answers[item.id] ?? ''}
                      maxLength={2_000}
                      aria-required
                      onChange={(event) => setAnswers({ ...answers, [item.id]: event.target.value })}
                    />
                    <Button
                      aria-label={`${item.label}：正常`}
                      onClick={() => setAnswers({ ...answers, [item.id]: '正常' })}
                    >
                      正常
                    </Button>
                  </span>
                </div>
              ))}
            </fieldset>
          )}
          <Writing
            label="交代的事项"
            value={note}
            required={false}
            rows={2}
            hint={note === '' ? <span className="quiet">例如：某件约好今晚回电、某窗口明早来取件。</span> : null}
            onChange={setNote}
          />
          <Picks
            legend="交给"
            name={`${id}-to`}
            value={to}
            options={others.map((officer) => ({ value: officer.id, label: officer.name, more: officer.screenRole }))}
            onChange={setTo}
          />
          <div className="form-field">
            <label htmlFor={`${id}-pin`}>接班人的 PIN</label>
            <Input.Password
              id={`${id}-pin`}
              value={pin}
              inputMode="numeric"
              autoComplete="off"
              maxLength={32}
              visibilityToggle={false}
              onChange={(event) => setPin(event.target.value)}
            />
          </div>
          <ErrorNote error={handOver.error} />
          {unseen > 0 ? <p className="form-warning">还有 {unseen} 项没有看过，请逐项勾选。</p> : null}
          {unanswered.length > 0 ? (
            <p className="form-warning">还没有填：{unanswered.map((item) => item.label).join('；')}。</p>
          ) : null}
          <Button
            type="primary"
            htmlType="submit"
            loading={handOver.isPending}
            disabled={to === null || pin === '' || unseen > 0 || unanswered.length > 0 || note.length > 4_000}
          >
            双方签认，交班
          </Button>
          <p className="quiet">交班人以本次登录签认，接班人以 PIN 签认。交班后本机回到登录页。</p>
        </form>
      )}
    </section>
  );
}
