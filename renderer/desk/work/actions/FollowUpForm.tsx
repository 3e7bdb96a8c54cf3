import { type FeedbackMeans, MEANS_WORDS } from '../../../../domain/contract/commands.ts';
import { SATISFACTION_WORDS, type Satisfaction } from '../../../../domain/contract/words.ts';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { Rating } from './Rating.tsx';
import { useTyped } from './useTyped.ts';

const MEANS_LABELS: Record<FeedbackMeans, string> = {
  in_person: '上门或当面',
  phone: '电话',
  web: '网络',
  letter: '书面',
  publication: '公开',
  impossible: '联系不上',
};

const MEANS = ['phone', 'in_person', 'web', 'letter', 'impossible'] as const satisfies readonly FeedbackMeans[];

interface Typed {
  means: FeedbackMeans | null;
  satisfaction: Satisfaction | 'declined' | null;
  opinion: string;
}

/** 回访: asked again after the answer, in the citizen's own words. */
export function FollowUpForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<Typed>(file.state.caseId, offer.key, { means: null, satisfaction: null, opinion: '' });
  const { means, satisfaction, opinion } = typed;
  const rules = regime.profile.followup ?? [];
  const rates = rules.some((rule) => rule.satisfaction) && means !== 'impossible';
  const { feedback } = file.state;
  return (
    <form
      onSubmit={(event) => {
        if (means) submit(event, { type: 'follow_up', means, satisfaction: rates ? satisfaction : null, opinion });
        else event.preventDefault();
      }}
    >
      {rules.map((rule) => (
        <p key={rule.id} className="form-rule">
          {rule.text}
          {rule.sampling === 'random' ? '（抽样回访）' : ''}
        </p>
      ))}
      {feedback ? (
        <dl className="form-facts">
          <dt>反馈时</dt>
          <dd>
            {MEANS_WORDS[feedback.means]}
            {feedback.satisfaction ? `，评价“${SATISFACTION_WORDS[feedback.satisfaction]}”` : '，没有评价'}
          </dd>
        </dl>
      ) : null}
      <Picks
        legend="回访方式"
        name="means"
        inline
        autoFocus
        value={means}
        problem={problem('means')}
        options={MEANS.map((value) => ({ value, label: MEANS_LABELS[value] }))}
        onChange={(value) => type({ means: value })}
      />
      {rates ? (
        <Rating
          value={satisfaction}
          problem={problem('satisfaction')}
          onChange={(value) => type({ satisfaction: value })}
        />
      ) : null}
      <Writing
        label={means === 'impossible' ? '怎样联系过' : '诉求人的意见'}
        value={opinion}
        rows={2}
        problem={problem('opinion')}
        onChange={(text) => type({ opinion: text })}
      />
      {buttons(means !== null && (!rates || satisfaction !== null) && written(opinion))}
    </form>
  );
}
