import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a process had of the machine in some time. */
export interface Share {
  /** Processor time, µs. */
  busy: number;
  /** How late its event loop was: in the median, and where the worst hundredth begins, ms. */
  late: { p50: number; p99: number };
}

/** Looks often enough to see a millisecond, ms. */
const RESOLUTION_MS = 1;

/**
 * Measures this process from one question to the next. Beside the times of answers it tells who was late: the centre, or
 * those who asked it.
 */
export function shareMeter(): () => Share {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    // The histogram counts the time that it slept itself.
    const ms = (percent: number) => Math.max(0, delay.percentile(percent) / 1e6 - RESOLUTION_MS);
    const late = { p50: ms(50), p99: ms(99) };
    delay.reset();
    return { busy: user + system, late };
  };
}
