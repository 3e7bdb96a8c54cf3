/** Whether this PC's clock can be believed, and the time to go by. All times are milliseconds since 1970. */
export interface ClockVerdict {
  /** `backwards` the clock is behind what this station already wrote, or a day behind the centre; `ahead` a day ahead. */
  state: 'ok' | 'backwards' | 'ahead';
  trusted: number;
}

export interface ClockEvidence {
  /** What the PC's clock says. */
  now: number;
  /** Time of this station's last entry; null before the first. */
  lastEntryAt: number | null;
  /** When the database file was last written before this start; null on the first. */
  fileSystemAt: number | null;
  /** What the centre's clock says now: its last answer, carried on by elapsed time; null while it was not reached. */
  centreAt: number | null;
  /** What the clock should say: the last trusted time carried on by elapsed time; null when nothing was carried on. */
  expectedAt: number | null;
}

/** Clocks are set right by seconds all day long; less than this is no jump back. */
export const BACKWARDS_TOLERANCE = 2 * 60_000;
/** A clock may have stood wrong by hours; more than this is a jump. */
export const AHEAD_TOLERANCE = 24 * 3_600_000;

/**
 * Judges the clock of a station.
 *
 * A desk that was off for a week finds its last entry and its files a week old, and that alone is no jump: only a witness of
 * the present moment can say that a clock is ahead, which is the centre, or else this process itself when it saw the clock
 * leap while it ran. Where the centre is known it decides, in both directions.
 */
export function judgeClock(evidence: ClockEvidence): ClockVerdict {
  const { now, lastEntryAt, fileSystemAt, centreAt, expectedAt } = evidence;
  // No entry is ever stamped before the one it follows, whoever claims what time it is.
  const atLeast = (time: number) => Math.max(time, lastEntryAt ?? time);
  if (centreAt !== null) {
    if (now > centreAt + AHEAD_TOLERANCE) return { state: 'ahead', trusted: atLeast(centreAt) };
    if (now < centreAt - AHEAD_TOLERANCE) return { state: 'backwards', trusted: atLeast(centreAt) };
    if (now >= centreAt - BACKWARDS_TOLERANCE) return { state: 'ok', trusted: now };
  } else if (expectedAt !== null) {
    const known = Math.max(expectedAt, lastEntryAt ?? expectedAt, fileSystemAt ?? expectedAt);
    if (now > known + AHEAD_TOLERANCE) return { state: 'ahead', trusted: atLeast(expectedAt) };
  }
  if (lastEntryAt !== null && now < lastEntryAt - BACKWARDS_TOLERANCE)
    return { state: 'backwards', trusted: atLeast(centreAt ?? expectedAt ?? lastEntryAt) };
  return { state: 'ok', trusted: now };
}
