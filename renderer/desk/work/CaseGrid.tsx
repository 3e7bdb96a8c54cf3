import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { CaseRow } from '../../../domain/contract/views/cases.ts';
import { CHANNEL_WORDS, KIND_WORDS } from '../../../domain/contract/words.ts';
import { visibleLine } from '../../../domain/documents/visible.ts';
import { nowIso } from '../format.ts';
import { DueTag } from '../pieces/DueTag.tsx';
import { StatusTag } from '../pieces/StatusTag.tsx';
import { SyncTag } from '../pieces/SyncTag.tsx';
import { CardTag } from './casefile/CardTag.tsx';
import { workingDaysLeft } from './casefile/remaining.ts';
import { movedRow } from './gridKeys.ts';
import { Marked } from './Marked.tsx';
import { personOf } from './personOf.ts';

interface Props {
  rows: readonly CaseRow[];
  /** What the list is, for a reader that does not see it. */
  label: string;
  /** Place of the first row in the whole list, from 0. */
  offset?: number;
  query?: string;
  onOpen: (row: CaseRow) => void;
  /** Asked for the next (+1) or previous (-1) page when an arrow leaves the list. */
  onPage?: (step: 1 | -1) => void;
  /** Takes the keyboard as soon as rows are there. */
  autoFocus?: boolean;
}

/** The numbered, striped list of cases: arrow keys move, Enter opens, a click opens. */
export function CaseGrid({ rows, label, offset = 0, query = '', onOpen, onPage, autoFocus = false }: Props) {
  const [at, setAt] = useState(0);
  const grid = useRef<HTMLTableElement>(null);
  const id = useId();
  const selected = Math.min(at, Math.max(rows.length - 1, 0));
  const first = rows[0]?.caseId;

  useEffect(() => {
    if (first !== undefined) setAt(0);
  }, [first]);

  const ready = rows.length > 0;
  useEffect(() => {
    const active = document.activeElement;
    const free = active === null || !/^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName);
    if (autoFocus && ready && free) grid.current?.focus({ preventScroll: true });
  }, [autoFocus, ready]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const row = rows[selected];
    if (event.key === 'Enter' && row) {
      event.preventDefault();
      onOpen(row);
      return;
    }
    if (onPage && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      onPage(event.key === 'ArrowRight' ? 1 : -1);
      return;
    }
    const next = movedRow(event.key, selected, rows.length);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    grid.current?.rows[next + 1]?.scrollIntoView({ block: 'nearest' });
  }

  return (
    <table
      ref={grid}
      className="case-grid"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table walked row by row with the arrow keys is a grid
      role="grid"
      aria-label={label}
      aria-rowcount={-1}
      aria-activedescendant={ready ? `${id}-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <Columns />
      <tbody>
        {rows.map((row, index) => (
          <tr
            key={row.caseId}
            id={`${id}-${index}`}
            aria-rowindex={offset + index + 2}
            aria-selected={index === selected}
            data-urgency={row.urgency}
            onClick={() => {
              setAt(index);
              onOpen(row);
            }}
          >
            <Cells row={row} place={offset + index + 1} query={query} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const COLUMNS: [string, string][] = [
  ['序号', 'col-place'],
  ['编号', 'col-number'],
  ['类别', 'col-kind'],
  ['渠道', 'col-channel'],
  ['诉求人', 'col-person'],
  ['被反映单位', 'col-unit'],
  ['摘要', 'col-summary'],
  ['状态', 'col-status'],
  ['下一步', 'col-next'],
  ['时限', 'col-due'],
  ['上报', 'col-sync'],
];

function Columns() {
  return (
    <thead>
      <tr>
        {COLUMNS.map(([word, name]) => (
          <th key={name} scope="col" className={name}>
            {word}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cells({ row, place, query }: { row: CaseRow; place: number; query: string }) {
  const urgent = row.urgency === 'normal' ? null : row.urgency === 'critical' ? '特急' : '紧急';
  return (
    <>
      <td className="col-place">{place}</td>
      <td className="col-number">
        <Marked text={row.number} query={query} />
      </td>
      <td className="col-kind">{KIND_WORDS[row.kind]}</td>
      <td className="col-channel">{CHANNEL_WORDS[row.channel]}</td>
      <Long name="col-person" text={personOf(row)} query={query} />
      <Long name="col-unit" text={visibleLine(row.respondent) || '未指明'} query={query} />
      <td title={visibleLine(row.summary)}>
        {urgent ? <strong className="urgent-word">{urgent}</strong> : null}
        <Marked text={visibleLine(row.summary)} query={query} />
      </td>
      <td>
        <StatusTag status={row.status} />
      </td>
      <Long name="col-next" text={row.nextStep?.name ?? '—'} query="" />
      <td>
        {row.card ? <CardTag card={row.card} /> : null}
        {row.nextDue ? (
          <DueTag
            dueAt={row.nextDue.dueAt}
            provisional={row.nextDue.provisional}
            workingDaysLeft={workingDaysLeft(row.nextDue.dueAt, nowIso())}
          />
        ) : (
          <span className="quiet">—</span>
        )}
      </td>
      <td>
        <SyncTag sync={row.conflict ? 'conflict' : row.sync} />
      </td>
    </>
  );
}

function Long({ name, text, query }: { name: string; text: string; query: string }): ReactNode {
  return (
    <td className={name} title={text}>
      <Marked text={text} query={query} />
    </td>
  );
}
