/** Open feeds of this process, by station: whoever stores something for a station rings here. */
export class Waiting {
  readonly #bells = new Map<string, Set<() => void>>();

  /** @param ring called at every piece of news, until the answer is called */
  listen(station: string, ring: () => void): () => void {
    const bells = this.#bells.get(station) ?? new Set();
    this.#bells.set(station, bells);
    bells.add(ring);
    return () => {
      bells.delete(ring);
      if (bells.size === 0 && this.#bells.get(station) === bells) this.#bells.delete(station);
    };
  }

  wake(stations: readonly string[]): void {
    for (const station of stations) for (const ring of this.#bells.get(station) ?? []) ring();
  }

  wakeAll(): void {
    this.wake([...this.#bells.keys()]);
  }
}
