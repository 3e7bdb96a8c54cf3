/** A core that dies this often within this time is not helped by one more start. */
const TRIES = 3;
const WITHIN_MS = 5 * 60_000;

/**
 * Decides whether a core that died is started again.
 *
 * @param deaths times of earlier deaths, milliseconds, oldest first
 * @param now    time of this one
 */
export function mayRestart(deaths: readonly number[], now: number): boolean {
  return deaths.filter((at) => now - at < WITHIN_MS).length < TRIES;
}
