import { Input } from 'antd';
import { useId } from 'react';
import { UrgingLog } from '../casefile/UrgingLog.tsx';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { OfficerName } from './OfficerName.tsx';
import { useTyped } from './useTyped.ts';

interface Typed {
  level: 'yellow' | 'red' | null;
  unit: string;
  person: string;
  progress: string;
}

/** 催办、督办、黄牌红牌: whom it goes to and how far the work is, beside the log of the earlier ones. */
export function UrgeForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const unitId = useId();
  const { state, row } = file;
  const rule = regime.profile.urging.find((one) => one.id === offer.step);
  const cards = rule?.cards !== undefined;
  const [typed, type] = useTyped<Typed>(state.caseId, offer.key, {
    level: null,
    unit: state.assignment?.unit.name ?? state.record.respondent.unit,
    person: '',
    progress: '',
  });
  const { level, unit, person, progress } = typed;
  const ready = (!cards || level !== null) && written(unit, 200) && written(progress);
  const trouble = problem('unit');
  return (
    <form
      className="urge-form"
      onSubmit={(event) => {
        if (!offer.step) return event.preventDefault();
        const card = cards && level ? { level } : {};
        submit(event, { type: 'urge', urging: offer.step, ...card, unit, person, progress });
      }}
    >
      <div className="urge-fields">
        {cards ? (
          <Picks
            legend="警示"
            name="level"
            inline
            autoFocus
            value={level}
            problem={problem('level')}
            options={[
              { value: 'yellow', label: '黄牌', more: '临近办理时限' },
              {
                value: 'red',
                label: '红牌',
                more: row.card === 'red' ? '已超过办理时限' : '尚未逾期，不发红牌',
                disabled: row.card !== 'red',
              },
            ]}
            onChange={(value) => type({ level: value })}
          />
        ) : null}
        <div className="form-columns">
          <div className="form-field">
            <label htmlFor={unitId}>发给哪个单位</label>
            <Input
              id={unitId}
              value={unit}
              maxLength={200}
              autoFocus={!cards}
              status={trouble ? 'error' : ''}
              onChange={(event) => type({ unit: event.target.value })}
            />
            {trouble ? <div className="form-problem">{trouble}</div> : null}
          </div>
          <OfficerName
            label="承办人"
            required={false}
            value={person}
            problem={problem('person')}
            onChange={(name) => type({ person: name })}
          />
        </div>
        <Writing
          label="目前的办理进度"
          hint="问过谁、办到哪一步、答应何时办结。"
          value={progress}
          rows={3}
          problem={problem('progress')}
          onChange={(text) => type({ progress: text })}
        />
      </div>
      <section className="urge-log" aria-label="历次催办督办">
        <h4>历次催办督办</h4>
        <UrgingLog urgings={state.urgings} />
      </section>
      {buttons(ready)}
    </form>
  );
}
