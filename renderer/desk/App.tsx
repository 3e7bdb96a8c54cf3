import { useCallback, useState } from 'react';
import { call, hasSession, setSession } from './client.ts';
import { Frame } from './frame/Frame.tsx';
import { go } from './frame/router.ts';
import { TimerBar } from './frame/TimerBar.tsx';
import { ErrorNote } from './pieces/ErrorNote.tsx';
import { Progress } from './pieces/Progress.tsx';
import { useCall } from './queries.ts';
import { SetupPage } from './start/SetupPage.tsx';
import { SignInPage } from './start/SignInPage.tsx';
import { forgetSession, useSessionEnd } from './start/session.ts';

/** First start, sign-in, or the desk: whichever the core says it is time for. */
export function App() {
  const setup = useCall('setup.status', {});
  const [signedIn, setSignedIn] = useState(hasSession);
  const end = useCallback(() => {
    setSignedIn(false);
    forgetSession();
  }, []);
  useSessionEnd(end);

  const leave = async (): Promise<void> => {
    // The core's own record of the session ends too; should it not answer, this window forgets all the same.
    await call('session.signOut', {}).catch(() => undefined);
    end();
  };

  if (setup.isError) {
    return (
      <main className="start" aria-label="接诉台">
        <ErrorNote
          error={setup.error}
          action={
            <button type="button" className="button" onClick={() => void setup.refetch()}>
              再试一次
            </button>
          }
        />
      </main>
    );
  }
  if (!setup.data) {
    return (
      <main className="start" aria-label="接诉台">
        <Progress words="正在启动接诉台" />
      </main>
    );
  }
  if (!setup.data.configured) return <SetupPage setup={setup.data} onDone={() => void setup.refetch()} />;
  if (!signedIn) {
    return (
      <>
        <TimerBar signedIn={false} />
        <SignInPage
          setup={setup.data}
          onSignedIn={(token) => {
            setSession(token);
            setSignedIn(true);
            if (!location.hash.startsWith('#/') || location.hash === '#/') go({ page: 'register' });
          }}
        />
      </>
    );
  }
  return <Frame onSignOut={() => void leave()} />;
}
