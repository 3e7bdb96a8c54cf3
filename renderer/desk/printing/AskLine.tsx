import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { useAltKeys } from './altKeys.ts';
import { type Answer, useAnswer } from './useAnswer.ts';

/** What the two answers are pressed with, on every page alike. */
export const ASK_KEYS = { cameOut: 'Alt+Y', printAgain: 'Alt+N' } as const;

/**
 * 纸出来了吗？ on one line, answered where the officer stands. `keyed`: of several questions on a page one has the keys.
 */
export function AskLine({ jobId, title, keyed }: { jobId: string; title: string; keyed: boolean }) {
  const answer = useAnswer(jobId);
  useAltKeys(keyed ? { y: answer.cameOut, n: answer.printAgain } : {});
  return (
    <fieldset className="ask-line" aria-label={`${title}：纸出来了吗？`}>
      <strong className="ask-line-words">
        <Icon name="alert" size={16} /> 纸出来了吗？
      </strong>
      <AskButtons answer={answer} keyed={keyed} />
      <ErrorNote error={answer.error} />
    </fieldset>
  );
}

/** 出来了 and 没有出来，补打 with their keys; which paper is meant is said by what stands around. */
export function AskButtons({ answer, keyed, large = false }: { answer: Answer; keyed: boolean; large?: boolean }) {
  const size = large ? 'button-large' : 'button-small';
  return (
    <span className="ask-buttons">
      <button
        type="button"
        className={`button button-primary ${size}`}
        disabled={answer.busy}
        aria-keyshortcuts={keyed ? ASK_KEYS.cameOut : undefined}
        onClick={answer.cameOut}
      >
        出来了 {keyed ? <KeyHint keys={ASK_KEYS.cameOut} /> : null}
      </button>
      <button
        type="button"
        className={`button ${size}`}
        disabled={answer.busy}
        aria-keyshortcuts={keyed ? ASK_KEYS.printAgain : undefined}
        onClick={answer.printAgain}
      >
        没有出来，补打 {keyed ? <KeyHint keys={ASK_KEYS.printAgain} /> : null}
      </button>
    </span>
  );
}
