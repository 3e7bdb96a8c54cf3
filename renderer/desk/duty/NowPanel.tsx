import type { ShiftView } from '../../../domain/contract/views/duty.ts';
import { visibleLine } from '../../../domain/documents/visible.ts';
import { timerKey } from '../../../domain/duty/handover.ts';
import { dateTime, time } from '../format.ts';
import { go } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { useCall } from '../queries.ts';
import { Figure } from '../work/parts/Figure.tsx';
import { HandoverForm } from './HandoverForm.tsx';
import { OpenCases } from './OpenCases.tsx';
import { TickList } from './TickList.tsx';
import { useSeen } from './useSeen.ts';

/** Who is here, what is open, and the handover to the next shift. */
export function NowPanel({ view }: { view: ShiftView }) {
  const status = useCall('status', {});
  const { current, onDuty, open, drafts, timers } = view;
  const [seen, setSeen] = useSeen(current?.id ?? '');
  const draftIds = drafts.map((draft) => draft.draftId);
  const timerIds = timers.map(timerKey);
  const unseen = [...open.map((row) => row.caseId), ...draftIds, ...timerIds].filter((id) => !seen.has(id)).length;
  const rostered = [...onDuty.leaders, ...onDuty.officers];
  const stranger = current !== null && rostered.length > 0 && !current.officers.some((name) => rostered.includes(name));
  return (
    <>
      <section className="figures" aria-label="本班情况">
        <div className="figure figure-wide">
          <div className="figure-label">当班</div>
          <div className="figure-text">{current ? current.officers.join('、') : '没有人当班'}</div>
          <div className="figure-meaning">
            {current ? `${dateTime(current.startedAt)} 接班` : '值班人员登录后自动开班'}
            {onDuty.signedIn.length > 0 ? `；现已登录：${onDuty.signedIn.join('、')}` : ''}
          </div>
        </div>
        <div className="figure figure-wide">
          <div className="figure-label">值班表此刻</div>
          <div className="figure-text">
            {rostered.length === 0 ? '没有排人' : onDuty.officers.join('、') || '没有值班员'}
          </div>
          <div className="figure-meaning">
            {onDuty.leaders.length > 0 ? `带班领导 ${onDuty.leaders.join('、')}` : '没有排带班领导'}
          </div>
        </div>
        <Figure label="在办" value={open.length} meaning="交班时逐件看过" />
        <Figure label="计时中" value={timers.length} meaning="分钟时限" alarm={timers.length > 0} />
        <Figure label="草稿" value={drafts.length} meaning="接班人可以继续" />
      </section>
      {stranger ? (
        <p className="note note-warn">
          值班表上此刻是 {rostered.join('、')}，当班的是 {current?.officers.join('、')}。请交班，或更正值班表。
        </p>
      ) : null}
      <div className="duty-body">
        <div className="duty-lists">
          {timers.length === 0 ? null : (
            <section className="panel" aria-labelledby="timers-title">
              <h2 id="timers-title">正在计时</h2>
              <TickList
                rows={timers.map((timer) => ({
                  id: timerKey(timer),
                  name: timer.number,
                  words: `${timer.what}，${time(timer.dueAt)} 截止${timer.muted ? `，${timer.muted.name} ${time(timer.muted.at)} 静音过` : ''}`,
                  open: () => go({ page: 'case', caseId: timer.caseId }),
                }))}
                seen={seen}
                onSee={setSeen}
              />
            </section>
          )}
          <section className="panel duty-open" aria-labelledby="open-title">
            <h2 id="open-title">在办的诉求件</h2>
            {open.length === 0 ? (
              <Empty icon="check" title="没有在办的诉求件">
                填好交接事项就可以交班。
              </Empty>
            ) : (
              <OpenCases rows={open} seen={seen} onSee={setSeen} onOpen={(caseId) => go({ page: 'case', caseId })} />
            )}
          </section>
          {drafts.length === 0 ? null : (
            <section className="panel" aria-labelledby="drafts-title">
              <h2 id="drafts-title">登记到一半的草稿</h2>
              <TickList
                rows={drafts.map((draft) => ({
                  id: draft.draftId,
                  name: visibleLine(draft.words),
                  words: `${draft.officerName} 存于 ${dateTime(draft.savedAt)}`,
                  open: () => go({ page: 'register' }),
                }))}
                seen={seen}
                onSee={setSeen}
              />
            </section>
          )}
        </div>
        <HandoverForm
          view={view}
          unseen={unseen}
          handed={{
            seenCases: open.map((row) => row.caseId).filter((id) => seen.has(id)),
            seenDrafts: draftIds.filter((id) => seen.has(id)),
            seenTimers: timerIds.filter((id) => seen.has(id)),
          }}
          me={status.data?.officer.id ?? ''}
        />
      </div>
    </>
  );
}
