import { type Preferences, setPreferences, usePreferences } from '../preferences.ts';
import { Picks } from '../work/parts/form.tsx';

const SIZES = ['100', '125', '150'] as const;

/** 日 / 夜 and the size of the text; takes effect at once, on this PC only. */
export function DisplaySection() {
  const { theme, textSize } = usePreferences();
  return (
    <section className="panel" id="settings-display" aria-labelledby="display-title">
      <h2 id="display-title">显示</h2>
      <div className="display-picks">
        <Picks<Preferences['theme']>
          legend="明暗"
          name="theme"
          inline
          value={theme}
          options={[
            { value: 'light', label: '日' },
            { value: 'dark', label: '夜' },
          ]}
          onChange={(next) => setPreferences({ theme: next })}
        />
        <Picks<(typeof SIZES)[number]>
          legend="文字大小"
          name="text-size"
          inline
          value={SIZES.find((size) => Number(size) === textSize) ?? '100'}
          options={SIZES.map((size) => ({ value: size, label: `${size}%` }))}
          onChange={(next) => setPreferences({ textSize: next === '100' ? 100 : next === '125' ? 125 : 150 })}
        />
      </div>
    </section>
  );
}
