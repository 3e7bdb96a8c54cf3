import type { SignaturePoint, Strokes } from '../../../../domain/contract/signature.ts';

const round = (n: number) => Math.round(n * 10) / 10;

/** SVG path through the points of one stroke, smoothed at the midpoints; a single point becomes a dot. */
export function strokePath(points: readonly SignaturePoint[]): string {
  const first = points[0];
  if (!first) return '';
  const start = `M${round(first.x)} ${round(first.y)}`;
  if (points.length === 1) return `${start}l0.1 0`;
  let path = start;
  for (let i = 1; i < points.length - 1; i += 1) {
    const at = points[i];
    const next = points[i + 1];
    if (at && next) {
      path += `Q${round(at.x)} ${round(at.y)} ${round((at.x + next.x) / 2)} ${round((at.y + next.y) / 2)}`;
    }
  }
  const last = points[points.length - 1];
  return last ? `${path}L${round(last.x)} ${round(last.y)}` : path;
}

/** Smallest box around the ink with some white around it, in the pad's CSS pixels. */
export function strokesBox(strokes: Strokes): { x: number; y: number; width: number; height: number } {
  const points = strokes.strokes.flat();
  if (points.length === 0) return { x: 0, y: 0, width: strokes.width, height: strokes.height };
  const margin = 12;
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const x = xs.reduce((a, b) => Math.min(a, b)) - margin;
  const y = ys.reduce((a, b) => Math.min(a, b)) - margin;
  return {
    x: round(x),
    y: round(y),
    width: round(xs.reduce((a, b) => Math.max(a, b)) + margin - x),
    height: round(ys.reduce((a, b) => Math.max(a, b)) + margin - y),
  };
}
