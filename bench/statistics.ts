/** Times of one thing over several runs, in milliseconds. */
export interface Times {
  median: number;
  min: number;
  max: number;
  runs: number;
}

/** One line of the report: a thing of ours beside the raw limit it is measured against, from the same run. */
export interface Figure {
  name: string;
  ours: Times;
  /** What it is compared with, and how long that takes; null where there is no raw limit to compare with. */
  bare: { what: string; times: Times } | null;
  /** `ours.median / bare.median`; null without a raw limit. */
  ratio: number | null;
}

export function timesOf(samples: readonly number[]): Times {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN, runs: sorted.length };
}

export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Runs ours and the raw limit in turn, A B A B, so that a slower or busier minute of the machine hits both alike.
 *
 * @param prepare what each run needs and is not measured, called before each pair
 * @param warmUp  pairs that are run and not counted
 */
export async function compare(
  name: string,
  ours: () => unknown,
  bare: { what: string; run: () => unknown },
  options: { runs: number; warmUp?: number; prepare?: () => unknown },
): Promise<Figure> {
  const a: number[] = [];
  const b: number[] = [];
  const warmUp = options.warmUp ?? 2;
  for (let run = 0; run < warmUp + options.runs; run += 1) {
    await options.prepare?.();
    for (const [work, samples] of [
      [ours, a],
      [bare.run, b],
    ] as const) {
      const time = await timed(work);
      if (run >= warmUp) samples.push(time);
    }
  }
  return figure(name, timesOf(a), { what: bare.what, times: timesOf(b) });
}

export function figure(name: string, ours: Times, bare: Figure['bare']): Figure {
  return { name, ours, bare, ratio: bare ? ours.median / bare.times.median : null };
}
