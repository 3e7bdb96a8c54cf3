/** Lets what concerns one station happen in the order in which it came, within this process. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * @param work begins at once; what must wait for those before it awaits `mine` first
   * @throws what `work` throws, which holds up nobody behind it
   */
  async take<T>(station: string, work: (mine: Promise<unknown>) => Promise<T>): Promise<T> {
    const before = this.#last.get(station) ?? Promise.resolve();
    const result = work(before);
    const done = Promise.allSettled([before, result]);
    this.#last.set(station, done);
    try {
      return await result;
    } finally {
      if (this.#last.get(station) === done) this.#last.delete(station);
    }
  }
}
