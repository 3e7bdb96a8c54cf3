import { AutoComplete } from 'antd';
import { useId } from 'react';
import type { UnitRef } from '../../../../domain/contract/commands.ts';
import { Picks, Writing } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

const MAX_ID = 60;

/** 转办: a unit of the station's list, or any name typed; a unit with a station gets the case by sync. */
export function AssignForm({ file, settings, submit, problem, buttons }: FormProps) {
  const id = useId();
  const units = settings?.units ?? [];
  const [typed, type] = useTyped<{ unit: string; mode: 'handle' | 'read' | null; opinion: string }>(
    file.state.caseId,
    'assign',
    { unit: '', mode: null, opinion: '' },
  );
  const name = typed.unit.trim();
  const known = units.find((unit) => unit.name === name);
  const unit: UnitRef = known ?? { id: name.slice(0, MAX_ID), name, station: null };
  const trouble = problem('unit') ?? problem('unit.name');
  return (
    <form
      onSubmit={(event) => {
        if (typed.mode) submit(event, { type: 'assign', unit, mode: typed.mode, opinion: typed.opinion });
        else event.preventDefault();
      }}
    >
      <div className="form-field">
        <label htmlFor={id}>承办单位</label>
        <AutoComplete
          id={id}
          autoFocus
          value={typed.unit}
          options={units
            .filter((one) => name === '' || one.name.includes(name))
            .map((one) => ({ value: one.name, label: one.station ? `${one.name}（站点 ${one.station}）` : one.name }))}
          onChange={(value: string) => type({ unit: value })}
          placeholder="选择，或直接写单位名称"
          defaultActiveFirstOption={false}
          getPopupContainer={() => document.querySelector('main') ?? document.body}
          aria-describedby={`${id}-words`}
          style={{ width: '100%' }}
        />
        <div className="form-words" id={`${id}-words`}>
          {trouble ? <span className="form-problem">{trouble}</span> : null}
          {name === '' ? null : known?.station ? (
            <span>该单位有站点 {known.station}，上报后自动送达。</span>
          ) : (
            <span>该单位没有站点，请把交办单送达。</span>
          )}
        </div>
      </div>
      <Picks
        legend="方式"
        name="mode"
        inline
        value={typed.mode}
        problem={problem('mode')}
        options={[
          { value: 'handle', label: '承办', more: '办理并回复意见' },
          { value: 'read', label: '阅处', more: '建议类、与窗口无关的，转请阅处' },
        ]}
        onChange={(mode) => type({ mode })}
      />
      <Writing
        label="交办意见"
        value={typed.opinion}
        rows={2}
        required={false}
        problem={problem('opinion')}
        onChange={(opinion) => type({ opinion })}
      />
      {buttons(name !== '' && name.length <= 200 && typed.mode !== null && typed.opinion.length <= 4_000)}
    </form>
  );
}
