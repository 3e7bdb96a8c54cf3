import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { SettleChoice } from '../../../../domain/contract/commands.ts';
import type { ConflictView } from '../../../../domain/contract/views/conflicts.ts';
import { Dialog } from '../../pieces/Dialog.tsx';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { KeyHint } from '../../pieces/KeyHint.tsx';
import { useAct } from '../../queries.ts';
import type { Names } from '../../work/casefile/entryLines.ts';
import { Writing, written } from '../../work/parts/form.tsx';
import { consequenceWords } from './conflictRows.ts';

interface Props {
  conflict: ConflictView;
  names: Names;
  revision: number;
  caseId: string;
  choice: SettleChoice | null;
  onDone: (words: string) => void;
}

const CHOICE_BUTTONS: Record<SettleChoice, string> = { keep: '维持已生效的一份', take: '改用后到的一份' };

/** A dialog that opens gives the keyboard to what bears this attribute, which React's own `autoFocus` does not set. */
function focusFirst(button: HTMLElement | null): void {
  button?.setAttribute('autofocus', '');
}

/** The reason, and the last question: a settling cannot be undone, so its consequence is said before. */
export function SettleForm({ conflict, names, revision, caseId, choice, onDone }: Props) {
  const client = useQueryClient();
  const act = useAct('case.act', ['case.get', 'case.conflicts', 'worklist', 'status', 'sync.status']);
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  const request = useRef<{ body: string; id: string } | null>(null);
  const ready = choice !== null && written(reason);

  function ask(event?: FormEvent) {
    event?.preventDefault();
    setTried(true);
    if (ready) setAsking(true);
  }
  const press = useRef(ask);
  press.current = ask;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing || document.querySelector('dialog[open]'))
        return;
      event.preventDefault();
      press.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  async function settle() {
    if (choice === null || act.isPending) return;
    const command = { type: 'settle', entryId: conflict.entryId, choice, reason } as const;
    const body = JSON.stringify([revision, command]);
    // The same wish keeps its id, so that a retry after a silence is done once.
    if (request.current?.body !== body) request.current = { body, id: crypto.randomUUID() };
    try {
      await act.mutateAsync({ caseId, baseRevision: revision, requestId: request.current.id, command });
      onDone(`已处理：${CHOICE_BUTTONS[choice]}。`);
    } catch {
      // What was refused is shown beside the form; what came in since is fetched, so that the choice is looked at again.
      await client.invalidateQueries({ queryKey: ['case.conflicts'] });
    }
    setAsking(false);
  }

  const problem = act.error?.fields.find(({ path }) => path.endsWith('reason'))?.message;
  return (
    <form className="settle" onSubmit={ask}>
      <Writing
        label="理由"
        value={reason}
        onChange={setReason}
        rows={1}
        problem={problem}
        hint={<span>写明向谁核实、为什么以这一份为准；记入案卷，各站点都能看到。</span>}
      />
      <ErrorNote error={act.error} />
      <div className="action-buttons">
        <Button type="primary" htmlType="submit" disabled={!ready}>
          {choice === null ? '处理冲突' : CHOICE_BUTTONS[choice]}… <KeyHint keys="Ctrl+Enter" />
        </Button>
        <span role="status" className={tried && !ready ? 'form-warning' : 'quiet'}>
          {choice === null
            ? conflict.obstacle === null
              ? '先用 Alt+1 或 Alt+2 选定以哪一份为准。'
              : '先用 Alt+1 选定维持这一份。'
            : written(reason)
              ? '处理后不能撤销。'
              : '请写明理由。'}
        </span>
      </div>
      {asking && choice !== null ? (
        <Dialog title={`${CHOICE_BUTTONS[choice]}？`} onClose={() => setAsking(false)}>
          <div className="settle-ask">
            <p>{consequenceWords(conflict, choice, names)}</p>
            <p>
              <strong>处理后不能撤销。</strong>
            </p>
            <div className="action-buttons">
              <Button type="primary" ref={focusFirst} loading={act.isPending} onClick={() => void settle()}>
                {CHOICE_BUTTONS[choice]} <KeyHint keys="Enter" />
              </Button>
              <Button onClick={() => setAsking(false)}>
                再看看 <KeyHint keys="Esc" />
              </Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </form>
  );
}
