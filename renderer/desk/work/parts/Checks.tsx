import type { ReactNode } from 'react';

interface Props {
  legend: string;
  options: { value: string; label: ReactNode; more?: ReactNode }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  hint?: ReactNode;
  autoFocus?: boolean;
}

/** Any of several, in the order of the list whatever the order of ticking; the whole line can be clicked. */
export function Checks({ legend, options, chosen, onChange, hint, autoFocus = false }: Props) {
  const has = new Set(chosen);
  const toggle = (value: string) =>
    onChange(options.map((one) => one.value).filter((one) => (one === value ? !has.has(one) : has.has(one))));
  return (
    <fieldset className="picks picks-inline">
      <legend>{legend}</legend>
      {hint ? <div className="form-words">{hint}</div> : null}
      <div className="picks-list">
        {options.map((option, at) => (
          <label key={option.value} className="pick" data-chosen={has.has(option.value) || undefined}>
            <input
              type="checkbox"
              checked={has.has(option.value)}
              // biome-ignore lint/a11y/noAutofocus: the panel was opened by the officer's own key, and this is where work goes on
              autoFocus={autoFocus && at === 0}
              onChange={() => toggle(option.value)}
            />
            <span className="pick-words">
              <span className="pick-label">{option.label}</span>
              {option.more ? <span className="pick-more">{option.more}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
