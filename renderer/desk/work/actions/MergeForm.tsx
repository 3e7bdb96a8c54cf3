import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useId } from 'react';
import { call } from '../../client.ts';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { useCall } from '../../queries.ts';
import { Picks, Writing, written } from '../parts/form.tsx';
import { useSettled } from '../useSettled.ts';
import { BothCases } from './BothCases.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** What is typed to say that one means it. */
const CONFIRMATION = '确认并案';
const FOUND_MOST = 8;

/** 并案: the earlier case, of the likely ones or searched for; both side by side, and a confirmation in words. */
export function MergeForm({ offer, file, submit, problem, buttons }: FormProps) {
  const { state } = file;
  const ids = { search: useId(), confirm: useId() };
  const [typed, type] = useTyped<{ query: string; into: string | null; reason: string; confirmed: string }>(
    state.caseId,
    offer.key,
    { query: '', into: null, reason: '', confirmed: '' },
  );
  const query = useSettled(typed.query.trim(), 200);
  const advice = useCall('intake.advise', { record: state.record, category: state.category });
  const found = useQuery({
    queryKey: ['search', 'merge', query],
    queryFn: () => call('search', { query, limit: FOUND_MOST }),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
  const target = useCall('case.get', { caseId: typed.into ?? '-' }, { enabled: typed.into !== null });
  const likely = (advice.data?.duplicates ?? []).filter((one) => one.caseId !== state.caseId);
  const searched = query === '' ? [] : (found.data?.rows ?? []).filter((row) => row.caseId !== state.caseId);
  const options = [
    ...likely.map((one) => ({
      value: one.caseId,
      label: `${one.number}${one.kind === 'same' ? '（很可能是同一件事）' : ''}`,
      more: `${one.reasons.join('、')}　${one.summary}`,
    })),
    ...searched
      .filter((row) => likely.every((one) => one.caseId !== row.caseId))
      .map((row) => ({ value: row.caseId, label: row.number, more: `${row.complainantName}　${row.summary}` })),
  ];
  const into = typed.into !== null && target.data?.state.caseId === typed.into ? target.data : null;
  const refusal = problem('intoCaseId');
  return (
    <form
      onSubmit={(event) => {
        if (typed.into) submit(event, { type: 'merge', intoCaseId: typed.into, reason: typed.reason });
        else event.preventDefault();
      }}
    >
      <div className="form-field">
        <label htmlFor={ids.search}>查找先前的案件</label>
        <Input
          id={ids.search}
          autoFocus
          value={typed.query}
          maxLength={200}
          placeholder="编号、姓名、电话，或记录里的任意两个字"
          onChange={(event) => type({ query: event.target.value })}
          onKeyDown={(event) => {
            // Enter in a search box looks for something; it must not send the form.
            if (event.key === 'Enter' && !event.ctrlKey) event.preventDefault();
          }}
        />
      </div>
      <ErrorNote error={found.error ?? advice.error} />
      {options.length > 0 ? (
        <Picks
          legend="并入哪一件"
          name="into"
          hint={likely.length > 0 ? `相近的案件有 ${likely.length} 件，列在前面。` : null}
          value={typed.into}
          problem={refusal}
          options={options}
          onChange={(caseId) => type({ into: caseId, confirmed: '' })}
        />
      ) : (
        <p className="quiet" role="status">
          {query === '' ? '没有找到相近的案件，请输入编号或文字查找。' : '没有找到别的案件，换个说法再查。'}
        </p>
      )}
      {typed.into !== null ? <ErrorNote error={target.error} /> : null}
      {into ? (
        <>
          <BothCases here={file} into={into} />
          <Writing
            label="并案的理由"
            hint="例如：同一诉求人就同一事项再次反映。"
            value={typed.reason}
            rows={1}
            max={1_000}
            problem={problem('reason')}
            onChange={(reason) => type({ reason })}
          />
          <div className="form-field">
            <label htmlFor={ids.confirm}>
              并案后本件不再单独办理，一切在 {into.state.number} 继续，不能撤销。请写下“{CONFIRMATION}”
            </label>
            <Input
              id={ids.confirm}
              value={typed.confirmed}
              maxLength={10}
              style={{ width: '14em' }}
              onChange={(event) => type({ confirmed: event.target.value })}
            />
          </div>
        </>
      ) : null}
      {buttons(into !== null && written(typed.reason, 1_000) && typed.confirmed.trim() === CONFIRMATION)}
    </form>
  );
}
