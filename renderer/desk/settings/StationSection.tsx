import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import type { RegimeView, SettingsView } from '../../../domain/contract/views/station.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct } from '../queries.ts';

/** Name, organisation and telephone stand on every paper; code and regime are fixed when the station is made. */
export function StationSection({ settings, regime }: { settings: SettingsView; regime: RegimeView }) {
  const { station, units, windows } = settings;
  const save = useAct('settings.saveStation', ['settings.get', 'status']);
  const [typed, setTyped] = useState({
    name: station.name,
    organisation: station.organisation,
    phone: station.phone,
  });
  const problem = (path: string) => save.error?.fields.find((field) => field.path === path)?.message ?? '';

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ ...typed, units, windows });
  }

  return (
    <section className="panel" id="settings-station" aria-labelledby="station-title">
      <h2 id="station-title">站点</h2>
      <dl className="facts">
        <div className="fact">
          <dt>站点代码</dt>
          <dd className="number">{station.code}</dd>
        </div>
        <div className="fact wide">
          <dt>办理制度</dt>
          <dd>{regime.name}</dd>
        </div>
      </dl>
      <form className="station-form" onSubmit={submit}>
        <Line
          label="站点名称"
          value={typed.name}
          problem={problem('name')}
          onChange={(name) => setTyped({ ...typed, name })}
        />
        <Line
          label="机构名称（印在文书上）"
          value={typed.organisation}
          problem={problem('organisation')}
          onChange={(organisation) => setTyped({ ...typed, organisation })}
        />
        <Line
          label="咨询电话（印在小票上）"
          value={typed.phone}
          problem={problem('phone')}
          onChange={(phone) => setTyped({ ...typed, phone })}
        />
        <Button htmlType="submit" loading={save.isPending} disabled={typed.name.trim() === ''}>
          保存站点
        </Button>
      </form>
      <ErrorNote error={save.error} />
      {save.isSuccess ? (
        <p role="status" className="saved-words">
          已保存。
        </p>
      ) : null}
    </section>
  );
}

interface LineProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem?: string;
  max?: number;
}

/** A labelled line of text with the refusal beside it. */
export function Line({ label, value, onChange, problem = '', max = 200 }: LineProps) {
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        maxLength={max}
        status={problem ? 'error' : ''}
        aria-describedby={`${id}-words`}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="form-words" id={`${id}-words`}>
        {problem ? <span className="form-problem">{problem}</span> : null}
      </div>
    </div>
  );
}
