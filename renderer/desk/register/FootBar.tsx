import { useId } from 'react';
import { urgencies } from '../../../domain/contract/record.ts';
import type { IntakeAdvice } from '../../../domain/contract/views/cases.ts';
import { URGENCY_WORDS } from '../../../domain/contract/words.ts';
import { time } from '../format.ts';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { SignaturePicture } from '../pieces/SignaturePicture.tsx';
import { Tag } from '../pieces/Tag.tsx';
import { changeField, type Intake } from './intake-store.ts';

/** Urgency, secrecy, the signature, and the one button of the page: sign, or save and print. */
export function FootBar({
  intake,
  advice,
  busy,
  onGo,
  onSignAgain,
}: {
  intake: Intake;
  advice: IntakeAdvice | undefined;
  busy: boolean;
  onGo: () => void;
  onSignAgain: () => void;
}) {
  const id = useId();
  const { signature, record } = intake;
  const needsSign = (advice?.signatureRequired ?? false) && !signature?.current;
  return (
    <div className="foot">
      <span className="foot-group" role="radiogroup" aria-labelledby={id} data-path="urgency">
        <span className="field-label" id={id}>
          紧急程度
        </span>
        <span className="choices">
          {urgencies.map((value) => (
            <label className={`choice choice-${value}`} key={value}>
              <input
                type="radio"
                name="urgency"
                value={value}
                checked={record.urgency === value}
                onChange={() => changeField('urgency', value)}
              />
              <span>{URGENCY_WORDS[value]}</span>
            </label>
          ))}
        </span>
      </span>
      <label className="check">
        <input
          type="checkbox"
          data-path="complainant.wants_secret"
          checked={record.complainant.wants_secret ?? false}
          onChange={(event) => changeField('complainant.wants_secret', event.target.checked)}
        />
        要求保密
      </label>
      <span className="foot-gap" />
      {signature?.current ? (
        <span className="foot-signed" role="status">
          <Tag tone="green" icon="check">
            已核对签字 {time(signature.signedAt)}
          </Tag>
          <SignaturePicture taskId={signature.taskId} />
          <button type="button" className="button button-small button-quiet" onClick={onSignAgain}>
            重签
          </button>
        </span>
      ) : signature ? (
        <span role="status">
          <Tag tone="orange" icon="alert">
            签字后有改动，需重新签字
          </Tag>
        </span>
      ) : null}
      <button
        type="button"
        className="button button-primary button-large"
        aria-keyshortcuts="Control+Enter"
        disabled={busy}
        data-testid="register-go"
        onClick={onGo}
      >
        <Icon name={needsSign ? 'pen' : 'printer'} />
        {needsSign ? '核对并签字' : '保存并打印'} <KeyHint keys="Ctrl+Enter" />
      </button>
    </div>
  );
}
