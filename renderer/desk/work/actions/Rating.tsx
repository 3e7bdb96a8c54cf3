import { SATISFACTION_WORDS, type Satisfaction, satisfactionLevels } from '../../../../domain/contract/words.ts';
import { Picks } from '../parts/form.tsx';

interface Props {
  value: Satisfaction | 'declined' | null;
  problem: string | undefined;
  onChange: (value: Satisfaction | 'declined') => void;
}

/** What the citizen says of the answer, told to the officer. Nothing is preselected; 不评价 is an answer. */
export function Rating({ value, problem, onChange }: Props) {
  return (
    <Picks
      legend="诉求人的评价"
      name="satisfaction"
      inline
      value={value}
      problem={problem}
      hint="请诉求人自己说，如实记录；不愿评价的选“不评价”。"
      options={[...satisfactionLevels, 'declined' as const].map((level) => ({
        value: level,
        label: SATISFACTION_WORDS[level],
      }))}
      onChange={onChange}
    />
  );
}
