import { RECORD_LIMITS, type SixElement, sixElementKeys } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { ELEMENT_WORDS } from '../../../domain/contract/words.ts';
import { Section, TextField } from './fields.tsx';
import { setElementsOpen } from './intake-store.ts';
import type { SectionProps } from './PersonSection.tsx';
import { Reminders, Say } from './Say.tsx';

const HINTS: Record<SixElement, string> = {
  time: '什么时候',
  place: '在哪里',
  people: '有谁',
  cause: '为了什么事',
  course: '怎样发生的',
  result: '后来怎样',
};

/** What the citizen wants and what happened, in the citizen's words; the six elements fold away under it. */
export function StorySection({ intake, must, regime }: SectionProps & { regime: RegimeView }) {
  return (
    <Section title="诉求" tall>
      <Reminders regime={regime} when="intake" />
      <TextField
        intake={intake}
        path="request"
        label="具体请求"
        span={12}
        rows={2}
        max={RECORD_LIMITS.request}
        must={must('request')}
        placeholder="希望怎样解决"
      />
      <TextField
        intake={intake}
        path="narrative"
        label="事实经过"
        span={12}
        rows={3}
        max={RECORD_LIMITS.narrative}
        must={must('narrative')}
        placeholder="按投诉人的原话记录"
        className="narrative"
      />
      <Say regime={regime} channel={intake.record.channel} when={['ask_repeat', 'ask_more']} />
      <Elements intake={intake} must={must} />
    </Section>
  );
}

function Elements({ intake, must }: SectionProps) {
  const { six_elements } = intake.record;
  const filled = sixElementKeys.filter((key) => six_elements[key] !== '').length;
  const wanted = sixElementKeys.some((key) => must(`six_elements.${key}`));
  const shown = intake.elementsOpen || wanted;
  return (
    <div className="span-12 elements">
      <button
        type="button"
        className="fold"
        aria-expanded={shown}
        disabled={wanted}
        onClick={() => setElementsOpen(!intake.elementsOpen)}
      >
        <span className="fold-mark" aria-hidden="true">
          {shown ? '▾' : '▸'}
        </span>
        六要素
        <span className="fold-note">
          {sixElementKeys.map((key) => (
            <span key={key} className={six_elements[key] === '' ? 'element-open' : 'element-done'}>
              {ELEMENT_WORDS[key]}
              {six_elements[key] === '' ? '' : ' ✓'}
            </span>
          ))}
          <span>已填 {filled}/6</span>
        </span>
      </button>
      {shown ? (
        <div className="elements-grid">
          {sixElementKeys.map((key) => (
            <TextField
              key={key}
              intake={intake}
              path={`six_elements.${key}`}
              label={ELEMENT_WORDS[key]}
              span={4}
              max={RECORD_LIMITS.element}
              must={must(`six_elements.${key}`)}
              placeholder={HINTS[key]}
            />
          ))}
        </div>
      ) : null}
    </div>
  );
}
