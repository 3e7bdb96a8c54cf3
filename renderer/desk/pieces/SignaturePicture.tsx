import { useCall } from '../queries.ts';

const WIDTH = 120;

/** The collected signature, drawn from its strokes; nothing where the core does not hand them out. */
export function SignaturePicture({ taskId }: { taskId: string }) {
  const task = useCall('signing.get', { taskId });
  const strokes = task.data?.strokes;
  if (!strokes) return null;
  const lines = strokes.strokes.map((stroke) =>
    stroke.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
  );
  return (
    <svg
      className="signature-picture"
      role="img"
      aria-label="投诉人签字"
      viewBox={`0 0 ${strokes.width} ${strokes.height}`}
      width={WIDTH}
      height={(WIDTH * strokes.height) / strokes.width}
    >
      <path
        d={lines.join('')}
        fill="none"
        stroke="#111"
        strokeWidth={strokes.width / 90}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
