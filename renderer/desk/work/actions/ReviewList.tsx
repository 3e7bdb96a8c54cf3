import { Input } from 'antd';
import type { Profile } from '../../../../domain/regimes/profile-schema.ts';

type Criteria = NonNullable<Profile['closing']>['criteria'];

/** What was found of each criterion, by its id; one without `holds` is not answered yet. */
export type Findings = Record<string, { holds: boolean | null; note: string }>;

interface Props {
  criteria: Criteria;
  findings: Findings;
  problem: (criterion: string) => string | undefined;
  onChange: (findings: Findings) => void;
}

/** 办结审核: every criterion of the text is answered; what does not hold is explained. */
export function ReviewList({ criteria, findings, problem, onChange }: Props) {
  const set = (id: string, change: Partial<Findings[string]>) =>
    onChange({ ...findings, [id]: { ...{ holds: null, note: '' }, ...findings[id], ...change } });
  const open = criteria.filter(({ id }) => (findings[id]?.holds ?? null) === null).length;
  return (
    <div className="review">
      <div className="review-title">
        办结审核
        <span className="quiet" role="status">
          {`　${open === 0 ? '已逐项核对' : `还有 ${open} 项没有核对`}；不符合的须写明情况`}
        </span>
      </div>
      <ol className="review-list">
        {criteria.map(({ id, text }, at) => {
          const found = findings[id] ?? { holds: null, note: '' };
          const trouble = problem(id);
          return (
            <li key={id} data-open={found.holds === false || undefined}>
              <fieldset>
                <legend>
                  {at + 1}. {text}
                </legend>
                <span className="review-answers">
                  {[true, false].map((value) => (
                    <label key={String(value)} className="check">
                      <input
                        type="radio"
                        name={`review-${id}`}
                        checked={found.holds === value}
                        onChange={() => set(id, { holds: value })}
                      />
                      {value ? '符合' : '不符合'}
                    </label>
                  ))}
                </span>
                {found.holds === false ? (
                  <Input
                    aria-label={`第${at + 1}项不符合的情况`}
                    placeholder="写明不符合的情况"
                    value={found.note}
                    maxLength={1_000}
                    status={trouble || found.note.trim() === '' ? 'error' : ''}
                    onChange={(event) => set(id, { note: event.target.value })}
                  />
                ) : null}
                {trouble ? <div className="form-problem">{trouble}</div> : null}
              </fieldset>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Whether every criterion is answered, and what does not hold explained. */
export function answered(criteria: Criteria, findings: Findings): boolean {
  return criteria.every(({ id }) => {
    const found = findings[id];
    return found?.holds === true || (found?.holds === false && found.note.trim() !== '');
  });
}
