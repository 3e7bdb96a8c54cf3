/** `entries`: the feed grew; `all`: anything about the station may have changed. */
export type News = 'entries' | 'all';

/** Open feeds of this process, by station: whoever stores something for a station rings here. */
export class Waiting {
  readonly #bells = new Map<string, Set<(news: News) => void>>();

  /** @param ring called at every piece of news, until the answer is called */
  listen(station: string, ring: (news: News) => void): () => void {
    const bells = this.#bells.get(station) ?? new Set();
    this.#bells.set(station, bells);
    bells.add(ring);
    return () => {
      bells.delete(ring);
      if (bells.size === 0 && this.#bells.get(station) === bells) this.#bells.delete(station);
    };
  }

  wake(stations: readonly string[], news: News = 'entries'): void {
    for (const station of stations) for (const ring of this.#bells.get(station) ?? []) ring(news);
  }

  wakeAll(): void {
    this.wake([...this.#bells.keys()], 'all');
  }
}
