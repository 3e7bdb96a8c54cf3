import type { Strokes } from '../../../../domain/contract/signature.ts';
import { strokePath, strokesBox } from './strokePath.ts';

/** The signature as it was drawn, from its strokes: sharp at any size, dark ink on white paper in both themes. */
export function SignaturePicture({ strokes, label }: { strokes: Strokes; label: string }) {
  const box = strokesBox(strokes);
  const width = Math.max(box.width, box.height) / 90 + 1.2;
  return (
    <svg
      className="signature-picture"
      role="img"
      aria-label={label}
      viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
      preserveAspectRatio="xMidYMid meet"
    >
      {strokes.strokes.map((stroke) => {
        const d = strokePath(stroke);
        return <path key={`${stroke[0]?.t ?? 0}:${d.length}`} d={d} strokeWidth={width} />;
      })}
    </svg>
  );
}
