import { useQueries } from '@tanstack/react-query';
import { call } from '../../client.ts';
import { date, nowIso } from '../../format.ts';
import { DueTag } from '../../pieces/DueTag.tsx';
import { workingDaysLeft } from '../casefile/remaining.ts';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** 受理: the category decides the time limit, so each shows what it would start. */
export function AcceptForm({ file, regime, submit, problem, buttons }: FormProps) {
  const { record, caseId } = file.state;
  const [typed, type] = useTyped<{ category: string | null; note: string }>(caseId, 'accept', {
    category: null,
    note: '',
  });
  const clocks = useQueries({
    queries: regime.categories.map(({ id }) => ({
      queryKey: ['intake.advise', { caseId, category: id }],
      queryFn: () => call('intake.advise', { record, category: id }),
    })),
  });
  const note = typed.note.trim() === '' ? {} : { note: typed.note };
  return (
    <form
      onSubmit={(event) => {
        if (typed.category) submit(event, { type: 'accept', category: typed.category, ...note });
        else event.preventDefault();
      }}
    >
      <Picks
        legend="受理类别"
        aligned
        name="category"
        value={typed.category}
        autoFocus
        problem={problem('category')}
        options={regime.categories.map((category, at) => ({
          value: category.id,
          label: (
            <>
              {category.name}
              <Starts clocks={clocks[at]?.data?.clocks ?? []} />
            </>
          ),
          more: category.rule,
        }))}
        onChange={(category) => type({ category })}
      />
      <Writing
        label="说明"
        value={typed.note}
        rows={1}
        max={2_000}
        required={false}
        problem={problem('note')}
        onChange={(text) => type({ note: text })}
      />
      {buttons(typed.category !== null && typed.note.length <= 2_000)}
    </form>
  );
}

function Starts({ clocks }: { clocks: { what: string; dueAt: string | null; provisional: boolean }[] }) {
  const first = clocks.find((clock) => clock.dueAt !== null);
  if (!first?.dueAt) return <span className="pick-due">制度未规定天数</span>;
  return (
    <span className="pick-due" title={first.what}>
      {date(first.dueAt)} 前{' '}
      <DueTag
        dueAt={first.dueAt}
        provisional={first.provisional}
        workingDaysLeft={workingDaysLeft(first.dueAt, nowIso())}
      />
    </span>
  );
}

/** 不予受理: a ground of the regime, word for word, and where to send the citizen. */
export function RefuseForm({ file, regime, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<{ ground: string | null; explanation: string }>(file.state.caseId, 'refuse', {
    ground: null,
    explanation: '',
  });
  const chosen = regime.refusals.find((ground) => ground.code === typed.ground);
  return (
    <form
      onSubmit={(event) => {
        if (typed.ground) submit(event, { type: 'refuse', ground: typed.ground, explanation: typed.explanation });
        else event.preventDefault();
      }}
    >
      <Picks
        legend="不予受理的情形"
        name="ground"
        value={typed.ground}
        autoFocus
        problem={problem('ground')}
        options={regime.refusals.map((ground) => ({
          value: ground.code,
          label: ground.text,
          more: ground.next ? `请告知诉求人：${ground.next}` : null,
        }))}
        onChange={(ground) => type({ ground })}
      />
      <Writing
        label="向诉求人的说明"
        hint={
          chosen?.next
            ? `通知书会写明依据；这里写去处和理由，例如：${chosen.next}`
            : '通知书会写明依据；这里写理由和去处。'
        }
        value={typed.explanation}
        rows={2}
        max={2_000}
        required={false}
        problem={problem('explanation')}
        onChange={(explanation) => type({ explanation })}
      />
      {buttons(typed.ground !== null && typed.explanation.length <= 2_000)}
    </form>
  );
}

/** 阅批 */
export function ApproveForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<{ decision: 'agree' | 'return' | null; opinion: string }>(
    file.state.caseId,
    'approve',
    {
      decision: null,
      opinion: '',
    },
  );
  const { decision, opinion } = typed;
  return (
    <form
      onSubmit={(event) => {
        if (decision) submit(event, { type: 'approve', decision, opinion });
        else event.preventDefault();
      }}
    >
      <Picks
        legend="阅批"
        name="decision"
        inline
        autoFocus
        value={decision}
        problem={problem('decision')}
        options={[
          { value: 'agree', label: '同意' },
          { value: 'return', label: '退回', more: '由受理岗位补充后再报' },
        ]}
        onChange={(next) => type({ decision: next })}
      />
      <Writing
        label="阅批意见"
        value={opinion}
        rows={2}
        problem={problem('opinion')}
        onChange={(text) => type({ opinion: text })}
      />
      {buttons(decision !== null && written(opinion))}
    </form>
  );
}
