import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Command } from '../../../../domain/contract/commands.ts';
import { COMMUTATIVE_KINDS } from '../../../../domain/contract/entries.ts';
import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';
import { CallError } from '../../client.ts';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { KeyHint } from '../../pieces/KeyHint.tsx';
import { useAct, useCall } from '../../queries.ts';
import { ACTION_BUTTONS, ACTION_HINTS } from './actionWords.ts';
import { FORMS } from './forms.ts';
import { forgetTyped } from './useTyped.ts';

/** An offer that has a form: a conflict has a page of its own. */
export type FormOffer = ActionOffer & { action: keyof typeof FORMS };

export function hasForm(offer: ActionOffer | undefined): offer is FormOffer {
  return offer !== undefined && offer.action in FORMS;
}

interface Props {
  offer: FormOffer;
  file: CaseFileView;
  regime: RegimeView;
  onClose: () => void;
  onDone: (offer: ActionOffer, papers: number) => void;
}

/** The form of one action, docked above the bar: Ctrl+Enter does it, Esc puts it away without losing a word. */
export function ActionPanel({ offer, file, regime, onClose, onDone }: Props) {
  const titleId = useId();
  const client = useQueryClient();
  const { action } = offer;
  const settings = useCall('settings.get', {}, { enabled: action === 'assign' });
  const session = useCall('session.current', {});
  const act = useAct('case.act', ['case.get', 'worklist', 'status']);
  const request = useRef<{ body: string; id: string } | null>(null);
  const panel = useRef<HTMLElement>(null);
  const [changed, setChanged] = useState(false);
  const [waiting, setWaiting] = useState(false);
  // What came in since the panel was opened and decides something: the officer is told before it is too late.
  const [openedAt] = useState(file.state.revision);
  const news = file.entries.slice(openedAt).some((entry) => !COMMUTATIVE_KINDS.has(entry.kind));
  const Form = FORMS[action];
  const caseId = file.state.caseId;

  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'end' });
  }, []);

  async function submit(event: FormEvent, command: Command) {
    event.preventDefault();
    if (act.isPending) return;
    const body = JSON.stringify([file.state.revision, command]);
    // The same wish keeps its id, so that a repeated press or a retry after a silence is done once.
    if (request.current?.body !== body) request.current = { body, id: crypto.randomUUID() };
    setChanged(false);
    try {
      const done = await act.mutateAsync({
        caseId,
        baseRevision: file.state.revision,
        requestId: request.current.id,
        command,
      });
      forgetTyped(caseId, offer.key);
      const known = new Set(file.jobs.map((job) => job.id));
      onDone(offer, done.jobs.filter((job) => !known.has(job.id)).length);
    } catch (error) {
      if (error instanceof CallError && error.code === 'case_changed') {
        setChanged(true);
        await client.invalidateQueries({ queryKey: ['case.get'] });
      }
    }
  }

  const fields = act.error?.fields ?? [];
  const problem = (path: string) =>
    fields.find((field) => field.path === path || field.path === `command.${path}`)?.message;

  function press() {
    const button = panel.current?.querySelector<HTMLButtonElement>('button[type=submit]');
    if (button && !button.disabled) button.form?.requestSubmit(button);
    else setWaiting(true);
  }
  const keys = useRef({ press, onClose });
  keys.current = { press, onClose };

  // On the window, because the keyboard may have gone with a button that is no longer there (the signing step).
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape') keys.current.onClose();
      if (event.key !== 'Enter' || !event.ctrlKey) return;
      event.preventDefault();
      keys.current.press();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const buttons = (ready: boolean) => (
    <div className="action-buttons">
      <Button type="primary" htmlType="submit" disabled={!ready} loading={act.isPending}>
        {ACTION_BUTTONS[action]} <KeyHint keys="Ctrl+Enter" />
      </Button>
      <Button onClick={onClose}>
        收起 <KeyHint keys="Esc" />
      </Button>
      <span role="status" className={waiting && !ready ? 'form-warning' : 'quiet'}>
        {waiting && !ready ? '还有必填的内容没有填好。' : '收起后写下的内容仍保留在本机。'}
      </span>
    </div>
  );

  return (
    <section className="action-panel" ref={panel} aria-labelledby={titleId}>
      <header>
        <h3 id={titleId}>{offer.name}</h3>
        <p>{action === 'accept' && regime.acceptanceText ? regime.acceptanceText : ACTION_HINTS[action]}</p>
        {offer.source && offer.source !== regime.acceptanceText ? (
          <p className="action-source">
            <span className="quiet">制度原文：</span>“{offer.source}”
          </p>
        ) : null}
      </header>
      {changed || news ? (
        <div className="note note-warn" role="alert">
          案卷刚刚有了新内容，已为您刷新；您写的内容还在，看过右侧的办理经过后再提交一次。
        </div>
      ) : (
        <ErrorNote error={act.error} />
      )}
      <Form
        offer={offer}
        file={file}
        regime={regime}
        settings={settings.data}
        officer={session.data?.officer}
        submit={(event, command) => void submit(event, command)}
        problem={problem}
        buttons={buttons}
      />
    </section>
  );
}
