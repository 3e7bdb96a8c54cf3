import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** The forms that are one place to write. */

/** 初步调查 */
export function InvestigateForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped(file.state.caseId, 'investigate', { text: '' });
  return (
    <form onSubmit={(event) => submit(event, { type: 'investigate', text: typed.text })}>
      <Writing
        label="初步调查情况"
        hint="向谁了解、看到什么、窗口怎么说，如实写。"
        value={typed.text}
        rows={4}
        autoFocus
        problem={problem('text')}
        onChange={(text) => type({ text })}
      />
      {buttons(written(typed.text))}
    </form>
  );
}

/** 回复意见 */
export function ReplyForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped(file.state.caseId, 'reply', { opinion: '' });
  const { contributions, redos, reply } = file.state;
  const latest = redos.at(-1);
  return (
    <form onSubmit={(event) => submit(event, { type: 'reply', opinion: typed.opinion })}>
      {(latest && !reply) || contributions.length > 0 ? (
        <dl className="form-facts">
          {latest && !reply ? (
            <>
              <dt>重办要求</dt>
              <dd>{latest.reason}</dd>
            </>
          ) : null}
          {contributions.map((one) => (
            <div key={one.at + one.unit}>
              <dt>协办意见</dt>
              <dd>
                {one.unit}：{one.opinion}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <Writing
        label="办理情况和答复意见"
        hint="写给诉求人看得懂的话：查明了什么，怎么处理，以后怎么办。"
        value={typed.opinion}
        rows={4}
        max={8_000}
        autoFocus
        problem={problem('opinion')}
        onChange={(opinion) => type({ opinion })}
      />
      {buttons(written(typed.opinion, 8_000))}
    </form>
  );
}

/** 协办意见: for which of the assisting units, and what it found. */
export function ContributeForm({ offer, file, submit, problem, buttons }: FormProps) {
  const units = file.state.assignment?.assisting ?? [];
  const [typed, type] = useTyped<{ unit: string | null; opinion: string }>(file.state.caseId, offer.key, {
    unit: units.length === 1 ? (units[0]?.name ?? null) : null,
    opinion: '',
  });
  const done = new Set(file.state.contributions.map((one) => one.unit));
  return (
    <form
      onSubmit={(event) => {
        if (typed.unit) submit(event, { type: 'contribute', unit: typed.unit, opinion: typed.opinion });
        else event.preventDefault();
      }}
    >
      <Picks
        legend="协办单位"
        name="unit"
        inline
        autoFocus
        value={typed.unit}
        problem={problem('unit')}
        options={units.map((unit) => ({
          value: unit.name,
          label: unit.name,
          more: done.has(unit.name) ? '已提交过，可再补充' : null,
        }))}
        onChange={(unit) => type({ unit })}
      />
      <Writing
        label="协办意见"
        hint="写明本单位负责部分的办理情况，由主办单位汇总答复。"
        value={typed.opinion}
        rows={3}
        max={8_000}
        problem={problem('opinion')}
        onChange={(opinion) => type({ opinion })}
      />
      {buttons(typed.unit !== null && written(typed.opinion, 8_000))}
    </form>
  );
}

/** 备注 */
export function NoteForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped(file.state.caseId, 'note', { text: '' });
  return (
    <form onSubmit={(event) => submit(event, { type: 'note', text: typed.text })}>
      <Writing
        label="备注内容"
        value={typed.text}
        autoFocus
        problem={problem('text')}
        onChange={(text) => type({ text })}
      />
      {buttons(written(typed.text))}
    </form>
  );
}
