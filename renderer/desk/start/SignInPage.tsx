import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { OfficerView, SetupStatus } from '../../../domain/contract/views/station.ts';
import { CallError } from '../client.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { Progress } from '../pieces/Progress.tsx';
import { useAct, useCall } from '../queries.ts';
import { DEMO_PINS } from './demo-pins.ts';

const LAST_OFFICER = 'desk-last-officer';

/** Who sits down: a list to walk with the arrow keys, and the PIN beside it. */
export function SignInPage({ setup, onSignedIn }: { setup: SetupStatus; onSignedIn: (token: string) => void }) {
  const officers = useCall('session.officers', {});
  const signIn = useAct('session.signIn');
  const [chosen, setChosen] = useState<string | null>(() => localStorage.getItem(LAST_OFFICER));
  const [pin, setPin] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const active = (officers.data ?? []).filter((officer) => officer.active);
  const officer = active.find(({ id }) => id === chosen) ?? active[0];
  const officerId = officer?.id;

  useEffect(() => {
    if (officerId) field.current?.focus();
  }, [officerId]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!officer || pin === '' || signIn.isPending) return;
    signIn.mutate(
      { officerId: officer.id, pin },
      {
        onSuccess: ({ token }) => {
          localStorage.setItem(LAST_OFFICER, officer.id);
          onSignedIn(token);
        },
        onError: () => {
          setPin('');
          field.current?.focus();
        },
      },
    );
  };

  // In the PIN field ↑ and ↓ still choose the officer: both hands stay on the keyboard.
  const walk = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || active.length === 0) return;
    event.preventDefault();
    const at = active.findIndex(({ id }) => id === officer?.id);
    setChosen(active[(at + step + active.length) % active.length]?.id ?? null);
    signIn.reset();
  };

  const pinError = signIn.error instanceof CallError ? signIn.error : null;
  const besideField = pinError !== null && ['pin_wrong', 'pin_locked', 'officer_inactive'].includes(pinError.code);
  return (
    <main className="start" aria-label="登录">
      <form className="start-card sign-in" onSubmit={submit}>
        <header>
          <p className="start-brand">接诉台</p>
          <h1>{setup.station?.name ?? '登录'}</h1>
          <p className="field-hint">{setup.station?.organisation}</p>
        </header>
        {officers.isError ? <ErrorNote error={officers.error} /> : null}
        {officers.isPending ? <Progress words="正在读取工作人员名单" /> : null}
        <fieldset className="officers">
          <legend className="officers-title">谁来值守</legend>
          {active.map((each) => (
            <label key={each.id} className="officer">
              <input
                type="radio"
                name="officer"
                value={each.id}
                checked={each.id === officer?.id}
                onChange={() => {
                  setChosen(each.id);
                  signIn.reset();
                }}
              />
              <span>
                <strong>{each.name}</strong>
                <span>{each.screenRole}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div className="field">
          <label className="field-label" htmlFor="pin">
            PIN（6位数字）
          </label>
          <input
            ref={field}
            id="pin"
            className="input input-pin"
            type="password"
            inputMode="numeric"
            autoComplete="off"
            maxLength={32}
            value={pin}
            aria-invalid={besideField || undefined}
            aria-describedby={besideField ? 'pin-error' : 'pin-hint'}
            onChange={(event) => setPin(event.target.value)}
            onKeyDown={walk}
          />
          {besideField ? (
            <span className="field-error" id="pin-error" role="alert">
              <Icon name="alert" size={14} />
              {pinError.message}
              {pinError.detail ? `（${pinError.detail}）` : ''}
            </span>
          ) : (
            <span className="field-hint" id="pin-hint">
              ↑ ↓ 换人，回车登录
            </span>
          )}
        </div>
        {pinError && !besideField ? <ErrorNote error={pinError} /> : null}
        <button type="submit" className="button button-primary button-large" disabled={!officer || signIn.isPending}>
          登录
        </button>
        {signIn.isPending ? <Progress words="正在核对" /> : null}
        {setup.demo ? <DemoPins active={active} /> : null}
      </form>
    </main>
  );
}

function DemoPins({ active }: { active: readonly OfficerView[] }) {
  const known = active.filter(({ name }) => DEMO_PINS.has(name));
  if (known.length === 0) return null;
  return (
    <section className="note note-info demo-pins" aria-label="演示用 PIN">
      <div className="note-words">
        <strong>演示站点</strong>
        <p>
          {known.map(({ name }) => (
            <span key={name}>
              {name} <code>{DEMO_PINS.get(name)}</code>
            </span>
          ))}
        </p>
      </div>
    </section>
  );
}
