/** Readers that wait for news of their feed, within this process. */
export class Waiting {
  readonly #waiters = new Map<string, Set<() => void>>();
  #closed = false;

  /**
   * Begins to listen at once, so that news between a look at the database and the wait is not missed.
   *
   * @param signal ends the wait when the reader has gone
   */
  listen(station: string, timeoutMs: number, signal: AbortSignal): { news: Promise<void>; stop: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#closed ? 0 : timeoutMs);
    const waiters = this.#waiters.get(station) ?? new Set();
    this.#waiters.set(station, waiters);
    waiters.add(resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    const stop = () => {
      clearTimeout(timer);
      waiters.delete(resolve);
      if (waiters.size === 0 && this.#waiters.get(station) === waiters) this.#waiters.delete(station);
    };
    return { news: promise, stop };
  }

  wake(stations: readonly string[]): void {
    for (const station of stations) for (const resolve of this.#waiters.get(station) ?? []) resolve();
  }

  wakeAll(): void {
    this.wake([...this.#waiters.keys()]);
  }

  /** Answers everybody now and lets nobody wait any more. */
  close(): void {
    this.#closed = true;
    this.wakeAll();
  }
}
