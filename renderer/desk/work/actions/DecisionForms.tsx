import { Button } from 'antd';
import { Picks, Writing, written } from '../parts/form.tsx';
import { CategoryPicks } from './CategoryPicks.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** 受理: the category decides the time limit, so each shows what it would start. */
export function AcceptForm({ file, regime, submit, problem, buttons }: FormProps) {
  const { record, caseId } = file.state;
  const [typed, type] = useTyped<{ category: string | null; note: string }>(caseId, 'accept', {
    category: null,
    note: '',
  });
  const note = typed.note.trim() === '' ? {} : { note: typed.note };
  return (
    <form
      onSubmit={(event) => {
        if (typed.category) submit(event, { type: 'accept', category: typed.category, ...note });
        else event.preventDefault();
      }}
    >
      <CategoryPicks
        legend="受理类别"
        record={record}
        categories={regime.categories}
        value={typed.category}
        problem={problem('category')}
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

/** 调整类别: from the category it bears to another, and why. */
export function ReclassifyForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const { record, caseId, category, reclassified } = file.state;
  const [typed, type] = useTyped<{ category: string | null; reason: string }>(caseId, offer.key, {
    category: null,
    reason: '',
  });
  const present = regime.categories.find((one) => one.id === category);
  const times = regime.profile.acceptance.reclassify?.times ?? null;
  return (
    <form
      onSubmit={(event) => {
        if (typed.category) submit(event, { type: 'reclassify', category: typed.category, reason: typed.reason });
        else event.preventDefault();
      }}
    >
      <p className="form-consequence">
        现在的类别：<strong>{present?.name ?? '未定'}</strong>。调整后，时限改按新类别计算。
        {times === null ? '' : `类别只能调整 ${times} 次，已调整 ${reclassified.length} 次。`}
      </p>
      <CategoryPicks
        legend="调整为"
        record={record}
        categories={regime.categories.filter((one) => one.id !== category)}
        value={typed.category}
        problem={problem('category')}
        onChange={(next) => type({ category: next })}
      />
      <Writing
        label="调整的原因"
        value={typed.reason}
        rows={2}
        problem={problem('reason')}
        onChange={(reason) => type({ reason })}
      />
      {buttons(typed.category !== null && written(typed.reason))}
    </form>
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
          more: ground.next ? `请诉求人：${ground.next}` : null,
        }))}
        onChange={(ground) => type({ ground })}
      />
      {chosen ? (
        <dl className="form-facts">
          <dt>原文</dt>
          <dd>“{chosen.source ?? chosen.text}”</dd>
          <dt>去处</dt>
          <dd>{chosen.next ?? '制度没有写去处，请在说明里告诉诉求人找谁。'}</dd>
        </dl>
      ) : null}
      <Writing
        label="向诉求人的说明"
        hint={
          chosen?.next && typed.explanation.trim() === '' ? (
            <Button size="small" onClick={() => type({ explanation: chosen.next ?? '' })}>
              写入去处
            </Button>
          ) : (
            '通知书会写明依据；这里写理由和去处。'
          )
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
