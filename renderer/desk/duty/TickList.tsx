import { Checkbox } from 'antd';

interface Row {
  id: string;
  name: string;
  words: string;
  open: () => void;
}

/** Things that the next shift takes over, ticked one by one as both officers look at them. */
export function TickList({
  rows,
  seen,
  onSee,
}: {
  rows: readonly Row[];
  seen: ReadonlySet<string>;
  onSee: (seen: ReadonlySet<string>) => void;
}) {
  const toggle = (id: string, on: boolean): void => {
    const next = new Set(seen);
    if (on) next.add(id);
    else next.delete(id);
    onSee(next);
  };
  return (
    <ul className="tick-list">
      {rows.map(({ id, name, words, open }) => (
        <li key={id} className="tick">
          <Checkbox
            checked={seen.has(id)}
            aria-label={`看过 ${name} ${words}`}
            onChange={(event) => toggle(id, event.target.checked)}
          />
          <button type="button" className="link" onClick={open}>
            {name}
          </button>
          <span className="quiet">{words}</span>
        </li>
      ))}
    </ul>
  );
}
