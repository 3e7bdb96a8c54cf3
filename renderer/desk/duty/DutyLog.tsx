import { Skeleton } from 'antd';
import { visible, visibleLine } from '../../../domain/documents/visible.ts';
import type { DutyLink } from '../../../domain/duty/chain.ts';
import { dateTime } from '../format.ts';
import { go } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useCall } from '../queries.ts';

/** 接报传跟: the chain of every open case, link by link; an open link stands out as open. */
export function DutyLog() {
  const log = useCall('duty.log', {});
  if (log.error) return <ErrorNote error={log.error} />;
  if (!log.data) return <Skeleton active />;
  if (!log.data.mayRead) {
    return (
      <Empty icon="lock" title="值班记录只供当班人员查看">
        请由值班表上此刻的值班员、带班领导，或正在当班的人登录查看。
      </Empty>
    );
  }
  if (log.data.cases.length === 0) {
    return (
      <Empty icon="check" title="没有在办的诉求件">
        接到来件后，接、报、传、跟各环节会逐件列在这里。
      </Empty>
    );
  }
  return (
    <div className="duty-lists">
      {log.data.cases.map(({ caseId, number, summary, links }) => (
        <section key={caseId} className="panel" aria-label={number}>
          <h2>
            <button type="button" className="link" onClick={() => go({ page: 'case', caseId })}>
              {number}
            </button>{' '}
            <span className="quiet">{visibleLine(summary)}</span>
          </h2>
          <ol className="chain">
            {links.map((link) => (
              <Link key={link.step} link={link} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Link({ link }: { link: DutyLink }) {
  const open = link.done.length === 0;
  return (
    <li className={open ? 'chain-link chain-open' : 'chain-link'}>
      <strong>
        <Icon name={open ? 'circle' : 'check'} size={15} /> {link.name}
      </strong>
      {open ? <span>还没有记录</span> : null}
      {link.done.map((one) => (
        <span key={`${one.at} ${one.by}`} className="chain-done">
          <time dateTime={one.at}>{dateTime(one.at)}</time> {one.by}
          {one.to.length > 0 ? ` → ${one.to.map(visibleLine).join('、')}` : ''}
          {one.result.map((words) => (
            <span key={words}>{visible(words)}</span>
          ))}
        </span>
      ))}
    </li>
  );
}
