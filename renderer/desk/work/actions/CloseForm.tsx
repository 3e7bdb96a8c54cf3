import { Button } from 'antd';
import {
  OUTCOME_WORDS,
  type Outcome,
  outcomes,
  VERIFICATION_WORDS,
  type Verification,
  verifications,
} from '../../../../domain/contract/commands.ts';
import { Reminders } from '../../register/Say.tsx';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { OfficerName } from './OfficerName.tsx';
import { answered, type Findings, ReviewList } from './ReviewList.tsx';
import { useTyped } from './useTyped.ts';

interface Typed {
  outcome: Outcome | null;
  verified: Verification | null;
  summary: string;
  findings: Findings;
  person: string;
  counted: boolean;
}

/** 结案: what came of it, whether it was true, and the review that the regime wants before the end. */
export function CloseForm({ file, regime, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<Typed>(file.state.caseId, 'close', {
    outcome: null,
    verified: null,
    summary: '',
    findings: {},
    person: '',
    counted: true,
  });
  const { outcome, verified, summary, findings, person, counted } = typed;
  const source = file.state.feedback?.result ?? file.state.reply?.opinion;
  const { criteria, requireSatisfied } = regime.profile.closing ?? { criteria: [], requireSatisfied: null };
  const counts = (regime.profile.consequences ?? []).length > 0;
  const refusal = problem('outcome');
  const { category } = file.state;
  const mustSatisfy = category !== null && requireSatisfied?.categories.includes(category);
  return (
    <form
      onSubmit={(event) => {
        if (!outcome || !verified) return event.preventDefault();
        const review = criteria.map(({ id }) => ({
          id,
          holds: findings[id]?.holds ?? false,
          note: findings[id]?.note ?? '',
        }));
        submit(event, {
          type: 'close',
          outcome,
          verified,
          summary,
          ...(criteria.length > 0 ? { review } : {}),
          ...(person.trim() === '' ? {} : { person: person.trim() }),
          ...(counts ? { counted } : {}),
        });
      }}
    >
      <Reminders regime={regime} when="closing" />
      <p className="form-rule">
        {mustSatisfy ? `投诉人满意后才能结案：“${requireSatisfied?.source}”` : '不满意也可以结案，如实记录即可。'}
      </p>
      <Picks
        legend="办理结果"
        name="outcome"
        inline
        autoFocus
        value={outcome}
        problem={refusal && requireSatisfied ? `${refusal}：“${requireSatisfied.source}”` : refusal}
        options={outcomes.map((value) => ({ value, label: OUTCOME_WORDS[value] }))}
        onChange={(value) => type({ outcome: value })}
      />
      <Picks
        legend="反映的情况是否属实"
        name="verified"
        inline
        value={verified}
        problem={problem('verified')}
        options={verifications.map((value) => ({ value, label: VERIFICATION_WORDS[value] }))}
        onChange={(value) => type({ verified: value })}
      />
      {criteria.length > 0 ? (
        <ReviewList
          criteria={criteria}
          findings={findings}
          problem={(id) => problem(`review.${id}`)}
          onChange={(next) => type({ findings: next })}
        />
      ) : null}
      <Writing
        label="办结情况"
        value={summary}
        rows={2}
        max={8_000}
        problem={problem('summary')}
        hint={
          source && summary.trim() === '' ? (
            <Button size="small" onClick={() => type({ summary: source })}>
              引用已反馈的结果
            </Button>
          ) : null
        }
        onChange={(text) => type({ summary: text })}
      />
      {counts ? (
        <div className="form-columns">
          <OfficerName
            label="查实涉及的人员"
            required={false}
            hint="用于年度计数；不涉及具体人员的不填。"
            value={person}
            problem={problem('person')}
            onChange={(name) => type({ person: name })}
          />
          <label className="check">
            <input type="checkbox" checked={!counted} onChange={(event) => type({ counted: !event.target.checked })} />
            误会或错告，不计入考核
          </label>
        </div>
      ) : null}
      {buttons(outcome !== null && verified !== null && answered(criteria, findings) && written(summary, 8_000))}
    </form>
  );
}
