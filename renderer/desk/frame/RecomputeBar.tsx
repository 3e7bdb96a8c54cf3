import { useRecompute } from './recompute.ts';

/** How far the deadlines are computed anew after a new calendar; intake goes on meanwhile. */
export function RecomputeBar() {
  const work = useRecompute();
  if (!work) return null;
  return (
    <span className="status-part" role="status">
      <progress className="recompute-bar" aria-label="重算期限" value={work.done} max={work.total} />
      重算期限 {work.done.toLocaleString('zh-CN')}／{work.total.toLocaleString('zh-CN')}
    </span>
  );
}
