import type { RosterFault, RosterShift } from '../../../domain/duty/roster.ts';
import { Icon } from '../pieces/Icon.tsx';
import { POST_WORDS, spanWords } from './rosterWords.ts';
import { dayWords, partOfDay, turnsOf } from './week.ts';

interface Props {
  days: readonly string[];
  shifts: readonly RosterShift[];
  today: string;
  gaps: readonly RosterFault[];
  /** Null for those who only read. */
  onDrop: ((shift: RosterShift) => void) | null;
}

/** Seven days side by side: a strip of 24 hours with its holes, and under it who stands when. */
export function WeekTable({ days, shifts, today, gaps, onDrop }: Props) {
  return (
    <table className="week">
      <thead>
        <tr>
          {days.map((day) => (
            <th key={day} scope="col" className="week-head" aria-current={day === today ? 'date' : undefined}>
              {dayWords(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {days.map((day) => (
            <td key={day} className="week-day">
              <Strip day={day} shifts={shifts} gaps={gaps} />
              <ul>
                {turnsOf(shifts, day).map((shift) => (
                  <li key={shift.id} className={`turn turn-${shift.post}`}>
                    <span className="turn-name">{shift.officerName}</span>
                    <span className="turn-post">{POST_WORDS[shift.post]}</span>
                    <span className="turn-time">{spanWords(shift.startsAt, shift.endsAt)}</span>
                    {onDrop ? (
                      <button
                        type="button"
                        className="button button-quiet button-small turn-drop"
                        aria-label={`去掉 ${dayWords(day)} ${shift.officerName} ${spanWords(shift.startsAt, shift.endsAt)}`}
                        onClick={() => onDrop(shift)}
                      >
                        <Icon name="cross" size={13} />
                      </button>
                    ) : null}
                  </li>
                ))}
              </ul>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

/** The day as a line; the list beside it and the sentences say the same in words. */
function Strip({ day, shifts, gaps }: { day: string; shifts: readonly RosterShift[]; gaps: readonly RosterFault[] }) {
  const place = ([from, to]: [number, number]) => ({ left: `${from * 100}%`, width: `${(to - from) * 100}%` });
  return (
    <div className="strip" aria-hidden="true">
      {shifts.map((shift) => {
        const part = partOfDay(shift, day);
        return part ? <span key={shift.id} className={`strip-${shift.post}`} style={place(part)} /> : null;
      })}
      {gaps.map((gap) => {
        const part = partOfDay({ startsAt: gap.from, endsAt: gap.to }, day);
        return part ? (
          <span key={gap.from} className="strip-gap" style={place(part)}>
            {part[1] - part[0] >= 0.25 ? <b>无人</b> : null}
          </span>
        ) : null;
      })}
    </div>
  );
}
