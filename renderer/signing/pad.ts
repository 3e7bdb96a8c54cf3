import SignaturePad from 'signature_pad';
import type { SignaturePoint, Strokes } from '../../domain/contract/signature.ts';

type Point = SignaturePoint;

/**
 * A signature pad that survives turning the tablet: strokes are kept in the coordinates of the pad on which the first of
 * them was drawn, and are redrawn, scaled evenly and centred, whenever the pad's size changes. Turning back gives the
 * first picture again.
 */
export function createPad(canvas: HTMLCanvasElement, kept: Strokes | null, onChange: () => void) {
  const pad = new SignaturePad(canvas, { minWidth: 1.2, maxWidth: 3.6, penColor: '#10161d', minDistance: 2 });
  let reference = { width: kept?.width ?? 0, height: kept?.height ?? 0 };
  let strokes: Point[][] = kept?.strokes ?? [];

  function view() {
    const { width, height } = canvas.getBoundingClientRect();
    if (reference.width === 0) reference = { width, height };
    const scale = Math.min(width / reference.width, height / reference.height);
    return {
      width,
      height,
      scale,
      left: (width - reference.width * scale) / 2,
      top: (height - reference.height * scale) / 2,
    };
  }

  function toScreen(): Point[][] {
    const { scale, left, top } = view();
    return strokes.map((stroke) =>
      stroke.map((point) => ({ ...point, x: point.x * scale + left, y: point.y * scale + top })),
    );
  }

  function redraw(): void {
    const ratio = Math.max(window.devicePixelRatio, 1);
    const { width, height } = canvas.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    if (strokes.length === 0) reference = { width, height };
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.getContext('2d')?.scale(ratio, ratio);
    pad.clear();
    const groups = toScreen().map((stroke) => ({
      penColor: '#10161d',
      dotSize: 0,
      minWidth: 1.2,
      maxWidth: 3.6,
      velocityFilterWeight: 0.7,
      compositeOperation: 'source-over' as const,
      points: stroke.map(({ x, y, t, pressure }) => ({ x, y, time: t, pressure })),
    }));
    pad.fromData(groups);
  }

  pad.addEventListener('endStroke', () => {
    const last = pad.toData().at(-1);
    if (!last) return;
    const { scale, left, top } = view();
    strokes = [
      ...strokes,
      last.points.map(({ x, y, time, pressure }) => ({
        x: (x - left) / scale,
        y: (y - top) / scale,
        t: time,
        pressure: Math.min(1, Math.max(0, pressure)),
      })),
    ];
    onChange();
  });

  const observer = new ResizeObserver(redraw);
  observer.observe(canvas);

  return {
    /** The strokes on the pad as it is now. */
    read(): Strokes {
      const { width, height } = view();
      return { width, height, strokes: toScreen() };
    },
    clear(): void {
      strokes = [];
      redraw();
      onChange();
    },
    close(): void {
      observer.disconnect();
      pad.off();
    },
  };
}

/** The strokes as a picture, for the page on which the citizen confirms. */
export function drawing(strokes: Strokes): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', `0 0 ${strokes.width} ${strokes.height}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', '您的签字');
  const path = document.createElementNS(space, 'path');
  const lines = strokes.strokes.map((stroke) =>
    stroke.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
  );
  path.setAttribute('d', lines.join(''));
  path.setAttribute('fill', 'none');
  path.setAttribute('stroke', '#10161d');
  path.setAttribute('stroke-width', '3.5');
  path.setAttribute('vector-effect', 'non-scaling-stroke');
  path.setAttribute('stroke-linecap', 'round');
  path.setAttribute('stroke-linejoin', 'round');
  svg.append(path);
  return svg;
}
