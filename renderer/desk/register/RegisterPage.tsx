import type { KeyboardEvent } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { call } from '../client.ts';
import { timeWithSeconds } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { Progress } from '../pieces/Progress.tsx';
import { SidePanel } from '../pieces/SidePanel.tsx';
import { queryClient, useCall } from '../queries.ts';
import { AdvicePanel } from './AdvicePanel.tsx';
import { DraftStrip } from './DraftStrip.tsx';
import { EmergencySection } from './EmergencySection.tsx';
import { EnclosureSection } from './EnclosureSection.tsx';
import { EvidenceSection } from './EvidenceSection.tsx';
import { FootBar } from './FootBar.tsx';
import { focusField, focusNext, focusNow } from './focus.ts';
import {
  beginIntake,
  flush,
  type Intake,
  intakeNow,
  leaveSaved,
  setSignature,
  setTask,
  useIntake,
} from './intake-store.ts';
import { MatterSection } from './MatterSection.tsx';
import { NoticeGate, waitsForNotice } from './NoticeGate.tsx';
import { OtherSideSection } from './OtherSideSection.tsx';
import { PersonSection } from './PersonSection.tsx';
import './register.css';
import { draftWords } from './record.ts';
import { SavedPanel } from './SavedPanel.tsx';
import { SigningCard } from './SigningCard.tsx';
import { StorySection } from './StorySection.tsx';
import { signOrSave, startSigning } from './save.ts';
import { useAdvice } from './useAdvice.ts';

/** 受理: one complaint on one page, by keyboard alone. */
export default function RegisterPage() {
  const regime = useCall('intake.regime', {});
  const intake = useIntake();
  const offered = regime.data;
  useEffect(() => {
    if (offered && intakeNow()?.record.regime !== offered.id) beginIntake(offered);
  }, [offered]);
  useEffect(() => leaveSaved, []);
  if (regime.isError) {
    return (
      <ErrorNote
        error={regime.error}
        action={
          <button type="button" className="button" onClick={() => void regime.refetch()}>
            再试一次
          </button>
        }
      />
    );
  }
  if (!regime.data || !intake) return <Progress words="正在读取办理制度" />;
  if (intake.result) {
    const next = (): void => beginIntake(regime.data);
    return <SavedPanel result={intake.result} regime={regime.data} channel={intake.record.channel} onNext={next} />;
  }
  return <IntakeForm regime={regime.data} intake={intake} />;
}

function IntakeForm({ regime, intake }: { regime: RegimeView; intake: Intake }) {
  const form = useRef<HTMLFormElement>(null);
  const settings = useCall('settings.get', {});
  const advice = useAdvice(intake);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [dropped, setDropped] = useState<{ draftId: string; words: string } | null>(null);

  useLayoutEffect(() => focusNow('kind'), []);

  const run = async (act: () => Promise<unknown>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };

  const must = (path: string): boolean =>
    regime.fields.some((field) => field.path === path && field.required === 'true') ||
    (advice?.errors.some((open) => open.path === path && open.code === 'required') ?? false);

  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (!event.ctrlKey && event.target instanceof HTMLElement && event.target.matches('input, select')) {
      event.preventDefault();
      if (form.current) focusNext(event.target, form.current);
    }
  };

  // Wherever the focus is: a button that the officer just used may have gone with its part of the page.
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing || document.querySelector('dialog[open]'))
        return;
      event.preventDefault();
      void run(signOrSave);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const discard = (): Promise<void> =>
    run(async () => {
      await flush();
      await call('draft.discard', { draftId: intake.draftId });
      setDropped({ draftId: intake.draftId, words: draftWords(intake.record) });
      beginIntake(regime);
      // At once: by the time that the lists are read the officer may be typing into another field.
      focusField('kind');
      await Promise.all([['draft.list'], ['status']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    });

  const onSigned = useCallback(async (): Promise<void> => {
    const now = intakeNow();
    if (!now) return;
    const { signed } = await call('draft.get', { draftId: now.draftId });
    setTask(null);
    setSignature(signed);
    document.querySelector<HTMLElement>('[data-testid="register-go"]')?.focus();
  }, []);

  const cancelSigning = async (): Promise<void> => {
    const taskId = intakeNow()?.taskId;
    setTask(null);
    if (taskId) await call('signing.cancel', { taskId }).catch(setError);
  };

  return (
    <form
      ref={form}
      className="register"
      aria-label="受理登记"
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
    >
      <header className="register-head">
        <h1>受理登记</h1>
        <DraftState intake={intake} />
        {intake.save.state === 'none' ? null : (
          <button type="button" className="button button-small button-quiet" onClick={() => void discard()}>
            <Icon name="trash" size={14} /> 丢弃草稿
          </button>
        )}
      </header>
      <DraftStrip intake={intake} dropped={dropped} onRestored={() => setDropped(null)} />
      <NoticeGate intake={intake} regime={regime} />
      <fieldset className="register-fields" disabled={waitsForNotice(intake.record, regime)}>
        <EmergencySection intake={intake} must={must} regime={regime} />
      </fieldset>
      <MatterSection intake={intake} regime={regime} />
      <fieldset className="register-fields" disabled={waitsForNotice(intake.record, regime)}>
        <PersonSection intake={intake} must={must} regime={regime} />
        <OtherSideSection intake={intake} must={must} regime={regime} settings={settings.data} />
        <StorySection intake={intake} must={must} regime={regime} />
        <EvidenceSection intake={intake} />
        <EnclosureSection intake={intake} />
      </fieldset>
      {error ? <ErrorNote error={error} /> : null}
      {busy ? <Progress words="正在保存" /> : null}
      <FootBar
        intake={intake}
        advice={advice}
        busy={busy}
        onGo={() => void run(signOrSave)}
        onSignAgain={() => void run(startSigning)}
      />
      <SidePanel>
        {intake.taskId ? (
          <SigningCard
            taskId={intake.taskId}
            onSigned={() => void onSigned()}
            onCancel={() => void cancelSigning()}
            onRestart={() => void run(startSigning)}
          />
        ) : (
          <AdvicePanel key={intake.draftId} advice={advice} regime={regime} />
        )}
      </SidePanel>
    </form>
  );
}

/** 草稿已存 is said only when exactly this text is on disk. */
function DraftState({ intake }: { intake: Intake }) {
  const { state, at, error } = intake.save;
  if (state === 'none') return <span className="draft-state">录入的内容会自动存为草稿</span>;
  if (state === 'failed') {
    return (
      <span className="draft-state draft-failed" role="alert">
        <Icon name="alert" size={14} /> 草稿还没有存上，正在重试：{error?.message}
      </span>
    );
  }
  if (state === 'waiting') return <span className="draft-state">正在存草稿…</span>;
  return (
    <span className="draft-state draft-saved" data-testid="draft-saved">
      <Icon name="check" size={14} /> 草稿已存 {at ? timeWithSeconds(at) : ''}
    </span>
  );
}
