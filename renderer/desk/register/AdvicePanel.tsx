import type { IntakeAdvice } from '../../../domain/contract/views/cases.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { DueTag } from '../pieces/DueTag.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { EarlierCases } from './EarlierCases.tsx';
import { focusField } from './focus.ts';
import { labelOf } from './labels.ts';

/** What the regime wants now: what is still open, what to do and say, likely duplicates, limits that would start. */
export function AdvicePanel({ advice, regime }: { advice: IntakeAdvice | undefined; regime: RegimeView }) {
  if (!advice) return null;
  const open = advice.errors.filter(({ path }) => path !== 'signature');
  return (
    <div className="advice">
      <p className="advice-regime">{regime.name}</p>

      <EarlierCases cases={advice.duplicates} />

      <section aria-labelledby="advice-open" className="advice-block">
        <h2 id="advice-open">还缺什么</h2>
        {open.length === 0 ? (
          <p className="advice-ok">
            <Icon name="check" size={16} /> 制度要求的都已填写
          </p>
        ) : (
          <ul>
            {open.map(({ path, code, message }) => (
              <li key={path}>
                <button type="button" className="advice-open" onClick={() => focusField(path)}>
                  <Icon name={code === 'required' ? 'circle' : 'alert'} size={14} />
                  {labelOf(path, regime)}
                  {code === 'required' ? '' : `：${message}`}
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>

      {advice.duties.length > 0 ? (
        <section aria-labelledby="advice-do" className="advice-block">
          <h2 id="advice-do">这样做</h2>
          <ol className="advice-duties">
            {advice.duties.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ol>
        </section>
      ) : null}

      {advice.clocks.length > 0 ? (
        <section aria-labelledby="advice-clocks" className="advice-block">
          <h2 id="advice-clocks">将要开始的时限</h2>
          <ul>
            {advice.clocks.map((clock) => (
              <li key={clock.limitId} className="advice-clock">
                <span>{clock.what}</span>
                {clock.dueAt ? <DueTag dueAt={clock.dueAt} provisional={clock.provisional} /> : null}
                <details>
                  <summary>依据</summary>
                  <p>“{clock.proof.rule}”</p>
                  <p>{clock.proof.summary}</p>
                </details>
              </li>
            ))}
          </ul>
        </section>
      ) : null}

      {advice.phrases.length > 0 ? (
        <section aria-labelledby="advice-say" className="advice-block">
          <h2 id="advice-say">这样说</h2>
          {advice.phrases.map((phrase) => (
            <blockquote key={phrase}>{phrase}</blockquote>
          ))}
        </section>
      ) : null}
    </div>
  );
}
