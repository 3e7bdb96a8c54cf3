import type { CountedDay } from '../../../../domain/calendar/working-days.ts';
import { dateTime } from '../../format.ts';
import { Icon } from '../../pieces/Icon.tsx';
import type { CaseClock } from './clockGroups.ts';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const;

/** Why this date: the sentence of the institution's own document, and each day counted or skipped. */
export function ClockProof({ clock, onClose }: { clock: CaseClock; onClose: () => void }) {
  const { proof } = clock;
  return (
    <section className="proof" aria-label={`${clock.what}的依据`}>
      <div className="proof-words">
        <blockquote>
          <p>{proof.rule}</p>
          <cite>
            《{proof.regime}》{proof.documentNumber ?? ''}
          </cite>
        </blockquote>
        <dl className="facts">
          <div className="fact">
            <dt>起算</dt>
            <dd>{dateTime(clock.from.at)}</dd>
          </div>
          <div className="fact">
            <dt>到期</dt>
            <dd>{clock.dueAt ? dateTime(clock.dueAt) : '未规定'}</dd>
          </div>
          {clock.stoppedAt ? (
            <div className="fact">
              <dt>完成</dt>
              <dd>{dateTime(clock.stoppedAt)}</dd>
            </div>
          ) : null}
          {clock.extended ? (
            <div className="fact">
              <dt>延期</dt>
              <dd>承诺 {clock.extended.promisedDate}</dd>
            </div>
          ) : null}
        </dl>
        <p>{proof.summary}</p>
        {clock.provisional ? (
          <p className="note note-warn">
            <Icon name="alert" size={16} /> 暂定：跨入的年度尚未导入国务院放假安排，按周一至周五推算，导入后自动更正。
          </p>
        ) : null}
      </div>
      <ol className="days" aria-label="逐日计算">
        {proof.days.map((day) => (
          <Day key={`${day.date}${day.reason}`} day={day} />
        ))}
      </ol>
      <button type="button" className="button button-quiet button-small" onClick={onClose}>
        收起依据
      </button>
    </section>
  );
}

function Day({ day }: { day: CountedDay }) {
  const weekday = WEEKDAYS[new Date(`${day.date.slice(0, 10)}T00:00:00Z`).getUTCDay()] ?? '';
  return (
    <li className={day.counted ? 'day day-counted' : 'day'}>
      <span className="day-date">
        {day.date.slice(5, 10)} <span>周{weekday}</span>
      </span>
      <span className="day-why">
        <Icon name={day.counted ? 'check' : 'cross'} size={13} />
        {day.reason || (day.counted ? '计入' : '不计')}
      </span>
    </li>
  );
}
