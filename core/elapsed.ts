/** Clocks of a PC, each in ms. */
export interface Clocks {
  /** Since the system's start, standby included. Slow to ask: the system writes a file for whoever reads it. */
  uptime(): number;
  /** Since some moment, standing still in standby. */
  running(): number;
  /** Since 1970, as the PC is set; goes on in standby. */
  wall(): number;
}

/** A wall clock that has parted from the running one by more than this was set, or there was a standby between, ms. */
const PARTED_MS = 20;
/** Longest time in which the system is not asked, ms. */
const ASK_AGAIN_MS = 1_000;

/**
 * Time since the system's start, standby included, without asking the system each time: the running clock carries the last
 * answer on while the wall clock says that there was no standby. A save reads the time some ten times.
 *
 * @returns milliseconds that never go back
 */
export function elapsedOf({ uptime, running, wall }: Clocks): () => number {
  let asked = { running: Number.NEGATIVE_INFINITY, wall: 0, uptime: 0 };
  let last = 0;
  return () => {
    const now = { running: running(), wall: wall() };
    const passed = now.running - asked.running;
    const isCarried = passed < ASK_AGAIN_MS && Math.abs(now.wall - asked.wall - passed) < PARTED_MS;
    if (!isCarried) asked = { ...now, uptime: uptime() };
    last = Math.max(last, asked.uptime + now.running - asked.running);
    return last;
  };
}
