import { useState } from 'react';
import { type Enclosure, enclosureKinds, RECORD_LIMITS } from '../../../domain/contract/record.ts';
import { ENCLOSURE_WORDS, totalCash } from '../../../domain/documents/enclosures.ts';
import { Icon } from '../pieces/Icon.tsx';
import { Section } from './fields.tsx';
import { changeField, type Intake } from './intake-store.ts';

const AMOUNT = /^\d{1,9}(\.\d{1,2})?$/;

/** 附件登记: cash, originals and other things that came in the envelope, one by one, so that each is found and given back. */
export function EnclosureSection({ intake }: { intake: Intake }) {
  const enclosures = intake.record.enclosures ?? [];
  if (intake.record.channel !== 'letter' && enclosures.length === 0) return null;
  const put = (next: Enclosure[]): void => changeField('enclosures', next);
  const change = (at: number, part: Partial<Enclosure>): void =>
    put(enclosures.map((item, i) => (i === at ? { ...item, ...part } : item)));
  const retype = (at: number, kind: Enclosure['kind']): void =>
    put(
      enclosures.map((item, i) => {
        if (i !== at) return item;
        const { amount: _gone, ...rest } = item;
        return { ...rest, kind };
      }),
    );
  return (
    <Section title="夹寄">
      <div className="span-12 enclosures" data-path="enclosures">
        {enclosures.map((item, at) => (
          <EnclosureLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a thing in an envelope has no identity but its place in the list
            key={at}
            item={item}
            at={at}
            onChange={change}
            onKind={retype}
            onDrop={() => put(enclosures.filter((_, i) => i !== at))}
          />
        ))}
        <span className="evidence-add">
          {enclosureKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              className="button button-small"
              onClick={() => put([...enclosures, { kind, name: '', count: 1 }])}
            >
              <Icon name="plus" size={15} /> {ENCLOSURE_WORDS[kind]}
            </button>
          ))}
          <span className="field-hint" role="status">
            {enclosures.length === 0
              ? '信内夹寄的现金、原件逐一登记'
              : `共 ${enclosures.reduce((sum, item) => sum + item.count, 0)} 件${totalCash(enclosures)}`}
          </span>
        </span>
      </div>
    </Section>
  );
}

function EnclosureLine({
  item,
  at,
  onChange,
  onKind,
  onDrop,
}: {
  item: Enclosure;
  at: number;
  onChange: (at: number, part: Partial<Enclosure>) => void;
  onKind: (at: number, kind: Enclosure['kind']) => void;
  onDrop: () => void;
}) {
  const name = `夹寄${at + 1}`;
  return (
    <span className="enclosure">
      <select
        aria-label={`${name}种类`}
        className="input"
        value={item.kind}
        onChange={(event) => onKind(at, event.target.value as Enclosure['kind'])}
      >
        {enclosureKinds.map((kind) => (
          <option key={kind} value={kind}>
            {ENCLOSURE_WORDS[kind]}
          </option>
        ))}
      </select>
      <input
        type="text"
        className="input"
        aria-label={`${name}名称和说明`}
        placeholder={item.kind === 'cash' ? '说明，例如：面值、破损' : '名称和说明，例如：身份证原件'}
        maxLength={RECORD_LIMITS.evidence}
        value={item.name}
        onChange={(event) => onChange(at, { name: event.target.value })}
      />
      <CountField name={name} count={item.count} onChange={(count) => onChange(at, { count })} />
      {item.kind === 'cash' ? (
        <AmountField name={name} amount={item.amount} onChange={(amount) => onChange(at, { amount })} />
      ) : null}
      <button
        type="button"
        className="button button-quiet button-small"
        aria-label={`去掉${name} ${item.name}`}
        onClick={onDrop}
      >
        <Icon name="cross" size={14} />
      </button>
    </span>
  );
}

function CountField({ name, count, onChange }: { name: string; count: number; onChange: (count: number) => void }) {
  return (
    <label className="enclosure-count">
      <input
        type="number"
        className="input"
        aria-label={`${name}件数`}
        min={1}
        max={10_000}
        value={count}
        onChange={(event) => {
          const typed = Math.floor(Number(event.target.value));
          if (typed >= 1 && typed <= 10_000) onChange(typed);
        }}
      />
      件
    </label>
  );
}

/** Money as counted: kept with two decimals; anything that is no amount is said beside the field and not kept. */
function AmountField({
  name,
  amount,
  onChange,
}: {
  name: string;
  amount: string | undefined;
  onChange: (amount: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(amount ?? '');
  const wrong = typed !== '' && !AMOUNT.test(typed);
  return (
    <label className="enclosure-amount">
      <input
        type="text"
        inputMode="decimal"
        className="input"
        aria-label={`${name}金额（元）`}
        aria-invalid={wrong || undefined}
        placeholder="0.00"
        value={typed}
        onChange={(event) => {
          // An input method in full-width mode writes １２０．５０.
          const text = event.target.value.normalize('NFKC').trim();
          setTyped(text);
          onChange(AMOUNT.test(text) ? text : undefined);
        }}
        onBlur={() => {
          if (!AMOUNT.test(typed)) return;
          const whole = Number(typed).toFixed(2);
          setTyped(whole);
          onChange(whole);
        }}
      />
      元{wrong ? <span className="field-error">金额最多两位小数</span> : null}
    </label>
  );
}
