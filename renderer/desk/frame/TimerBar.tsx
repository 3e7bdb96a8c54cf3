import { useEffect, useState } from 'react';
import type { RunningTimer } from '../../../domain/contract/views/duty.ts';
import { isSounding, type TimerStage, timerStage } from '../../../domain/duty/timers.ts';
import { time } from '../format.ts';
import { Icon, type IconName } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { useAct, useCall } from '../queries.ts';
import { sound } from './alarm-sound.ts';
import { go } from './router.ts';
import './timer-bar.css';
import { countdown, STAGE_WORDS } from './timer-words.ts';

/** How often the core is asked, and how often an alarm sounds again, in ms. */
const ASK_MS = 5_000;
const AGAIN_MS = { soon: 20_000, late: 4_000 } as const;
/** Clocks shown in full; the rest are counted. */
const SHOWN = 3;
const ICONS: Record<TimerStage, IconName> = { running: 'clock', soon: 'flag', late: 'alert' };

/**
 * The minute clocks that run, over every page and over the sign-in: what is left comes from the core's clock and the end
 * that the entries give, so that a window which slept shows the right time with its first paint.
 */
export function TimerBar({ signedIn }: { signedIn: boolean }) {
  const view = useCall('duty.timers', {}, { refetchInterval: ASK_MS });
  const timers = view.data?.timers ?? [];
  const now = useCoreTime(view.data?.now, view.dataUpdatedAt, timers.length > 0);
  const mute = useAct('duty.mute', ['duty.timers']);
  const sounding = timers.filter((timer) => isSounding(timer, timer.muted?.at ?? null, now));
  const worst = sounding.some((timer) => timerStage(timer, now) === 'late')
    ? 'late'
    : sounding.length > 0
      ? 'soon'
      : null;
  const silent = useAlarm(worst);
  const first = signedIn ? sounding[0] : undefined;

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.key.toLowerCase() !== 'm' || !first) return;
      event.preventDefault();
      mute.mutate({ caseId: first.caseId, limitId: first.limitId });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  if (timers.length === 0) return null;
  return (
    <section
      className={['timer-bar', signedIn ? '' : 'timer-bar-out', timers.length > 1 ? 'timer-bar-many' : ''].join(' ')}
      aria-label="分钟时限"
      data-sounding={worst ?? undefined}
    >
      <p className="visually-hidden" aria-live="assertive">
        {sounding.map((timer) => `${timer.number} ${timer.what}，${STAGE_WORDS[timerStage(timer, now)]}。`).join('')}
      </p>
      {timers.slice(0, SHOWN).map((timer) => (
        <Timer
          key={`${timer.caseId} ${timer.limitId}`}
          timer={timer}
          now={now}
          signedIn={signedIn}
          sounds={sounding.includes(timer)}
          hasKey={timer === first}
          onMute={() => mute.mutate({ caseId: timer.caseId, limitId: timer.limitId })}
        />
      ))}
      {timers.length > SHOWN ? <span className="timer-rest">另有 {timers.length - SHOWN} 项在计时</span> : null}
      {silent ? (
        <span className="timer-silent" role="alert">
          <Icon name="alert" size={16} /> 浏览器还没有放行声音，请按任意键或点一下窗口
        </span>
      ) : null}
      {signedIn ? null : <span className="timer-rest">登录后处理</span>}
    </section>
  );
}

function Timer({
  timer,
  now,
  signedIn,
  sounds,
  hasKey,
  onMute,
}: {
  timer: RunningTimer;
  now: number;
  signedIn: boolean;
  sounds: boolean;
  hasKey: boolean;
  onMute: () => void;
}) {
  const stage = timerStage(timer, now);
  const { caseId, number, what, muted, dueAt } = timer;
  const words = (
    <>
      <span className="timer-number">{number}</span>
      <span className="timer-what">{what}</span>
    </>
  );
  return (
    <div className={`timer timer-${stage}`} data-stage={stage}>
      <span className="timer-stage">
        <Icon name={ICONS[stage]} size={22} />
        {STAGE_WORDS[stage]}
      </span>
      <span className="timer-digits" role="timer" aria-label={`${STAGE_WORDS[stage]}，截止 ${time(dueAt)}`}>
        {countdown(Date.parse(dueAt) - now)}
      </span>
      {signedIn ? (
        <button type="button" className="timer-case" title={what} onClick={() => go({ page: 'case', caseId })}>
          {words}
        </button>
      ) : (
        <span className="timer-case">{words}</span>
      )}
      {sounds && signedIn ? (
        <button
          type="button"
          className="button button-small"
          aria-keyshortcuts={hasKey ? 'Alt+M' : undefined}
          onClick={onMute}
        >
          静音 {hasKey ? <KeyHint keys="Alt+M" /> : null}
        </button>
      ) : muted && !sounds ? (
        <span className="timer-muted">
          {muted.name} {time(muted.at)} 静音
        </span>
      ) : null}
    </div>
  );
}

/** The core's clock now, in ms: its last answer carried on by this window's own clock. */
function useCoreTime(answered: string | undefined, receivedAt: number, running: boolean): number {
  const [here, setHere] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    setHere(Date.now());
    const timer = window.setInterval(() => setHere(Date.now()), 250);
    return () => window.clearInterval(timer);
  }, [running]);
  if (answered === undefined) return here;
  // Paints between an answer and the next tick must not see a time before the answer.
  return Date.parse(answered) + Math.max(0, here - receivedAt);
}

/** Sounds while there is a reason to. @returns whether the browser keeps the alarm silent */
function useAlarm(which: 'soon' | 'late' | null): boolean {
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (which === null) return setSilent(false);
    let over = false;
    let held = false;
    const ring = async (): Promise<void> => {
      held = !(await sound(which));
      if (!over) setSilent(held);
    };
    void ring();
    const again = window.setInterval(() => void ring(), AGAIN_MS[which]);
    const onPerson = (): void => {
      if (held) void ring();
    };
    window.addEventListener('pointerdown', onPerson);
    window.addEventListener('keydown', onPerson);
    return () => {
      over = true;
      window.clearInterval(again);
      window.removeEventListener('pointerdown', onPerson);
      window.removeEventListener('keydown', onPerson);
    };
  }, [which]);
  return silent;
}
