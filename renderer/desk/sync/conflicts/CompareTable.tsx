import type { SettleChoice } from '../../../../domain/contract/commands.ts';
import type { ConflictView } from '../../../../domain/contract/views/conflicts.ts';
import { Icon } from '../../pieces/Icon.tsx';
import { KeyHint } from '../../pieces/KeyHint.tsx';
import type { Names } from '../../work/casefile/entryLines.ts';
import { factRows, outcomeRows, paperWords, type Row, whoRows } from './conflictRows.ts';

interface Props {
  conflict: ConflictView;
  names: Names;
  /** Screen name of a role. */
  role: (id: string) => string;
  choice: SettleChoice | null;
  /** Null for whoever may only read. */
  onChoose: ((choice: SettleChoice) => void) | null;
}

/** What took effect at the left, what came late at the right, what follows from each below; differences are marked. */
export function CompareTable({ conflict, names, role, choice, onChoose }: Props) {
  const { standing, late, obstacle } = conflict;
  const papers: Row = {
    label: '随附文书',
    standing: standing ? paperWords(standing.paper) : '—',
    late: paperWords(late.paper),
    differs: true,
  };
  return (
    <table className="compare">
      <colgroup>
        <col className="compare-labels" />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr>
          <td />
          <th scope="col" data-chosen={choice === 'keep' || undefined}>
            <Choice
              choice="keep"
              title="已生效的一份"
              button="维持这一份"
              hotkey="Alt+1"
              chosen={choice}
              onChoose={onChoose}
              obstacle={null}
            />
          </th>
          <th scope="col" data-chosen={choice === 'take' || undefined}>
            <Choice
              choice="take"
              title="后到的一份（未生效）"
              button="改用这一份"
              hotkey="Alt+2"
              chosen={choice}
              onChoose={onChoose}
              obstacle={obstacle}
            />
          </th>
        </tr>
      </thead>
      <Rows
        title="两份记录"
        rows={[...whoRows(conflict, role), ...factRows(conflict, names), papers]}
        choice={choice}
      />
      <Rows title="选择之后" rows={outcomeRows(conflict, names.category)} choice={choice} missing={obstacle} />
    </table>
  );
}

interface ChoiceProps {
  choice: SettleChoice;
  title: string;
  button: string;
  hotkey: string;
  chosen: SettleChoice | null;
  onChoose: Props['onChoose'];
  /** Why this one cannot be chosen. */
  obstacle: string | null;
}

function Choice({ choice, title, button, hotkey, chosen, onChoose, obstacle }: ChoiceProps) {
  return (
    <span className="compare-head">
      <span>{title}</span>
      {onChoose ? (
        <label className="pick" data-chosen={chosen === choice || undefined}>
          <input
            type="radio"
            name="settle-choice"
            value={choice}
            checked={chosen === choice}
            disabled={obstacle !== null}
            aria-keyshortcuts={hotkey}
            onChange={() => onChoose(choice)}
          />
          <span>{button}</span>
          {obstacle === null ? <KeyHint keys={hotkey} /> : null}
        </label>
      ) : null}
    </span>
  );
}

/** Letters from which on a text scrolls within its cell, so that what follows from the choice stays in sight. */
const LONG = 260;

function Words({ text, label }: { text: string; label: string }) {
  if (text.length < LONG) return text;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the arrow keys
    <section className="compare-long" tabIndex={0} aria-label={label}>
      {text}
    </section>
  );
}

interface RowsProps {
  title: string;
  rows: readonly Row[];
  choice: SettleChoice | null;
  /** Said in place of the right column where the late version cannot be taken. */
  missing?: string | null;
}

function Rows({ title, rows, choice, missing = null }: RowsProps) {
  return (
    <tbody>
      <tr className="compare-part">
        <th scope="rowgroup" colSpan={3}>
          {title}
        </th>
      </tr>
      {rows.map((row, index) => (
        <tr key={row.label} data-differs={(row.differs && missing === null) || undefined}>
          <th scope="row">
            {row.label}
            {row.differs && missing === null ? (
              <span className="compare-mark">
                <Icon name="alert" size={13} />
                不同
              </span>
            ) : null}
          </th>
          <td data-chosen={choice === 'keep' || undefined}>
            <Words text={row.standing} label={row.label} />
          </td>
          {missing === null ? (
            <td data-chosen={choice === 'take' || undefined}>
              <Words text={row.late} label={row.label} />
            </td>
          ) : null}
          {missing !== null && index === 0 ? (
            <td rowSpan={rows.length} className="compare-missing">
              <strong>不能改用后到的一份</strong>
              <p>{missing}。</p>
            </td>
          ) : null}
        </tr>
      ))}
    </tbody>
  );
}
