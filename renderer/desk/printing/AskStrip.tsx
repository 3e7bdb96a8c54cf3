import { Icon } from '../pieces/Icon.tsx';
import { useCall } from '../queries.ts';
import { AskLine } from './AskLine.tsx';
import { useIsAskedOnPage } from './askedHere.ts';
import './printing.css';

/**
 * Over the status bar on whatever page the officer has gone on to: the paper that a person has to look for, answered by one
 * key. With a printer that never tells, this is every paper, and the next citizen is already talking.
 */
export function AskStrip({ asking }: { asking: number }) {
  const onPage = useIsAskedOnPage();
  const shown = asking > 0 && !onPage;
  const jobs = useCall('print.jobs', { caseId: null, limit: Math.min(Math.max(asking, 1), 200) }, { enabled: shown });
  // Those that ask come first in the answer, the newest before the oldest; the oldest is answered first.
  const first = jobs.data?.filter((job) => job.state === 'unconfirmed').at(-1);
  if (!shown || !first) return null;
  const title = `${first.title} ${first.number}`;
  return (
    <section className="ask-strip" aria-label="待确认的打印">
      <span className="ask-strip-paper">
        <Icon name="printer" size={16} /> {title}
      </span>
      <AskLine key={first.id} jobId={first.id} title={title} keyed />
      {asking > 1 ? <span className="ask-strip-rest">另有 {asking - 1} 份待确认</span> : null}
    </section>
  );
}
