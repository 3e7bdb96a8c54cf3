import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import type { CaseRow } from '../../../domain/contract/views.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';
import { Picks, Writing } from '../work/parts/form.tsx';

interface Props {
  open: readonly CaseRow[];
  unseen: number;
  seen: ReadonlySet<string>;
  me: string;
}

/** 交班: the next officer confirms with their own PIN; only what both have looked at is handed over. */
export function HandoverForm({ open, unseen, seen, me }: Props) {
  const id = useId();
  const officers = useCall('session.officers', {});
  const handOver = useAct('duty.handOver');
  const client = useQueryClient();
  const [to, setTo] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [note, setNote] = useState('');
  const others = (officers.data ?? []).filter((officer) => officer.active && officer.id !== me);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!to) return;
    const seenCases = open.filter((row) => seen.has(row.caseId)).map((row) => row.caseId);
    const done = await handOver.mutateAsync({ toOfficerId: to, toPin: pin, note, seenCases }).catch(() => null);
    setPin('');
    // The core ends this session with the handover: the next officer signs in.
    if (done) await client.invalidateQueries({ queryKey: ['status'] });
  }

  return (
    <section className="panel" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>交班</h2>
      {others.length === 0 && officers.data ? (
        <p className="quiet">没有其他在岗的工作人员。可到“设置”添加。</p>
      ) : (
        <form onSubmit={(event) => void submit(event)} className="handover-form">
          <Picks
            legend="交给"
            name={`${id}-to`}
            value={to}
            options={others.map((officer) => ({ value: officer.id, label: officer.name, more: officer.screenRole }))}
            onChange={setTo}
          />
          <Writing
            label="交代的事项"
            value={note}
            required={false}
            rows={3}
            hint={note === '' ? <span className="quiet">例如：某件约好今晚回电、某窗口明早来取件。</span> : null}
            onChange={setNote}
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
          {unseen > 0 ? <p className="form-warning">还有 {unseen} 件在办的没有看过，请逐件勾选。</p> : null}
          <Button
            type="primary"
            htmlType="submit"
            loading={handOver.isPending}
            disabled={to === null || pin === '' || unseen > 0 || note.length > 4_000}
          >
            交班
          </Button>
          <p className="quiet">交班后本机回到登录页，由接班人登录。</p>
        </form>
      )}
    </section>
  );
}
