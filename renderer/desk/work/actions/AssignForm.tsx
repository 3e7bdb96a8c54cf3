import { AutoComplete, Button } from 'antd';
import { useId, useState } from 'react';
import type { UnitRef } from '../../../../domain/contract/commands.ts';
import { Picks, Writing } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

const MAX_ID = 60;
const MOST_ASSISTING = 20;

interface Typed {
  unit: string;
  mode: 'handle' | 'read' | null;
  opinion: string;
  assisting: string[];
  area: 'in' | 'out' | null;
}

/** 转办: a unit of the station's list, or any name typed; a unit with a station gets the case by sync. */
export function AssignForm({ file, regime, settings, submit, problem, buttons }: FormProps) {
  const units = settings?.units ?? [];
  const [typed, type] = useTyped<Typed>(file.state.caseId, 'assign', {
    unit: '',
    mode: null,
    opinion: '',
    assisting: [],
    area: null,
  });
  const name = typed.unit.trim();
  const refOf = (called: string): UnitRef =>
    units.find((unit) => unit.name === called) ?? { id: called.slice(0, MAX_ID), name: called, station: null };
  const known = units.find((unit) => unit.name === name);
  const twoAreas = regime.profile.limits.some((limit) => limit.when === 'in_area' || limit.when === 'out_of_area');
  const before = file.state.returns.at(-1);
  const assisting = typed.mode === 'read' ? [] : typed.assisting.filter((one) => one !== name);
  return (
    <form
      onSubmit={(event) => {
        if (!typed.mode) return event.preventDefault();
        submit(event, {
          type: 'assign',
          unit: refOf(name),
          mode: typed.mode,
          opinion: typed.opinion,
          ...(assisting.length > 0 ? { assisting: assisting.map(refOf) } : {}),
          ...(twoAreas && typed.area ? { outOfArea: typed.area === 'out' } : {}),
        });
      }}
    >
      {before ? (
        <p className="form-consequence">
          {before.unit}已退回：{before.reason}
        </p>
      ) : null}
      <UnitName
        label={assisting.length > 0 ? '主办单位' : '承办单位'}
        value={typed.unit}
        units={units}
        autoFocus
        problem={problem('unit') ?? problem('unit.name')}
        words={
          name === ''
            ? null
            : known?.station
              ? `该单位有站点 ${known.station}，上报后自动送达。`
              : '该单位没有站点，请把交办单送达。'
        }
        onChange={(unit) => type({ unit })}
      />
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
      {typed.mode === 'read' ? null : (
        <Assisting units={units} lead={name} chosen={typed.assisting} onChange={(list) => type({ assisting: list })} />
      )}
      {twoAreas ? (
        <Picks
          legend="承办单位在哪里"
          name="area"
          inline
          value={typed.area}
          hint="本制度对区域内、区域外的办理时限规定不同。"
          problem={problem('outOfArea')}
          options={[
            { value: 'in', label: '区域内' },
            { value: 'out', label: '区域外' },
          ]}
          onChange={(area) => type({ area })}
        />
      ) : null}
      <Writing
        label="交办意见"
        value={typed.opinion}
        rows={2}
        required={false}
        problem={problem('opinion')}
        onChange={(opinion) => type({ opinion })}
      />
      {buttons(
        name !== '' &&
          name.length <= 200 &&
          typed.mode !== null &&
          (!twoAreas || typed.area !== null) &&
          typed.opinion.length <= 4_000,
      )}
    </form>
  );
}

interface AssistingProps {
  units: readonly { name: string; station: string | null }[];
  lead: string;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** 协办: one after the other, each can be taken out again. */
function Assisting({ units, lead, chosen, onChange }: AssistingProps) {
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const free = name !== '' && name !== lead && !chosen.includes(name) && chosen.length < MOST_ASSISTING;
  return (
    <div className="assisting">
      <UnitName
        label="协办单位"
        required={false}
        value={typed}
        units={units.filter((one) => one.name !== lead && !chosen.includes(one.name))}
        words={name !== '' && name === lead ? '这是主办单位，不必再列为协办。' : null}
        onChange={setTyped}
      />
      <Button
        disabled={!free}
        onClick={() => {
          onChange([...chosen, name]);
          setTyped('');
        }}
      >
        加为协办
      </Button>
      {chosen.length > 0 ? (
        <ul className="assisting-list" aria-label="已列的协办单位">
          {chosen.map((one) => (
            <li key={one}>
              {one}
              <Button
                size="small"
                aria-label={`去掉 ${one}`}
                onClick={() => onChange(chosen.filter((other) => other !== one))}
              >
                去掉
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

interface UnitNameProps {
  label: string;
  value: string;
  units: readonly { name: string; station: string | null }[];
  words: string | null;
  problem?: string | undefined;
  required?: boolean;
  autoFocus?: boolean;
  onChange: (value: string) => void;
}

function UnitName({
  label,
  value,
  units,
  words,
  problem,
  required = true,
  autoFocus = false,
  onChange,
}: UnitNameProps) {
  const id = useId();
  const name = value.trim();
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {label}
        {required ? null : <span className="quiet">（可不填）</span>}
      </label>
      <AutoComplete
        id={id}
        autoFocus={autoFocus}
        value={value}
        maxLength={200}
        options={units
          .filter((one) => name === '' || one.name.includes(name))
          .map((one) => ({ value: one.name, label: one.station ? `${one.name}（站点 ${one.station}）` : one.name }))}
        onChange={(next: string) => onChange(next)}
        placeholder="选择，或直接写单位名称"
        defaultActiveFirstOption={false}
        getPopupContainer={() => document.querySelector('main') ?? document.body}
        aria-describedby={`${id}-words`}
        style={{ width: '100%' }}
      />
      <div className="form-words" id={`${id}-words`}>
        {problem ? <span className="form-problem">{problem}</span> : null}
        {words ? <span>{words}</span> : null}
      </div>
    </div>
  );
}
