import { Button, Skeleton } from 'antd';
import type { ShiftView } from '../../../domain/contract/views.ts';
import { visible } from '../../../domain/documents/visible.ts';
import { dateTime } from '../format.ts';
import { go } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { Figure } from '../work/parts/Figure.tsx';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import '../work/pages.css';
import './duty.css';
import { HandoverForm } from './HandoverForm.tsx';
import { OpenCases } from './OpenCases.tsx';
import { useSeen } from './useSeen.ts';

/** Who sits at the desk, what is open, and the handover to the next shift. */
export default function DutyPage() {
  const shift = useCall('duty.get', {});
  const status = useCall('status', {});
  const [seen, setSeen] = useSeen(shift.data?.current?.id ?? '');
  if (shift.isPending) return <Skeleton active className="page" paragraph={{ rows: 10, width: '100%' }} />;
  if (shift.error) {
    return (
      <div className="page">
        <ErrorNote error={shift.error} action={<Button onClick={() => shift.refetch()}>重试</Button>} />
      </div>
    );
  }
  const { current, open, drafts, handovers } = shift.data;
  const unseen = open.filter((row) => !seen.has(row.caseId)).length;
  return (
    <div className="page duty">
      <PageTitle>值班</PageTitle>
      <section className="figures" aria-label="本班情况">
        <div className="figure figure-wide">
          <div className="figure-label">当班</div>
          <div className="figure-text">
            {current ? current.officers.join('、') : (status.data?.officer.name ?? '没有开班')}
          </div>
          <div className="figure-meaning">{current ? `${dateTime(current.startedAt)} 开始` : '登录后自动开班'}</div>
        </div>
        <Figure label="在办" value={open.length} meaning="交班时要逐件看过" />
        <Figure label="草稿" value={drafts} meaning="登记到一半的，接班人可以继续" />
      </section>
      <div className="duty-body">
        <section className="panel duty-open" aria-labelledby="open-title">
          <h2 id="open-title">在办的诉求件</h2>
          {open.length === 0 ? (
            <Empty icon="check" title="没有在办的诉求件">
              可以直接交班。
            </Empty>
          ) : (
            <OpenCases rows={open} seen={seen} onSee={setSeen} onOpen={(caseId) => go({ page: 'case', caseId })} />
          )}
        </section>
        <div className="duty-side">
          <HandoverForm open={open} unseen={unseen} seen={seen} me={status.data?.officer.id ?? ''} />
          <Past handovers={handovers} />
        </div>
      </div>
    </div>
  );
}

function Past({ handovers }: { handovers: ShiftView['handovers'] }) {
  return (
    <section className="panel" aria-labelledby="past-title">
      <h2 id="past-title">以往交接</h2>
      {handovers.length === 0 ? (
        <p className="quiet">还没有交接过。每次交接的时间、人员和交代的事项都会留在这里。</p>
      ) : (
        <ol className="handovers">
          {handovers.map((one) => (
            <li key={one.id}>
              <time dateTime={one.at}>{dateTime(one.at)}</time>　{one.from} → {one.to}
              <span className="quiet">　在办 {one.openCases} 件</span>
              {one.note.trim() === '' ? null : <p>{visible(one.note)}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
