import type { Strokes } from '../../../domain/contract/signature.ts';
import { useCall } from '../queries.ts';

const HEIGHT = 36;
const LONGEST = 160;

/** The collected signature, drawn from its strokes and cut to its ink; nothing where the core does not hand them out. */
export function SignaturePicture({ taskId }: { taskId: string }) {
  const task = useCall('signing.get', { taskId });
  const strokes = task.data?.strokes;
  if (!strokes) return null;
  const { left, top, width, height } = inkBox(strokes);
  const lines = strokes.strokes.map((stroke) =>
    stroke.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
  );
  return (
    <svg
      className="signature-picture"
      role="img"
      aria-label="投诉人签字"
      viewBox={`${left} ${top} ${width} ${height}`}
      width={Math.min(LONGEST, (HEIGHT * width) / height)}
      height={HEIGHT}
    >
      <path
        d={lines.join('')}
        fill="none"
        stroke="#111"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

function inkBox({ strokes }: Strokes) {
  const points = strokes.flat();
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  // reduce, not Math.min(...): a signature may hold more points than a call takes arguments.
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const margin = 12;
  const left = least(xs) - margin;
  const top = least(ys) - margin;
  return { left, top, width: most(xs) + margin - left, height: most(ys) + margin - top };
}
