import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import { CHANNEL_WORDS, KIND_WORDS, STATUS_WORDS } from '../../../../domain/contract/words.ts';
import { visible, visibleLine } from '../../../../domain/documents/visible.ts';
import { dateTime } from '../../format.ts';
import { personOf } from '../personOf.ts';

/** Two cases side by side, so that one sees whether it is the same person and the same matter. */
export function BothCases({ here, into }: { here: CaseFileView; into: CaseFileView }) {
  const rows: [label: string, of: (file: CaseFileView) => string, telling?: true][] = [
    ['登记', ({ state }) => dateTime(state.registered.at)],
    ['状态', ({ state }) => STATUS_WORDS[state.status]],
    ['类别', ({ state }) => `${CHANNEL_WORDS[state.record.channel]}${KIND_WORDS[state.record.kind]}`],
    ['诉求人', ({ row }) => personOf(row), true],
    ['电话', ({ state }) => visibleLine(state.record.complainant.phone), true],
    ['被反映单位', ({ state }) => visibleLine(state.record.respondent.unit), true],
    ['承办单位', ({ state }) => visibleLine(state.assignment?.unit.name ?? '')],
    ['诉求', ({ state }) => visible(state.record.request), true],
    ['经过', ({ state }) => visible(state.record.narrative), true],
  ];
  return (
    <table className="both-cases">
      <thead>
        <tr>
          <td />
          <th scope="col">本件 {here.state.number}</th>
          <th scope="col">并入 {into.state.number}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, of, telling]) => (
          <tr key={label} data-same={(telling && of(here) !== '' && of(here) === of(into)) || undefined}>
            <th scope="row">{label}</th>
            <td>{of(here) || '—'}</td>
            <td>{of(into) || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
